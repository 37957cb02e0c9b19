// The whole API over a real database, without a socket: requests go in by `inject`.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress, createOperationRunner, listManifests } from '@patchbay/connections';
import type { BlobStore } from '@patchbay/db/blob-store';
import { openBlobStore } from '@patchbay/db/blob-store';
import type { Database } from '@patchbay/db/client';
import { openDatabase } from '@patchbay/db/client';
import { openIdentityPool } from '@patchbay/db/repositories';
import { storeStartToken } from '@patchbay/db/start-token';
import { PgAcceptStore, PgTopicStore, RunCommands, RunReader, WaitAnswers } from '@patchbay/db/run-store';
import { readMasterKey } from '@patchbay/db/secret-box';
import type { TestDatabase } from '@patchbay/db/testing';
import { testDatabase } from '@patchbay/db/testing';
import { longestChain } from '@patchbay/engine/topics';
import type { Role } from '@patchbay/model/identity';
import fastify from 'fastify';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { apiPlugin } from '../http/api-plugin.ts';
import { sha256 } from '../identity/api-key-token.ts';
import { openCodePool } from '../flow/code-check.ts';
import { openMapPool } from '../mapping/open-map-pool.ts';
import { openSessions } from '../identity/sessions.ts';
import { TopicBus } from '../live/topic-bus.ts';
import { createServices } from '../services.ts';
import { openWorkPool } from '../work/work-pool.ts';

export const publicUrl = 'http://localhost:4600';

export interface TestResponse {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  /** The body as JSON; undefined when there is none. */
  readonly json: unknown;
}

export interface TestRequest {
  readonly cookie?: string;
  readonly apiKey?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** False: without the headers that a browser sends on our own pages. */
  readonly fromOurPage?: boolean;
}

export interface TestApi extends AsyncDisposable {
  readonly app: FastifyInstance;
  /** Every address it answers, as `GET /api/v1/flows/:flowId`. */
  readonly routes: readonly string[];
  readonly blobs: BlobStore;
  readonly database: TestDatabase;
  readonly db: Database;
  /** Runs that were told to the workers. */
  readonly wakeUps: string[];
  send(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, request?: TestRequest): Promise<TestResponse>;
  /** A query is sent as GET, a mutation as POST, as the web does. */
  query(procedure: string, input: unknown, request?: TestRequest): Promise<TestResponse>;
  mutate(procedure: string, input: unknown, request?: TestRequest): Promise<TestResponse>;
  newStartToken(lifetimeMs?: number): Promise<string>;
  /** Signs the local owner in by a start link; hands back the cookie. */
  ownerCookie(): Promise<string>;
  /** A second workspace with an owner of its own; hands back their cookie. */
  otherWorkspace(): Promise<{ workspaceId: string; cookie: string }>;
  /** An API key of the owner's workspace with this role. */
  keyOf(role: Role): Promise<string>;
}

