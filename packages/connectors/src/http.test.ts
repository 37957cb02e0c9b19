import type { IncomingMessage, ServerResponse } from 'node:http';
import { sideEffectOf } from '@patchbay/connector-sdk';
import type { Json, JsonObject, OperationContext } from '@patchbay/connector-sdk';
import { testContext } from '@patchbay/connector-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from './http.ts';
import { httpRequest } from './http/request.ts';
import { openTestService } from './testing/test-service.ts';
import type { TestService } from './testing/test-service.ts';

let service: TestService;

const json = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(value));

const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/v1/big': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":9007199254740993}'),
  '/v1/latin': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' }).end(Buffer.from([0xe6])),
  '/v1/bytes': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0xff])),
  '/v1/lie': (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
  '/v1/order.xml': (_request, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end('<order no="7"><line><qty>2</qty></line></order>'),
  '/v1/broken.xml': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/xml' }).end('<order no="7"><line>'),
  '/v1/moved': (_request, response) => void response.writeHead(302, { location: '/v1/big' }).end(),
  '/v1/empty': (_request, response) => void response.writeHead(204).end(),
  '/v1/declined': (_request, response) => json(response, 402, { declineCode: 'insufficient_funds' }),
  '/v1/slow-down': (_request, response) => json(response, 429, {}, { 'retry-after': '7' }),
  '/v1/refused': (_request, response) => json(response, 422, { field: 'postcode' }),
  '/v1/later': (_request, response) =>
    void response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>later</h1>'),
  '/v1/secret-only': (request, response) =>
    json(response, request.headers.authorization === 'Bearer good' ? 200 : 401, {}),
};

beforeAll(async () => {
  service = await openTestService((request, response) => {
    const route = routes[request.url ?? ''];
    if (route !== undefined) return route(request, response);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      json(response, 200, {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }),
    );
    return undefined;
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const context = (parts: Partial<OperationContext> = {}) =>
  testContext(service.egress, { settings: { baseUrl: `${service.origin}/v1` }, idempotencyKey: 'step-key', ...parts });
const call = (input: JsonObject, parts: Partial<OperationContext> = {}): Promise<Json> =>
  httpRequest.call(context(parts), input);
const echo = async (input: JsonObject, parts: Partial<OperationContext> = {}) =>
  (
    (await call(input, parts)) as {
      body: { method: string; url: string; headers: Record<string, string>; body: string };
    }
  ).body;

describe('http.request', () => {
  it('sends method, query, headers and a JSON body', async () => {
    const seen = await echo({
      method: 'patch',
      url: 'orders/1042?a=1',
      query: { status: 'open', tag: ['x', 'y & z'], none: null },
      headers: [{ name: 'X-Trace', value: 7 }],
      body: { lines: [1, null] },
    });
    expect(seen).toMatchObject({
      method: 'PATCH',
      url: '/v1/orders/1042?a=1&status=open&tag=x&tag=y+%26+z',
      body: '{"lines":[1,null]}',
    });
    expect(seen.headers).toMatchObject({ 'x-trace': '7', 'content-type': 'application/json' });
    expect(seen.headers).not.toHaveProperty('idempotency-key');
  });

  it('sends forms and text', async () => {
    const form = await echo({
      method: 'POST',
      url: '/f',
      bodyType: 'form',
      body: { a: 'x y', list: [1, 2], none: null },
    });
    expect(form.body).toBe('a=x+y&list=1&list=2');
    const text = await echo({
      method: 'POST',
      url: '/t',
      bodyType: 'text',
      body: 'ISA*00',
      headers: { 'Content-Type': 'application/edi-x12' },
    });
    expect(text).toMatchObject({ body: 'ISA*00', headers: { 'content-type': 'application/edi-x12' } });
  });

  it('sends the idempotency key when the request may be repeated and writes', async () => {
    const keyOf = async (input: JsonObject) => (await echo({ url: '/k', ...input })).headers['idempotency-key'];
    expect(await keyOf({ method: 'POST', repeat: 'key' })).toBe('step-key');
    expect(await keyOf({ method: 'PUT' })).toBe('step-key');
    expect(await keyOf({ method: 'POST' })).toBeUndefined();
    expect(await keyOf({ method: 'GET' })).toBeUndefined();
    expect(
      (await echo({ method: 'POST', url: '/k', repeat: 'key', idempotencyHeader: 'X-Once' })).headers['x-once'],
    ).toBe('step-key');
  });

  it.each([
    [
      { auth: 'basic', username: 'me' },
      { password: 'pä' },
      { authorization: `Basic ${Buffer.from('me:pä').toString('base64')}` },
    ],
    [{ auth: 'bearer' }, { token: 't0' }, { authorization: 'Bearer t0' }],
    [{ auth: 'apiKeyHeader', apiKeyName: 'X-Api-Key' }, { apiKey: 'k0' }, { 'x-api-key': 'k0' }],
  ])('signs in as the connection says: %j', async (settings, credential, headers) => {
    const seen = await echo(
      { url: '/a', headers: { Authorization: 'other' } },
      { settings: { baseUrl: service.origin, ...settings }, credential },
    );
    expect(seen.headers).toMatchObject(headers);
  });

  it('puts an API key into the query', async () => {
    const parts = {
      settings: { baseUrl: service.origin, auth: 'apiKeyQuery', apiKeyName: 'key' },
      credential: { apiKey: 'a&b' },
    };
    expect((await echo({ url: '/a' }, parts)).url).toBe('/a?key=a%26b');
  });

  it('reads bodies by content type', async () => {
    const bodyOf = async (url: string) => ((await call({ url })) as { body: Json }).body;
    expect(await bodyOf('/big')).toEqual({ id: '9007199254740993' });
    expect(await bodyOf('/latin')).toBe('æ');
    expect(await bodyOf('/bytes')).toEqual({ base64: 'iVD/' });
    expect(await bodyOf('/empty')).toBeNull();
    await expect(call({ url: '/lie' })).rejects.toMatchObject({
      kind: 'permanent',
      effect: 'unknown',
      details: { body: '<html>' },
    });
  });

  it('hands an accepted status back, and fails on any other', async () => {
    expect(await call({ method: 'POST', url: '/declined', acceptStatus: '200-299, 402' })).toMatchObject({
      status: 402,
      body: { declineCode: 'insufficient_funds' },
    });
    await expect(call({ method: 'POST', url: '/declined' })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
      details: { status: 402, body: { declineCode: 'insufficient_funds' } },
    });
    await expect(call({ url: '/slow-down' })).rejects.toMatchObject({
      kind: 'rateLimited',
      effect: 'none',
      retryAfterMs: 7_000,
    });
    await expect(call({ url: '/later' })).rejects.toMatchObject({
      kind: 'transient',
      effect: 'unknown',
      details: { body: '<h1>later</h1>' },
    });
    await expect(call({ url: '/later', notExecutedStatus: '422, 503' })).rejects.toMatchObject({
      kind: 'transient',
      effect: 'none',
    });
    await expect(call({ url: '/secret-only' })).rejects.toMatchObject({ kind: 'auth', effect: 'none' });
    await expect(call({ url: '/big', acceptStatus: 'two hundred' })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
    });
  });

  it('follows a redirect, unless the redirect is what is accepted', async () => {
    expect(await call({ url: '/moved' })).toMatchObject({ status: 200 });
    expect(await call({ url: '/moved', acceptStatus: '302' })).toMatchObject({
      status: 302,
      headers: { location: '/v1/big' },
    });
  });

  const line = { type: 'object', properties: { qty: { type: 'integer' } } };
  const order = {
    type: 'object',
    'x-xml': { name: 'order' },
    required: ['line'],
    properties: { '@no': { type: 'integer', 'x-xml': { attr: true } }, line: { type: 'array', items: line } },
  };

  it('reads XML by the expected body, and leaves it text without one', async () => {
    const asText = '<order no="7"><line><qty>2</qty></line></order>';
    expect(await call({ url: '/order.xml' })).toMatchObject({ body: asText });
    expect(await call({ url: '/order.xml', responseSchema: { type: 'string' } })).toMatchObject({ body: asText });
    expect(await call({ url: '/order.xml', responseSchema: order })).toMatchObject({
      body: { '@no': 7, line: [{ qty: 2 }] },
    });
    await expect(call({ url: '/broken.xml', responseSchema: order })).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('cannot be read as XML by the expected body') as string,
    });
  });

  it('sends XML, by a schema or as it is', async () => {
    const body = { line: [{ qty: 2 }], '@no': 7 };
    const sent = async (input: object): Promise<string> =>
      (await echo({ url: '/x', method: 'POST', bodyType: 'xml', ...input })).body as string;
    expect(await sent({ body, bodySchema: order })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<order no="7"><line><qty>2</qty></line></order>',
    );
    expect(await sent({ body: '<as-it-is/>' })).toBe('<as-it-is/>');
    await expect(sent({ body: { 'a b': 1 }, bodySchema: order })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
  });

  it('checks the answer against the expected shape', async () => {
    const responseSchema = { type: 'object', required: ['trackingNo'] };
    await expect(call({ url: '/big', responseSchema })).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('lacks trackingNo') as string,
    });
  });

  it.each([
    'http://169.254.169.254/latest',
    '//evil.test/x',
    '/../admin',
    '..',
    'https://127.0.0.1/v1/x',
    '/%2e%2e/admin',
    'file:///etc/passwd',
    '\\\\evil.test\\x',
  ])('keeps %s below the base address, or refuses it', async (url) => {
    const outcome = await echo({ url }).then(
      (seen) => seen.url,
      (error: { kind: string }) => error.kind,
    );
    expect(outcome === 'invalidInput' || outcome.startsWith('/v1/')).toBe(true);
  });

  it('sends a credential nowhere without a base address', async () => {
    const parts = { settings: { auth: 'bearer' }, credential: { token: 't' } };
    await expect(call({ url: `${service.origin}/v1/big` }, parts)).rejects.toMatchObject({ kind: 'invalidInput' });
    expect(await call({ url: `${service.origin}/v1/big` }, { settings: {} })).toMatchObject({ status: 200 });
  });

  it('refuses headers that would start another header', async () => {
    await expect(call({ url: '/a', headers: { 'X-A': 'b\r\nX-C: d' } })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
    });
    await expect(call({ url: '/a', headers: { 'X A': 'b' } })).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('names what does not fit in its input', async () => {
    await expect(call({ url: '/a', method: 'BREW' })).rejects.toMatchObject({
      kind: 'invalidInput',
      message: expect.stringContaining('method') as string,
    });
    await expect(call({})).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
  });

  it.each([
    [{}, 'read'],
    [{ method: 'GET' }, 'read'],
    [{ method: 'POST' }, 'unsafe'],
    [{ method: 'PATCH' }, 'unsafe'],
    [{ method: 'PUT' }, 'keyed'],
    [{ method: 'DELETE' }, 'keyed'],
    [{ method: 'POST', repeat: 'key' }, 'keyed'],
    [{ method: 'POST', repeat: 'safe' }, 'keyed'],
    [{ method: 'POST', repeat: 'read' }, 'read'],
    [{ method: 'GET', repeat: 'never' }, 'unsafe'],
    [{ method: '(an expression)' }, 'unsafe'],
  ] as const)('%j is %s', (input, sideEffect) => {
    expect(sideEffectOf(httpRequest.manifest.sideEffect, input)).toBe(sideEffect);
  });
});

describe('the test of an HTTP connection', () => {
  it('tells a good credential from a bad one', async () => {
    const settings = { baseUrl: `${service.origin}/v1`, auth: 'bearer', testPath: '/secret-only' };
    await expect(http.test?.(context({ settings, credential: { token: 'good' } }))).resolves.toContain('200');
    await expect(http.test?.(context({ settings, credential: { token: 'bad' } }))).rejects.toMatchObject({
      kind: 'auth',
    });
  });
});
