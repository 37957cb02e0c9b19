import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../testing/test-api.ts';
import { cookieOf, dataOf, openTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const owners = (): Promise<{ count: string }[]> =>
  api.database.query(`SELECT count(*) FROM member WHERE role = 'owner'`);

describe('the start link', () => {
  test('used 50 times at once signs in one and makes one owner', async () => {
    const token = await api.newStartToken();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api.send('POST', '/api/start', { body: { token } })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
      204,
      ...Array.from({ length: 49 }, () => 403),
    ]);
    expect(await owners()).toEqual([{ count: '1' }]);
  });

  test('of 50 links used at once makes no second owner', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => api.newStartToken()));
    const answers = await Promise.all(tokens.map((token) => api.send('POST', '/api/start', { body: { token } })));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
    expect(await owners()).toEqual([{ count: '1' }]);
    expect(await api.database.query('SELECT count(*) FROM workspace')).toEqual([{ count: '1' }]);
  });

  test('is refused when it is unknown, expired, malformed or sent from elsewhere', async () => {
    const expired = await api.newStartToken(-1);
    const unknown = 'A'.repeat(43);
    for (const token of [expired, unknown, '', 'x']) {
      expect((await api.send('POST', '/api/start', { body: { token } })).status).toBe(403);
    }
    for (const token of [null, [], {}, { not: '' }]) {
      expect((await api.send('POST', '/api/start', { body: { token } })).status).toBe(400);
    }
    const token = await api.newStartToken();
    const foreign = { origin: 'https://evil.test' };
    expect((await api.send('POST', '/api/start', { body: { token }, headers: foreign })).status).toBe(403);
    expect((await api.send('POST', '/api/start', { body: { token } })).status).toBe(204);
  });

  test('opens a session that says who one is, and sign-out ends it', async () => {
    const cookie = await api.ownerCookie();
    const me = dataOf<{
      role: string;
      user: { name: string };
      workspace: { name: string };
      environment: { name: string };
    }>(await api.send('GET', '/trpc/session.me', { cookie }));
    expect(me).toMatchObject({ role: 'owner', workspace: { name: 'My workspace' }, environment: { name: 'test' } });
    expect((await api.send('POST', '/api/sign-out', { cookie })).status).toBe(204);
    expect((await api.send('GET', '/trpc/session.me', { cookie })).status).toBe(401);
  });

  test('gives a new session each time, whatever cookie was there before', async () => {
    const fixed = 'patchbay_session=known.value';
    const answer = await api.send('POST', '/api/start', { cookie: fixed, body: { token: await api.newStartToken() } });
    expect(cookieOf(answer)).not.toContain('known');
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly/i);
    expect(answer.headers['set-cookie']).toMatch(/SameSite=Lax/i);
    expect(answer.headers['set-cookie']).not.toMatch(/Domain/i);
    expect((await api.send('GET', '/trpc/session.me', { cookie: fixed })).status).toBe(401);
  });
});

describe('e-mail and password', () => {
  const credentials = { email: 'ada@example.test', password: 'correct horse battery' };
  const signIn = (body: unknown) => api.send('POST', '/api/auth/sign-in/email', { body });

  beforeAll(async () => {
    const cookie = await api.ownerCookie();
    dataOf(await api.mutate('member.add', { ...credentials, name: 'Ada', role: 'analyst' }, { cookie }));
  });

  test('sign in a member with the role they have', async () => {
    const cookie = cookieOf(await signIn(credentials));
    const me = dataOf<{ role: string }>(await api.send('GET', '/trpc/session.me', { cookie }));
    expect(me.role).toBe('analyst');
  });

  test('answer without the session in the body', async () => {
    const answer = await signIn(credentials);
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  test('are refused alike when the address is unknown and when the password is wrong', async () => {
    const [unknown, wrong] = [
      await signIn({ email: 'nobody@example.test', password: 'wrong wrong wrong' }),
      await signIn({ ...credentials, password: 'wrong wrong wrong' }),
    ];
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    const { requestId: _a, ...left } = unknown.json as Record<string, unknown>;
    const { requestId: _b, ...right } = wrong.json as Record<string, unknown>;
    expect(left).toEqual(right);
  });

  test('are throttled after ten tries, the right password too', async () => {
    await signIn(credentials);
    const answers = [];
    for (let at = 0; at < 12; at += 1) answers.push(await signIn({ ...credentials, password: 'wrong wrong wrong' }));
    expect(answers.at(-1)?.status).toBe(429);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(credentials)).status).toBe(429);
  });

  test('of megabytes are refused before anything is hashed', async () => {
    expect((await signIn({ email: 'ada@example.test', password: 'x'.repeat(10_000_000) })).status).toBe(413);
    expect((await signIn({ email: 'ada@example.test', password: 'x'.repeat(2_000) })).status).toBe(400);
  });

  test('cannot be signed up with', async () => {
    const answer = await api.send('POST', '/api/auth/sign-up/email', { body: { ...credentials, name: 'Eve' } });
    expect(answer.status).toBe(404);
  });
});

describe('a member who is removed', () => {
  test('loses session and keys at once', async () => {
    const owner = await api.ownerCookie();
    const person = { name: 'Eve', email: 'eve@example.test', role: 'admin', password: 'a long enough one' };
    const { userId } = dataOf<{ userId: string }>(await api.mutate('member.add', person, { cookie: owner }));
    const { email, password } = person;
    const cookie = cookieOf(await api.send('POST', '/api/auth/sign-in/email', { body: { email, password } }));
    const { key } = dataOf<{ key: string }>(
      await api.mutate('apiKey.create', { name: 'k', role: 'admin' }, { cookie }),
    );
    expect((await api.send('GET', '/api/v1/session', { apiKey: key })).status).toBe(200);

    dataOf(await api.mutate('member.setRole', { userId, role: 'viewer' }, { cookie: owner }));
    const lowered = await api.send('GET', '/api/v1/session', { apiKey: key });
    expect(lowered.json).toMatchObject({ role: 'viewer' });

    expect((await api.mutate('member.remove', { userId }, { cookie: owner })).status).toBe(200);
    expect((await api.send('GET', '/api/v1/session', { apiKey: key })).status).toBe(401);
    expect((await api.send('GET', '/trpc/session.me', { cookie })).status).toBe(401);
  });

  test('is never the last owner, nor above the one who removes', async () => {
    const owner = await api.ownerCookie();
    const me = dataOf<{ user: { id: string } }>(await api.send('GET', '/trpc/session.me', { cookie: owner }));
    expect((await api.mutate('member.remove', { userId: me.user.id }, { cookie: owner })).status).toBe(409);
    expect((await api.mutate('member.setRole', { userId: me.user.id, role: 'viewer' }, { cookie: owner })).status).toBe(
      409,
    );
    const apiKey = await api.keyOf('admin');
    expect((await api.mutate('member.remove', { userId: me.user.id }, { apiKey })).status).toBe(403);
    const above = { name: 'X', email: 'x@example.test', role: 'owner', password: 'a long enough one' };
    expect((await api.mutate('member.add', above, { apiKey })).status).toBe(403);
  });
});
