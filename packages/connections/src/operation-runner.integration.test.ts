import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '@patchbay/db/client';
import type { Database } from '@patchbay/db/client';
import {
  connectionNameTaken,
  deleteSecret,
  findConnection,
  insertConnection,
  listConnections,
  listSecretFields,
  markConnectionDeleted,
  saveSecret,
  updateConnection,
} from '@patchbay/db/repositories';
import { readMasterKey, sealSecret } from '@patchbay/db/secret-box';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress, createOperationRunner } from './index.ts';
import type { Egress, OperationRunner } from './index.ts';

const masterKey = readMasterKey(randomBytes(32).toString('base64'));
const workspaceId = randomUUID();
const environmentId = randomUUID();
const canary = 'canary-7f3k/+secret "quoted"';
const logged: string[] = [];
const note = (message: string, fields?: unknown): void => void logged.push(`${message} ${JSON.stringify(fields)}`);

let testDb: TestDatabase;
let database: Database;
let egress: Egress;
let runner: OperationRunner;
let server: Server;
let origin: string;
let status = 200;
let connectionId: string;

beforeAll(async () => {
  testDb = await testDatabase();
  database = openDatabase({ url: testDb.url, role: 'app', max: 4 });
  await database.inWorkspace(workspaceId, async (tx) => {
    await tx.workspace.create({ data: { id: workspaceId, name: 'w' } });
    await tx.environment.create({ data: { id: environmentId, workspaceId, name: 'production' } });
  });
  server = createServer((request, response) => {
    const seen = { url: request.url, headers: request.headers };
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-seen': String(request.headers['authorization']) })
      .end(JSON.stringify(seen));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  egress = createEgress({ allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port }] });
});
afterAll(async () => {
  await egress.close();
  server.close();
  await database.close();
  await testDb[Symbol.asyncDispose]();
});

const at = (field: string) => ({ workspaceId, connectionId, field });
const storeSecret = (field: string, text: string) =>
  database.inWorkspace(workspaceId, (tx) => saveSecret(tx, at(field), sealSecret(masterKey, at(field), text)));

beforeEach(async () => {
  await runner?.close();
  runner = createOperationRunner({ database, masterKey, egress, log: { info: note, warn: note } });
  status = 200;
  logged.length = 0;
  connectionId = randomUUID();
  const settings = JSON.stringify({ baseUrl: origin, auth: 'bearer' });
  await database.inWorkspace(workspaceId, (tx) =>
    insertConnection(tx, {
      id: connectionId,
      workspaceId,
      environmentId,
      connectorId: 'http',
      name: connectionId,
      settings,
    }),
  );
  await storeSecret('token', canary);
});

const run = (input: Record<string, Json>, parts: object = {}): Promise<Json> =>
  runner.run({
    operationId: 'http.request',
    workspaceId,
    environmentId,
    connectionId,
    input,
    idempotencyKey: 'k',
    signal: new AbortController().signal,
    ...parts,
  });
const showsSecret = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  const encoded = Buffer.from(canary).toString('base64').slice(2, -4);
  return text.includes('7f3k') || text.includes(encoded) || text.includes('canary-');
};

