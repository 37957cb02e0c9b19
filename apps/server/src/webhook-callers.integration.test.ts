// Who may call a webhook, at the door of a real server: what the head tells is told before the body, and changes of the connection and the
// flow are answered clearly while deliveries come.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import type { FlowDocument } from '@patchbay/model/flow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';
import type { HookServer } from './testing/hook-server.ts';
import { insist } from './testing/insist.ts';

const patient = { timeout: 60_000, interval: 100 };
const secret = 'a shared secret of thirty-two letters';
const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

let server: HookServer;
let connectionId: string;

beforeAll(async () => {
  server = await openHookServer({});
  ({ id: connectionId } = await server.mutate<{ id: string }>('connection.create', {
    connectorId: 'webhook',
    name: 'Shop',
    settings: { username: 'shop' },
    secrets: { secret },
  }));
  const document = await server.document();
  await server.mutate('flow.replace', { flowId: server.flowId, document: guarded(document, {}) });
  await server.mutate('flow.bindSlot', { flowId: server.flowId, slot: 'shop', connectionId });
});
afterAll(() => server[Symbol.asyncDispose]());

const guarded = (document: FlowDocument, settings: Record<string, string | number>): object => ({
  ...document,
  slots: [{ name: 'shop', label: 'Shop', connector: 'webhook' }],
  nodes: document.nodes.map((node) => {
    if (node.kind !== 'trigger') return node;
    const fixed = Object.entries({ reply: 'accepted', ...settings }).map(([name, value]) => [
      name,
      { mode: 'fixed', value },
    ]);
    return { ...node, slot: 'shop', input: Object.fromEntries(fixed) };
  }),
});

/** Publishes the flow with these settings of its trigger, and waits until its door has noticed. */
async function ask(settings: Record<string, string | number>): Promise<void> {
  const { flowId } = server;
  await server.mutate('flow.replace', { flowId, document: guarded(await server.document(), settings) });
  await server.mutate('flow.publish', { flowId });
}

const call = (headers: Record<string, string> = {}, method: 'POST' | 'PUT' = 'POST'): Promise<Response> =>
  insist(() =>
    fetch(server.hookUrl, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"lines":[]}',
    }),
  );
const login = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
const statusOf = async (headers: Record<string, string>): Promise<number> => (await call(headers)).status;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({ iss: 'shop', aud: 'orders', exp: Math.floor(Date.now() / 1_000) + 60 });
const bearer = (text: string, signature: Buffer) => ({
  authorization: `Bearer ${text}.${signature.toString('base64url')}`,
});
const signedBySecret = () => {
  const text = `${part({ alg: 'HS256' })}.${part(claims())}`;
  return bearer(text, createHmac('sha256', secret).update(text).digest());
};
const signedByKey = () => {
  const text = `${part({ alg: 'RS256' })}.${part(claims())}`;
  return bearer(text, createSign('sha256').update(text).sign(keys.privateKey));
};

/** Says that a body comes and sends none of it. */
const statusOfHeadOnce = (bytes: number, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const head = { 'content-type': 'application/json', 'content-length': bytes, ...headers };
    const sent = request(server.hookUrl, { method: 'POST', headers: head, timeout: 60_000 });
    sent.on('response', (answer) => {
      resolve(answer.statusCode);
      sent.destroy();
    });
    sent.on('timeout', () => resolve(undefined));
    sent.on('error', reject);
    sent.flushHeaders();
  });
/** A server that is behind is asked again. */
async function statusOfHead(bytes: number, headers: Record<string, string>): Promise<number | undefined> {
  let status: number | undefined;
  do status = await statusOfHeadOnce(bytes, headers);
  while (status === 503);
  return status;
}

