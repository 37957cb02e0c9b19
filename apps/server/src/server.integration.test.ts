// The whole server process in this one, on a port of its own: pages, health, limits, webhooks, live views, stop.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeStartToken } from '@patchbay/db/start-token';
import type { TestDatabase } from '@patchbay/db/testing';
import { freePort, testDatabase } from '@patchbay/db/testing';
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';
import type { RunningServer } from './start-server.ts';
import { startServer } from './start-server.ts';
import { insist } from './testing/insist.ts';

let database: TestDatabase;
let server: RunningServer;
let url: string;
let cookie: string;
const dir = mkdtempSync(join(tmpdir(), 'patchbay-server-'));

beforeAll(async () => {
  database = await testDatabase();
  const web = join(dir, 'web');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Patchbay</title>');
  writeFileSync(join(web, 'assets', 'app-4711.js'), 'export {};');
  writeFileSync(join(web, 'assets', 'app-4711.js.map'), '{}');
  const env = readEnv({
    DATABASE_URL: database.url,
    PATCHBAY_MASTER_KEY: randomBytes(32).toString('base64'),
    PATCHBAY_BLOB_DIR: join(dir, 'blobs'),
    PATCHBAY_WEB_DIR: web,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  });
  server = await startServer(env, pino({ level: 'silent' }));
  ({ url } = server);
  cookie = await signIn();
});
afterAll(async () => {
  await server.stop();
  await database[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

async function signIn(): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await storeStartToken(database.url, { hash, lifetimeMs: 60_000 });
  const answer = await post('/api/start', { token });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: url,
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const data = async <T>(answer: Response): Promise<T> => ((await answer.json()) as { result: { data: T } }).result.data;

async function publishedHook(): Promise<{ flowId: string; hookUrl: string }> {
  const { id: flowId } = await data<{ id: string }>(
    await post('/trpc/flow.create', { name: 'Hook', template: 'webhook-to-reply' }),
  );
  expect((await post('/trpc/flow.publish', { flowId })).status).toBe(200);
  const input = encodeURIComponent(JSON.stringify({ flowId }));
  const flow = await data<{ live: { hookUrls: { url: string }[] } }>(
    await fetch(`${url}/trpc/flow.get?input=${input}`, { headers: { cookie } }),
  );
  return { flowId, hookUrl: flow.live.hookUrls[0]?.url ?? '' };
}

describe('pages', () => {
  test.each([
    '/',
    '/start',
    '/sign-in',
    '/flows',
    '/flows/0198c0de-0000-7000-8000-000000000000',
    '/runs?status=failed',
    '/settings',
  ])('%s is the designer, never from a cache, under a strict policy', async (path) => {
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await answer.text()).toContain('<title>Patchbay</title>');
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    expect(answer.headers.get('server')).toBeNull();
  });

  test('hashed files are kept for ever', async () => {
    const answer = await fetch(`${url}/assets/app-4711.js`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(answer.headers.get('content-type')).toContain('javascript');
  });

  test('are those of a build that was made while the server runs', async () => {
    const web = join(dir, 'web');
    const page = readFileSync(join(web, 'index.html'), 'utf8');
    writeFileSync(join(web, 'assets', 'app-4712.js'), 'export const newer = true;');
    writeFileSync(join(web, 'assets', 'app-4712.js.map'), '{}');
    writeFileSync(join(web, 'index.html'), `${page}<script src="/assets/app-4712.js"></script>`);
    const before = await fetch(url);
    expect(await before.text()).toContain('app-4712.js');
    const newer = await fetch(`${url}/assets/app-4712.js`);
    expect([newer.status, newer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(await newer.text()).toContain('newer');
    expect((await fetch(`${url}/assets/app-4712.js.map`)).status).toBe(404);
    writeFileSync(join(web, 'index.html'), page);
  });

  test.each([
    '/assets/app-4711.js.map',
    '/assets/nothing.js',
    '/metrics',
    '/debug',
    '/docs',
    '/.env',
    '/.git/config',
    '/prisma',
    '/..%2f..%2fetc/passwd',
    '/assets/..%2f..%2findex.html',
    '/api/nothing',
    '/api/v1/nothing',
    '/hooks/nothing',
  ])('%s is not there, and the answer says what to do', async (path) => {
    const answer = await insist(() => fetch(url + path));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(await answer.json()).toMatchObject({ status: 404, code: 'notFound', detail: expect.stringMatching(/\.$/) });
  });

  test.each([
    ['/no/such/page', 'text/html'],
    ['/api/v1/nothing', 'application/problem+json'],
  ])('a person at %s is shown %s', async (path, type) => {
    const answer = await fetch(url + path, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining(type)]);
  });
});

describe('health and metrics', () => {
  test('say that the server lives and is ready', async () => {
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', queue: 'ok' } },
    ]);
    const metrics = await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`);
    expect(await metrics.text()).toContain('patchbay_server_request_seconds_bucket');
  });
});

describe('webhooks', () => {
  test('answer under the same protection as every page', async () => {
    const { hookUrl } = await publishedHook();
    const [page, hook] = [await fetch(url), await fetch(hookUrl)];
    const own = new Set([
      'content-type',
      'content-length',
      'cache-control',
      'date',
      'etag',
      'last-modified',
      'accept-ranges',
    ]);
    const protection = [...page.headers].filter(([name]) => !own.has(name));
    expect(protection.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'content-security-policy',
        'cross-origin-opener-policy',
        'cross-origin-resource-policy',
        'referrer-policy',
        'x-content-type-options',
        'x-frame-options',
      ]),
    );
    for (const [name, value] of protection) expect([name, hook.headers.get(name)]).toEqual([name, value]);
  });

  test('store the event, and where a flow only computes all of its run, before they answer', async () => {
    const { hookUrl } = await publishedHook();
    const once = (body: object): Promise<Response> =>
      fetch(hookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      });
    const send = (body: object): Promise<Response | null> => insist(() => once(body)).catch(() => null);
    const answer = await send({ name: 'Ada', amount: 1 });
    expect([answer?.status, await answer?.json()]).toEqual([200, { greeting: 'Hello Ada', amountWithTax: 1.19 }]);
    const statuses = (): Promise<{ status: number }[]> => database.query('SELECT status FROM run ORDER BY status DESC');
    expect(await statuses()).toEqual([{ status: 3 }]);
    // A large one is a worker's. Nobody works here, so its caller gives up; the event is there all the same.
    expect(await send({ name: 'x'.repeat(70_000), amount: 1 })).toBeNull();
    expect(await statuses()).toEqual([{ status: 3 }, { status: 0 }]);
  });

  test('refuse what is no JSON, what is too large and the wrong method, and store nothing', async () => {
    const { hookUrl } = await publishedHook();
    const before = await database.query('SELECT count(*) FROM run');
    const json = { 'content-type': 'application/json' };
    const send = (request: RequestInit): Promise<Response> => insist(() => fetch(hookUrl, request));
    const refused = [
      await send({ method: 'POST', headers: json, body: '{"name":' }),
      await send({ method: 'POST', headers: json, body: JSON.stringify('x'.repeat(11_000_000)) }),
      await send({}),
    ];
    expect(refused.map((answer) => answer.status)).toEqual([400, 413, 405]);
    for (const answer of refused) expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/\.$/) });
    expect(await database.query('SELECT count(*) FROM run')).toEqual(before);
  });
});

describe('live views', () => {
  test('tell an editor of the change of another', async () => {
    const { flowId } = await publishedHook();
    const end = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ flowId, sinceRevision: 0 }));
    const stream = await fetch(`${url}/trpc/flow.watch?input=${input}`, {
      headers: { cookie, accept: 'text/event-stream' },
      signal: end.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const note = {
      type: 'putNote',
      note: { id: 'n', text: 'hello', position: { x: 0, y: 0 }, size: { width: 1, height: 1 } },
    };
    expect(
      (await post('/trpc/flow.applyCommands', { flowId, baseRevision: 0, commands: [note], clientId: 'bob' })).status,
    ).toBe(200);
    let seen = '';
    while (!seen.includes('"clientId":"bob"')) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) throw new Error(`the stream ended: ${seen}`);
      seen += chunk.value;
    }
    expect(seen).toContain('"revision":1');
    end.abort();
  });
});