export async function openTestApi(): Promise<TestApi> {
  const database = await testDatabase();
  const { url } = database;
  const db = openDatabase({ url, role: 'app' });
  const pool = openIdentityPool({ url });
  const accept = new PgAcceptStore({ url });
  const topicStore = new PgTopicStore({ url, longestChain });
  const runCommands = new RunCommands({ url });
  const runReader = new RunReader({ url });
  const waitAnswers = new WaitAnswers({ url });
  const masterKey = readMasterKey(randomBytes(32).toString('base64'));
  const { port } = new URL(url);
  // The database of the test itself may be a target of connections; everything else of this computer may not.
  const egress = createEgress({ allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port: Number(port) }] });
  const operations = createOperationRunner({ database: db, masterKey, egress });
  const sessions = openSessions({ pool, secret: randomBytes(32).toString('base64'), publicUrl });
  const wakeUps: string[] = [];
  const mapPool = openMapPool();
  const workPool = openWorkPool();
  const codePool = openCodePool();
  const blobDir = mkdtempSync(join(tmpdir(), 'patchbay-api-blobs-'));
  const blobs = openBlobStore(blobDir);
  const putBlob = async (workspaceId: string, content: Uint8Array): Promise<string> =>
    (await blobs.putBlob(workspaceId, content)).sha256;
  const services = createServices({
    db,
    manifests: listManifests(),
    masterKey: () => masterKey,
    operations,
    accept: {
      store: accept,
      putBlob,
      wakeUp: (runId) => wakeUps.push(runId),
      nowMs: Date.now,
    },
    topics: { store: topicStore, putBlob, maxLag: 100_000 },
    runCommands,
    runReader,
    waitAnswers,
    readBlob: (workspaceId, name) => blobs.getBlob(workspaceId, name),
    openBlob: (workspaceId, name) => blobs.openBlob(workspaceId, name),
    live: new TopicBus(),
    mapPool,
    workPool,
    codePool,
    publicUrl,
    version: '0.1.0',
  });
  const app = fastify({ logger: false, routerOptions: { maxParamLength: 5_000 } });
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`);
  });
  await app.register((instance, options, done) => {
    apiPlugin(instance, { db, sessions, services, publicUrl, version: '0.1.0' });
    done();
  });
  await app.ready();

  const send: TestApi['send'] = async (method, path, request = {}) => {
    const { cookie, apiKey, body, headers = {}, fromOurPage = apiKey === undefined } = request;
    const response = await app.inject({
      method,
      url: path,
      headers: {
        host: 'localhost:4600',
        ...(fromOurPage ? { origin: publicUrl } : {}),
        ...(cookie === undefined ? {} : { cookie }),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = response.body;
    return { status: response.statusCode, headers: response.headers, text, json: jsonOf(text) };
  };
  const newStartToken = async (lifetimeMs = 600_000): Promise<string> => {
    const token = randomBytes(32).toString('base64url');
    await storeStartToken(database.url, { hash: sha256(token), lifetimeMs });
    return token;
  };
  const ownerCookie = async (): Promise<string> =>
    cookieOf(await send('POST', '/api/start', { body: { token: await newStartToken() } }));

  return {
    app,
    routes,
    blobs,
    database,
    db,
    wakeUps,
    send,
    query: (procedure, input, request) =>
      send(
        'GET',
        `/trpc/${procedure}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
        request,
      ),
    mutate: (procedure, input, request) => send('POST', `/trpc/${procedure}`, { ...request, body: input }),
    newStartToken,
    ownerCookie,
    otherWorkspace: async () => {
      const userId = randomUUID();
      const workspaceId = randomUUID();
      await database.query(`INSERT INTO auth."user" (id, name, email) VALUES ($1, 'Bob', $2)`, [
        userId,
        `${userId}@example.test`,
      ]);
      await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Other')`, [workspaceId]);
      await database.query(`INSERT INTO environment (id, workspace_id, name) VALUES ($1, $2, 'test')`, [
        randomUUID(),
        workspaceId,
      ]);
      await database.query(`INSERT INTO member (workspace_id, user_id, role) VALUES ($1, $2, 'owner')`, [
        workspaceId,
        userId,
      ]);
      const cookies = await sessions.startFor(userId);
      return { workspaceId, cookie: cookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ') };
    },
    keyOf: async (role) => {
      const made = await send('POST', '/trpc/apiKey.create', {
        cookie: await ownerCookie(),
        body: { name: role, role },
      });
      return (made.json as { result: { data: { key: string } } }).result.data.key;
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await rm(blobDir, { recursive: true, force: true });
      await mapPool[Symbol.asyncDispose]();
      await workPool[Symbol.asyncDispose]();
      await codePool[Symbol.asyncDispose]();
      await operations.close();
      await egress.close();
      await Promise.all([
        topicStore.close(),
        accept.close(),
        runCommands.close(),
        runReader.close(),
        waitAnswers.close(),
        pool.end(),
        db.close(),
      ]);
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The name and value of the first cookie that an answer sets. */
export function cookieOf(response: TestResponse): string {
  const set = response.headers['set-cookie'];
  const [first = ''] = (Array.isArray(set) ? set : [set ?? '']).map((cookie) => cookie.split(';')[0] ?? '');
  if (first === '') throw new Error(`no cookie was set: ${response.status} ${response.text}`);
  return first;
}

export const dataOf = <T>(response: TestResponse): T => {
  const { result } = response.json as { result?: { data: T } };
  if (result === undefined) throw new Error(`${response.status} ${response.text}`);
  return result.data;
};

export const errorOf = (
  response: TestResponse,
): { code: string; userMessage: string; details?: Record<string, unknown> } =>
  (response.json as { error: { data: { code: string; userMessage: string } } }).error.data;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
