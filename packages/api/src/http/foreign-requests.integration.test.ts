import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { dataOf, openTestApi } from '../testing/test-api.ts';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.ownerCookie();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const body = { name: 'From elsewhere' };
const flows = (): Promise<{ count: string }[]> => api.database.query('SELECT count(*) FROM flow');

describe('a request that rides on a cookie', () => {
  const foreign: [what: string, headers: Record<string, string>][] = [
    ['comes from another site', { origin: 'https://evil.test' }],
    ['comes from another port of this machine', { origin: 'http://localhost:4601' }],
    ['comes from a sandbox', { origin: 'null' }],
    ['does not say where it comes from', {}],
    ['names a rebound host', { origin: 'http://evil.test:4600', host: 'evil.test:4600' }],
  ];
  test.each(foreign)('is refused when it %s', async (_what, headers) => {
    const before = await flows();
    for (const url of ['/trpc/flow.create', '/api/v1/flows']) {
      const answer = await api.send('POST', url, { cookie, body, headers, fromOurPage: false });
      expect([url, answer.status]).toEqual([url, 403]);
    }
    expect(await flows()).toEqual(before);
  });

  test('is refused when it reads from a page of another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await api.send('GET', '/trpc/session.me', { cookie, headers, fromOurPage: false })).status).toBe(403);
    const direct = { 'sec-fetch-site': 'none' };
    expect((await api.send('GET', '/trpc/session.me', { cookie, headers: direct, fromOurPage: false })).status).toBe(
      200,
    );
  });

  test('is JSON, whatever else it says', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
    ]) {
      const answer = await api.send('POST', '/trpc/flow.create', { cookie, body, headers: { 'content-type': type } });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });

  test('changes nothing by GET', async () => {
    const { id } = dataOf<{ id: string }>(await api.mutate('flow.create', { name: 'Keep me' }, { cookie }));
    const answer = await api.query('flow.delete', { flowId: id }, { cookie });
    expect(answer.status).toBe(405);
    expect((await api.query('flow.get', { flowId: id }, { cookie })).status).toBe(200);
  });
});

describe('answers', () => {
  test('are kept by no cache', async () => {
    for (const url of ['/trpc/session.me', '/api/v1/session']) {
      expect([url, (await api.send('GET', url, { cookie })).headers['cache-control']]).toEqual([url, 'no-store']);
    }
  });
});

describe('an API key', () => {
  test('counts in the header only, and not once it is revoked', async () => {
    const { id, key } = dataOf<{ id: string; key: string }>(
      await api.mutate('apiKey.create', { name: 'k', role: 'operator' }, { cookie }),
    );
    expect(key).toMatch(/^pb_[A-Za-z0-9_-]{43}$/);
    expect((await api.send('GET', '/api/v1/flows', { apiKey: key })).status).toBe(200);
    for (const name of ['api_key', 'apiKey', 'token', 'access_token']) {
      expect((await api.send('GET', `/api/v1/flows?${name}=${key}`)).status).toBe(401);
    }
    const stored = await api.database.query<{ row: string }>('SELECT k::text AS row FROM api_key k WHERE id = $1', [
      id,
    ]);
    expect(stored[0]?.row).not.toContain(key);
    expect((await api.mutate('apiKey.revoke', { apiKeyId: id }, { cookie })).status).toBe(200);
    expect((await api.send('GET', '/api/v1/flows', { apiKey: key })).status).toBe(401);
  });

  test('expires', async () => {
    const wanted = { name: 'k', role: 'viewer', expiresInDays: 1 };
    const { id, key } = dataOf<{ id: string; key: string }>(await api.mutate('apiKey.create', wanted, { cookie }));
    await api.database.query(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
    expect((await api.send('GET', '/api/v1/flows', { apiKey: key })).status).toBe(401);
  });

  test('makes no further keys, and none above its maker', async () => {
    const admin = await api.keyOf('admin');
    const byKey = await api.send('POST', '/api/v1/api-keys', { apiKey: admin, body: { name: 'x', role: 'viewer' } });
    expect(byKey.status).toBe(403);
    const forged = { name: 'x', role: 'viewer', createdBy: 'somebody', userId: 'somebody' };
    expect((await api.send('POST', '/api/v1/api-keys', { cookie, body: forged })).status).toBe(400);
    expect((await api.send('POST', '/api/v1/api-keys', { body: { name: 'x', role: 'viewer' } })).status).toBe(401);
  });
});
