// A whole server with a flow that takes webhooks, for tests of what its door says.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeStartToken } from '@patchbay/db/start-token';
import type { TestDatabase } from '@patchbay/db/testing';
import { freePort, testDatabase } from '@patchbay/db/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { pino } from 'pino';
import { readEnv } from '../env.ts';
import { startServer } from '../start-server.ts';

export interface HookServer extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly flowId: string;
  /** Where it listens. */
  readonly url: string;
  /** Where it takes events. */
  readonly hookUrl: string;
  /** Names of what is on its way into the blob store. */
  drafts(): string[];
  /** Sends an event. No worker runs here, so one that is taken gets no reply: the caller goes after a second. */
  deliver(): Promise<Response>;
  /** Calls a procedure as the owner, and hands back what it says. Rejects unless it did. */
  mutate<Data>(path: string, input: unknown): Promise<Data>;
  /** The flow as it is drawn now. */
  document(): Promise<FlowDocument>;
}

export async function openHookServer(settings: Readonly<Record<string, string>>): Promise<HookServer> {
  const database = await testDatabase();
  const dir = mkdtempSync(join(tmpdir(), 'patchbay-hooks-'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html>');
  const drafts = join(dir, 'blobs', 'drafts');
  const env = readEnv({
    DATABASE_URL: database.url,
    PATCHBAY_MASTER_KEY: randomBytes(32).toString('base64'),
    PATCHBAY_BLOB_DIR: join(dir, 'blobs'),
    PATCHBAY_WEB_DIR: dir,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const server = await startServer(env, pino({ level: 'silent' }));
  const { url } = server;
  const send = (path: string, body: unknown, cookie = ''): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify(body),
    });
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await storeStartToken(database.url, { hash, lifetimeMs: 60_000 });
  const cookie = (await send('/api/start', { token })).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const mutate = async <Data>(path: string, given: unknown): Promise<Data> => {
    const answer = await send(`/trpc/${path}`, given, cookie);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return (JSON.parse(text) as { result: { data: Data } }).result.data;
  };
  const { id: flowId } = await mutate<{ id: string }>('flow.create', { name: 'Hook', template: 'webhook-to-reply' });
  await mutate('flow.publish', { flowId });
  const get = async (): Promise<{ document: FlowDocument; live: { hookUrls: { url: string }[] } }> => {
    const input = encodeURIComponent(JSON.stringify({ flowId }));
    const got = await fetch(`${url}/trpc/flow.get?input=${input}`, { headers: { cookie } });
    return ((await got.json()) as { result: { data: Awaited<ReturnType<typeof get>> } }).result.data;
  };
  const hookUrl = (await get()).live.hookUrls[0]?.url ?? '';
  return {
    database,
    flowId,
    url,
    hookUrl,
    mutate,
    document: async () => (await get()).document,
    drafts: () => (existsSync(drafts) ? readdirSync(drafts) : []),
    deliver: () =>
      fetch(hookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"lines":[]}',
        // Who is let in waits for an answer that nobody gives.
        signal: AbortSignal.timeout(3_000),
      }),
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await database[Symbol.asyncDispose]();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
