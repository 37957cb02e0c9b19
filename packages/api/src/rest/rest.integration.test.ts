import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { dataOf, openTestApi } from '../testing/test-api.ts';

let api: TestApi;
let apiKey: string;
let flowId: string;
beforeAll(async () => {
  api = await openTestApi();
  apiKey = await api.keyOf('owner');
  const body = { name: 'Orders', template: 'webhook-to-reply' };
  const created = await api.send('POST', '/api/v1/flows', { apiKey, body });
  expect(created.status).toBe(201);
  flowId = (created.json as { id: string }).id;
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

describe('REST', () => {
  const reads: [url: string, procedure: string, input: (ids: { flowId: string }) => unknown][] = [
    ['/flows', 'flow.list', () => ({})],
    ['/flows?limit=1&search=ord', 'flow.list', () => ({ limit: 1, search: 'ord' })],
    ['/flows/{flowId}', 'flow.get', (ids) => ids],
    ['/flows/{flowId}/export', 'flow.export', (ids) => ids],
    ['/flows/{flowId}/problems', 'flow.validate', (ids) => ids],
    [
      '/runs?status=failed,queued&needsYou=true&limit=5',
      'run.list',
      () => ({ status: ['failed', 'queued'], needsYou: true, limit: 5 }),
    ],
    ['/connections', 'connection.list', () => ({})],
    ['/session', 'session.me', () => undefined],
    ['/connectors', 'manifest.list', () => undefined],
  ];
  test.each(reads)('%s answers what the procedure answers', async (url, procedure, input) => {
    const rest = await api.send('GET', `/api/v1${url.replace('{flowId}', flowId)}`, { apiKey });
    const given = input({ flowId });
    const trpc =
      given === undefined
        ? await api.send('GET', `/trpc/${procedure}`, { apiKey })
        : await api.query(procedure, given, { apiKey });
    expect(rest.status).toBe(200);
    expect(rest.json).toEqual(dataOf(trpc));
  });

  test('publishes, lists versions, unpublishes and deletes', async () => {
    const published = await api.send('POST', `/api/v1/flows/${flowId}/publish`, { apiKey, body: {} });
    expect([published.status, published.json]).toEqual([200, { versionId: expect.any(String), number: 1 }]);
    const flow = (await api.send('GET', `/api/v1/flows/${flowId}`, { apiKey })).json as {
      live: { hookUrls: { url: string }[] };
    };
    expect(flow.live.hookUrls[0]?.url).toMatch(/^http:\/\/localhost:4600\/hooks\/[\w-]{32}$/);
    expect((await api.send('DELETE', `/api/v1/flows/${flowId}`, { apiKey })).status).toBe(409);
    expect((await api.send('POST', `/api/v1/flows/${flowId}/unpublish`, { apiKey })).status).toBe(204);
    const copy = await api.send('POST', '/api/v1/flows', { apiKey, body: { name: 'Copy' } });
    const { id } = copy.json as { id: string };
    expect((await api.send('DELETE', `/api/v1/flows/${id}`, { apiKey })).status).toBe(204);
    expect((await api.send('GET', `/api/v1/flows/${id}`, { apiKey })).status).toBe(404);
  });

  test('says what is wrong as a problem document', async () => {
    const cases: [number, string, Awaited<ReturnType<TestApi['send']>>][] = [
      [401, 'unauthenticated', await api.send('GET', '/api/v1/flows')],
      [404, 'notFound', await api.send('GET', '/api/v1/flows/0198c0de-0000-7000-8000-000000000000', { apiKey })],
      [400, 'invalidInput', await api.send('GET', '/api/v1/flows?limit=many', { apiKey })],
      [400, 'invalidInput', await api.send('GET', '/api/v1/flows?nonsense=1', { apiKey })],
      [400, 'invalidInput', await api.send('POST', '/api/v1/flows', { apiKey, body: '{"name":' })],
      [400, 'invalidInput', await api.send('POST', '/api/v1/flows', { apiKey, body: '[]' })],
      [400, 'invalidInput', await api.send('POST', `/api/v1/flows/${flowId}/publish`, { apiKey, body: { flowId } })],
      [
        415,
        'unsupportedMediaType',
        await api.send('POST', '/api/v1/flows', {
          apiKey,
          body: 'a=1',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      ],
      [413, 'tooLarge', await api.send('POST', '/api/v1/flows', { apiKey, body: { name: 'x'.repeat(13_000_000) } })],
    ];
    for (const [status, code, answer] of cases) {
      expect([answer.status, answer.headers['content-type']]).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer.json).toMatchObject({
        type: 'about:blank',
        title: expect.any(String),
        status,
        code,
        detail: expect.stringMatching(/\.$/),
      });
    }
  });
});

describe('openapi.json', () => {
  test('describes every endpoint, and each reference leads somewhere', async () => {
    const { json } = await api.send('GET', '/api/v1/openapi.json');
    const description = json as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;
    };
    expect(description.openapi).toBe('3.1.0');
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [method, path, operation] as const),
    );
    const described = operations.map(
      ([method, path]) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    const answered = api.routes.filter((route) => route.includes(' /api/v1/') && !route.endsWith('/openapi.json'));
    expect(answered.length).toBeGreaterThan(100);
    expect(new Set(described)).toEqual(new Set(answered));
    expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(operations.length);
    for (const [, path, { parameters }] of operations) {
      const inPath = parameters
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => `{${parameter.name}}`);
      expect([...path.matchAll(/\{\w+\}/g)].map(([name]) => name)).toEqual(inPath);
    }
    for (const ref of refsIn(description)) expect([ref, at(description, ref)]).toEqual([ref, expect.any(Object)]);
  });
});

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

const at = (document: unknown, ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