describe('the operation runner', () => {
  it('decrypts for the call, and masks the secret in what comes back', async () => {
    const output = await run({ url: `/x?echo=${encodeURIComponent(canary)}` });
    expect(output).toMatchObject({ status: 200, body: { headers: { authorization: 'Bearer •••' } } });
    expect(showsSecret(output)).toBe(false);
  });

  it.each([401, 404, 429, 500])('shows no secret in the error of a %d', async (code) => {
    status = code;
    const error = (await run({ url: '/x' }).catch((caught: unknown) => caught)) as Error & { details: Json };
    expect(error.name).toBe('ConnectorError');
    expect(showsSecret([error.message, error.stack, error.details, error.cause ?? null, logged])).toBe(false);
    expect(error.details).toMatchObject({ status: code });
  });

  it('sees a changed secret, a changed setting, and a deleted connection', async () => {
    const sent = async () =>
      ((await run({ url: '/x' })) as { body: { headers: Record<string, string> } }).body.headers['authorization'];
    expect(await sent()).toBe('Bearer •••');
    await storeSecret('token', 'second-token-9');
    runner.forget({ workspaceId, connectionId });
    const opened = await runner.openConnection({ workspaceId, environmentId, connectionId });
    expect(opened.credential).toEqual({ token: 'second-token-9' });
    expect(opened.secrets).toEqual(['second-token-9']);
    await database.inWorkspace(workspaceId, (tx) =>
      updateConnection(
        tx,
        { workspaceId, connectionId },
        { settings: JSON.stringify({ baseUrl: origin, auth: 'none' }) },
      ),
    );
    runner.forget({ workspaceId, connectionId });
    expect(await sent()).toBeUndefined();
    await database.inWorkspace(workspaceId, (tx) => markConnectionDeleted(tx, workspaceId, connectionId));
    runner.forget({ workspaceId, connectionId });
    await expect(run({ url: '/x' })).rejects.toMatchObject({ kind: 'notFound', effect: 'none' });
  });

  it('notices a change by itself within seconds', async () => {
    await run({ url: '/x' });
    await storeSecret('token', 'third-token-99');
    await expect
      .poll(
        async () => (await runner.openConnection({ workspaceId, environmentId, connectionId })).credential['token'],
        { timeout: 60_000 },
      )
      .toBe('third-token-99');
  });

  it('opens a connection for its own workspace and environment only', async () => {
    const ref = { workspaceId, environmentId, connectionId };
    await runner.openConnection(ref);
    await expect(runner.openConnection({ ...ref, environmentId: randomUUID() })).rejects.toMatchObject({
      kind: 'notFound',
    });
    await expect(runner.openConnection({ ...ref, workspaceId: randomUUID() })).rejects.toMatchObject({
      kind: 'notFound',
    });
  });

  it('refuses a secret that was moved or changed in the database', async () => {
    const other = randomUUID();
    await database.inWorkspace(workspaceId, async (tx) => {
      await insertConnection(tx, {
        id: other,
        workspaceId,
        environmentId,
        connectorId: 'http',
        name: other,
        settings: JSON.stringify({ baseUrl: origin, auth: 'bearer' }),
      });
      await saveSecret(
        tx,
        { workspaceId, connectionId: other, field: 'token' },
        sealSecret(masterKey, at('token'), canary),
      );
    });
    const error = (await run({ url: '/x' }, { connectionId: other }).catch((caught: unknown) => caught)) as Error;
    expect(error).toMatchObject({ kind: 'auth', effect: 'none', details: { code: 'credentialIntegrity' } });
    expect(showsSecret([error.message, logged])).toBe(false);
  });

  it('refuses the wrong kind of connection, a missing one and an unknown operation', async () => {
    await expect(run({ sql: 'SELECT 1' }, { operationId: 'postgres.query' })).rejects.toMatchObject({
      kind: 'invalidInput',
      effect: 'none',
    });
    await expect(run({ sql: 'SELECT 1' }, { operationId: 'postgres.query', connectionId: null })).rejects.toMatchObject(
      { kind: 'invalidInput' },
    );
    await expect(run({}, { operationId: 'http.gone' })).rejects.toMatchObject({ kind: 'permanent', effect: 'none' });
    expect(await run({ url: `${origin}/open` }, { connectionId: null })).toMatchObject({ status: 200 });
  });

  it('serves the engine by its own interface', async () => {
    const output = await runner.call({
      operation: 'http.request',
      workspaceId,
      environmentId,
      connectionId,
      input: { method: 'PUT', url: '/e', body: {} },
      idempotencyKey: 'root-step',
      runId: 'r',
      path: 'step',
      signal: new AbortController().signal,
    });
    expect(output).toMatchObject({ body: { headers: { 'idempotency-key': 'root-step' } } });
  });
});

describe('the test of a connection', () => {
  const ref = () => ({ workspaceId, environmentId: null, connectionId });
  const stored = () => database.inWorkspace(workspaceId, (tx) => findConnection(tx, workspaceId, connectionId));

  it('keeps the result with the connection until it is changed', async () => {
    expect(await runner.testConnection(ref())).toMatchObject({ ok: true });
    expect(await stored()).toMatchObject({ testState: 'ok' });
    status = 401;
    const failed = await runner.testConnection(ref());
    expect(failed).toMatchObject({ ok: false });
    expect(showsSecret(failed)).toBe(false);
    expect(await stored()).toMatchObject({ testState: 'failed', testMessage: failed.message });
    await database.inWorkspace(workspaceId, (tx) =>
      updateConnection(tx, { workspaceId, connectionId }, { name: `${connectionId} renamed` }),
    );
    expect(await stored()).toMatchObject({ testState: 'untested', testMessage: null });
  });

  it('tries one that is not saved, and says the same of every inner address', async () => {
    const tried = (baseUrl: string) =>
      runner.tryConnection({ connectorId: 'http', settings: { baseUrl, auth: 'bearer' }, secrets: { token: 't0ken' } });
    expect(await tried(origin)).toMatchObject({ ok: true });
    expect(await tried('http://127.0.0.1:1')).toMatchObject({
      ok: false,
      message: expect.stringContaining('not a public address') as string,
    });
    expect(await runner.tryConnection({ connectorId: 'nothing', settings: {}, secrets: {} })).toMatchObject({
      ok: false,
    });
    expect(
      await runner.tryConnection({ connectorId: 'webhook', settings: {}, secrets: { secret: 's' } }),
    ).toMatchObject({ ok: true });
  });
});

describe('the repository of connections', () => {
  it('lists names without secrets, page by page, and frees the name of a deleted one', async () => {
    const place = { workspaceId, environmentId };
    await database.inWorkspace(workspaceId, async (tx) => {
      await updateConnection(tx, { workspaceId, connectionId }, { name: '0 first' });
      const [first] = await listConnections(tx, place, { connectorId: 'http', after: null, limit: 1 });
      expect(first).toMatchObject({ id: connectionId, name: '0 first' });
      const rest = await listConnections(tx, place, {
        connectorId: null,
        after: { name: '0 first', id: connectionId },
        limit: 100,
      });
      expect(rest.every((row) => row.id !== connectionId)).toBe(true);
      expect(await listSecretFields(tx, workspaceId, [connectionId])).toMatchObject([{ field: 'token' }]);
      expect(await connectionNameTaken(tx, place, { name: '0 first', exceptId: null })).toBe(true);
      expect(await connectionNameTaken(tx, place, { name: '0 first', exceptId: connectionId })).toBe(false);
      await deleteSecret(tx, at('token'));
      expect(await listSecretFields(tx, workspaceId, [connectionId])).toEqual([]);
      await markConnectionDeleted(tx, workspaceId, connectionId);
      expect(await connectionNameTaken(tx, place, { name: '0 first', exceptId: null })).toBe(false);
    });
  });
});