describe('callers', () => {
  test('with a user name and password are told what is asked for, and taken with it', async () => {
    await ask({ auth: 'basic' });
    await vi.waitFor(async () => {
      const refused = await call();
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('Basic'),
      ]);
    }, patient);
    expect(await statusOf(login('shop:guess'))).toBe(401);
    expect(await statusOf(login('shop:'))).toBe(401);
    const taken = await call(login(`shop:${secret}`));
    expect(taken.status).toBe(202);
    const { runId } = (await taken.json()) as { runId: string };
    const [event] = await server.database.query<{ meta: string }>(
      'SELECT e.meta FROM event e JOIN run r ON r.event_id = e.id WHERE r.id = $1',
      [runId],
    );
    expect(event?.meta).toContain('content-type');
    expect(JSON.stringify(event).toLowerCase()).not.toContain('authorization');
  });

  test('are refused by their head alone, however small the body is', async () => {
    expect(await statusOfHead(12, {})).toBe(401);
    expect(await statusOfHead(2_000_000, login('shop:guess'))).toBe(401);
    expect((await call({}, 'PUT')).status).toBe(405);
  });

  test('with a token are taken by the secret, or by the public key of their connection', async () => {
    await ask({ auth: 'jwtSecret', issuer: 'shop', audience: 'orders' });
    await vi.waitFor(async () => expect(await statusOf(signedBySecret())).toBe(202), patient);
    const refused = await call(signedByKey());
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="webhook"']);
    const settings = { knownBy: 'publicKey', publicKey };
    await server.mutate('connection.update', { connectionId, settings });
    await ask({ auth: 'jwtKey', tokenAlgorithm: 'RS256', issuer: 'shop', audience: 'orders' });
    await vi.waitFor(async () => expect(await statusOf(signedByKey())).toBe(202), patient);
    expect(await statusOf(signedBySecret())).toBe(401);
  });

  test('cannot be told apart by a connection that does not fit, so the flow is not published', async () => {
    await expect(ask({ auth: 'basic' })).rejects.toThrow(/flow\.unfitConnection/);
    await expect(ask({ auth: 'jwtKey', tokenAlgorithm: 'ES256', issuer: 'a', audience: 'b' })).rejects.toThrow(/ES256/);
    await expect(ask({ auth: 'jwtKey', issuer: 'shop' })).rejects.toThrow(/has no audience/);
    const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const pasted = server.mutate('connection.update', {
      connectionId,
      settings: { knownBy: 'publicKey', publicKey: privateKey },
    });
    await expect(pasted).rejects.toThrow(/private/);
  });
});

describe('while deliveries come', () => {
  test('a secret is changed: the old one is refused and the new one taken, and nothing else is ever said', async () => {
    await server.mutate('connection.update', { connectionId, settings: {} });
    await ask({ auth: 'apiKey' });
    await vi.waitFor(async () => expect(await statusOf({ 'x-api-key': secret })).toBe(202), patient);
    const seen = new Set<number>();
    await server.mutate('connection.update', { connectionId, secrets: { secret: 'the next secret' } });
    await vi.waitFor(async () => {
      const [before, after] = [
        await statusOf({ 'x-api-key': secret }),
        await statusOf({ 'x-api-key': 'the next secret' }),
      ];
      seen.add(before).add(after);
      expect([before, after]).toEqual([401, 202]);
    }, patient);
    expect(seen).toEqual(new Set([202, 401]));
  });

  test('the flow is taken offline: 410 in words, and 404 where no flow ever was', async () => {
    const seen = new Set<number>();
    await server.mutate('flow.unpublish', { flowId: server.flowId });
    await vi.waitFor(async () => {
      const answer = await call({ 'x-api-key': 'the next secret' });
      seen.add(answer.status);
      expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('taken offline')]);
    }, patient);
    expect([...seen].filter((status) => status !== 202)).toEqual([410]);
    expect((await insist(() => fetch(`${server.url}/hooks/${'x'.repeat(32)}`, { method: 'POST' }))).status).toBe(404);
  });

  test('the secret goes, or cannot be read: refused, or not available, never taken', async () => {
    await ask({ auth: 'apiKey' });
    await vi.waitFor(async () => expect(await statusOf({ 'x-api-key': 'the next secret' })).toBe(202), patient);
    await server.database.query(
      "UPDATE credential SET sealed = decode(repeat('00', 64), 'hex') WHERE connection_id = $1",
      [connectionId],
    );
    await vi.waitFor(async () => {
      const answer = await call({ 'x-api-key': 'the next secret' });
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('cannot be checked')]);
    }, patient);
    await server.database.query('UPDATE connection SET deleted_at = now() WHERE id = $1', [connectionId]);
    await vi.waitFor(async () => expect(await statusOf({ 'x-api-key': 'the next secret' })).toBe(401), patient);
  });
});
