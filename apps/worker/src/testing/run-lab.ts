// A laboratory for runs: real workers on a real database, with a recording target in the place of the world.
import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  DeploymentSource,
  openSession,
  PgAcceptStore,
  PgCallStore,
  PgRunStore,
  PgWaitStore,
  RunCommands,
  RunReader,
  WaitAnswers,
} from '@patchbay/db/run-store';
import type { ProcessSession } from '@patchbay/db/run-store';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import { answerLinks, idempotencyKeys, PlanCache, resumeTokens } from '@patchbay/engine';
import type { AdvanceDrivers } from '@patchbay/engine';
import { acceptEvent, acceptStored } from '@patchbay/engine/accept';
import { callDriver } from '@patchbay/engine/calls';
import type { CallDriver, OperationCall, OperationDriver } from '@patchbay/engine/drivers';
import type { OperationManifest } from '@patchbay/model/connector';
import type { FlowDocument } from '@patchbay/model/flow';
import { serialiseFlow } from '@patchbay/model/flow';
import { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import type { RunId } from '@patchbay/model/identity';
import { nodeOfPath, openReply } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { codeDriver, createCodePool, createMapPool, mapDriver } from '@patchbay/sandbox';
import { callsAfter } from '../calls.ts';
import { RunPool } from '../run-pool.ts';
import { startSweeper } from '../sweeper.ts';
import { turnsAfter } from '../turns.ts';

let db: TestDatabase;
/** Of the laboratory's database. */
export const labUrl = (): string => db.url;
export let admin: pg.Client;
export const workspaceId = WorkspaceId.parse(randomUUID());
export const environmentId = EnvironmentId.parse(randomUUID());

const operation = (id: string, sideEffect: 'read' | 'keyed' | 'unsafe'): OperationManifest => ({
  id,
  kind: 'action',
  name: id,
  description: id,
  icon: 'box',
  connection: 'none',
  fields: [],
  samples: [],
  sideEffect: {
    cases: [],
    otherwise: sideEffect,
  },
  output: {},
});
/** Those that runs here know. */
export const operations: Record<string, OperationManifest> = {
  'target.read': operation('target.read', 'read'),
  'target.keyed': operation('target.keyed', 'keyed'),
  'target.unsafe': operation('target.unsafe', 'unsafe'),
  'topic.publish': operation('topic.publish', 'keyed'),
};

/** A recording target: remembers every call, answers as told. */
export class Target {
  readonly calls: OperationCall[] = [];
  answer: (call: OperationCall) => Promise<Json> | Json = () => ({ ok: true });
  admit: NonNullable<OperationDriver['admit']> = () => null;
  async call(call: OperationCall): Promise<Json> {
    this.calls.push(call);
    return this.answer(call);
  }
}

interface Worker {
  readonly session: ProcessSession;
  readonly store: PgRunStore;
  readonly pool: RunPool;
  readonly target: Target;
  stop(): Promise<void>;
  /** Its lease runs out; what it had under way goes on, as in a process that was only stopped for a while. */
  loseLease(): Promise<void>;
}

/** The install key of the laboratory. */
const labKey = Buffer.alloc(32, 1);
const zombies: { close(): Promise<void> }[] = [];
/** Large bodies by their names. */
const blobs = new Map<string, Uint8Array>();

interface WorkerSettings extends Partial<Pick<AdvanceDrivers, 'mayStartEffects' | 'maps'>> {
  readonly calls?: Partial<CallDriver>;
  readonly longestChain?: number;
  /** It dies before it tells anybody of the end of a run. */
  readonly tellsNobody?: boolean;
}

/** As a disk does it: not within this turn of the event loop. */
const putBlob = async (_workspace: string, bytes: Uint8Array): Promise<string> => {
  const name = createHash('sha256').update(bytes).digest('hex');
  await setImmediate();
  blobs.set(name, bytes);
  return name;
};
const readBlob = async (_workspace: string, name: string): Promise<Uint8Array> => {
  await setImmediate();
  return blobs.get(name) ?? Buffer.alloc(0);
};
export const labBlobs = { putBlob, readBlob };

export async function worker(target = new Target(), given: WorkerSettings = {}): Promise<Worker> {
  const session = await openSession({ url: db.url, kind: 'worker' });
  const store = new PgRunStore({ url: db.url, session: session.id });
  const waits = new PgWaitStore({ url: db.url });
  const source = new DeploymentSource({ url: db.url });
  const plans = new PlanCache(source, (id) => operations[id]);
  const accepts = new PgAcceptStore({ url: db.url, longestChain: given.longestChain ?? 20 });
  const calls = new PgCallStore({ url: db.url, wakeUp: (runId) => void pool.takeOver([runId]) });
  const codePool = createCodePool({ size: 2 });
  const mapPool = createMapPool({ size: 2 });
  const accept = { store: accepts, putBlob, wakeUp: (runId: RunId) => void pool.takeOver([runId]), nowMs: Date.now };
  const drivers: AdvanceDrivers = {
    store,
    plans,
    operations: target,
    code: codeDriver(codePool),
    waits,
    calls: { ...callDriver({ store: calls, accept, plans }), ...given.calls },
    linkTo: answerLinks(labKey, 'https://patchbay.test'),
    maps: given.maps ?? mapDriver(mapPool),
    now: session.now,
    mayStartEffects: given.mayStartEffects ?? session.mayStartEffects,
    readBlob,
    putBlob: (_workspace, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      blobs.set(sha256, content);
      return Promise.resolve({ sha256, sizeBytes: content.byteLength });
    },
    idempotencyKey: idempotencyKeys(labKey),
    onFault: (runId, fault) => console.error(runId, fault),
  };
  const onError = (error: unknown): void => console.error(error);
  const giveTurns = turnsAfter({ store, plans, onError, start: (runIds) => void pool.takeOver(runIds) });
  const settleCalls = callsAfter({ calls, plans, onError });
  const pool: RunPool = new RunPool({
    limit: 100,
    store,
    drivers,
    onEnded: (run) => {
      if (given.tellsNobody !== true) settleCalls(run);
      giveTurns(run);
    },
  });
  const swept = given.tellsNobody === true ? { settleStranded: () => Promise.resolve() } : calls;
  const sweeper = startSweeper({
    store,
    calls: swept,
    pool,
    queueReachable: () => false,
    wakeUp: () => undefined,
    onError,
  });
  const self: Worker = {
    session,
    store,
    pool,
    target,
    stop: async () => {
      await sweeper.stop();
      await pool.drain(5e3);
      await Promise.all([codePool[Symbol.asyncDispose](), mapPool[Symbol.asyncDispose]()]);
      await store.handBack();
      await session.end();
      await store.close();
      await waits.close();
      await calls.close();
      await accepts.close();
      await source.close();
    },
    loseLease: async () => {
      zombies.push(store, waits, calls, accepts);
      await sweeper.stop();
      await session.end();
    },
  };
  return self;
}

export const bindSlot = async (flowId: FlowId, { slot, connectionId }: { slot: string; connectionId: string }) =>
  admin.query(
    'INSERT INTO slot_binding (environment_id, flow_id, slot, workspace_id, connection_id) VALUES ($1, $2, $3, $4, $5)',
    [environmentId, flowId, slot, workspaceId, connectionId],
  );

export interface LiveFlow extends AsyncDisposable {
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly deploymentId: DeploymentId;
  /** Resolves once the event is accepted. */
  send(body: Json, given?: { readonly paused: boolean }): Promise<RunId>;
  /** The same for bytes; `unread`: nobody has looked into them. */
  deliver(body: string, given: { readonly contentType: string; readonly unread?: boolean }): Promise<RunId>;
}

/** A version of a flow with one trigger, as if it were live. */
export async function live(
  doc: FlowDocument,
  before: (flowId: FlowId) => Promise<unknown> = () => Promise.resolve(),
): Promise<LiveFlow> {
  const accepts = new PgAcceptStore({ url: db.url });
  const source = new DeploymentSource({ url: db.url });
  const versionId = FlowVersionId.parse(randomUUID());
  const flowId = FlowId.parse(randomUUID());
  const deploymentId = DeploymentId.parse(randomUUID());
  await admin.query(
    'INSERT INTO flow_version (id, workspace_id, flow_id, document, published_by) VALUES ($1, $2, $3, $4, $5)',
    [versionId, workspaceId, flowId, serialiseFlow(doc), 'test'],
  );
  await admin.query(
    `INSERT INTO deployment (id, workspace_id, environment_id, flow_id, version_id, status, hook_key)
     VALUES ($1, $2, $3, $4, $5, 'active', gen_random_uuid()::text)`,
    [deploymentId, workspaceId, environmentId, flowId, versionId],
  );
  await before(flowId);
  const plan = await new PlanCache(source, (id) => operations[id]).planOf(versionId);
  const trigger = [...plan.triggers.values()][0];
  if (trigger === undefined) throw new Error('the flow has no trigger');
  const drivers = {
    store: accepts,
    putBlob,
    wakeUp: () => undefined,
    nowMs: Date.now,
  };
  const of = { workspaceId, environmentId, flowId, versionId, deploymentId, trigger };
  return {
    flowId,
    versionId,
    deploymentId,
    deliver: async (text, { contentType, unread = false }) => {
      const body = Buffer.from(text);
      const event = { ...of, meta: {}, contentType, replyTo: null, mode: 'live' as const };
      if (!unread) return (await acceptEvent({ ...event, body }, drivers)).runId;
      const stored = { sha256: await putBlob(workspaceId, body), sizeBytes: body.length };
      return (await acceptStored({ ...event, stored }, drivers)).runId;
    },
    send: async (body, given = { paused: false }) => {
      const event = { meta: {}, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
      return (await acceptEvent({ ...of, ...event, ...given, replyTo: null, mode: 'live' }, drivers)).runId;
    },
    [Symbol.asyncDispose]: async () => {
      await accepts.close();
      await source.close();
    },
  };
}

export async function start(
  doc: FlowDocument,
  body: Json = {},
  before: (flowId: FlowId) => Promise<unknown> = () => Promise.resolve(),
): Promise<RunId> {
  await using flow = await live(doc, before);
  return await flow.send(body);
}

export const view = async (runId: RunId) => {
  const reader = new RunReader({ url: db.url });
  const [progress] = await reader.progress([runId]);
  const reply = await reader.reply(runId);
  const stored = reply?.reply;
  const opened = stored && (await openReply(stored, (name) => labBlobs.readBlob(workspaceId, name)));
  await reader.close();
  const { rows } = await admin.query('SELECT error FROM run WHERE id = $1', [runId]);
  return {
    status: progress?.status,
    steps: Object.fromEntries((progress?.steps ?? []).map((step) => [step.path, step])),
    reply: opened,
    error: rows[0]?.error as string | null,
  };
};
/** For conditions that a busy machine takes a while to meet. */
export const soon = { timeout: 60_000, interval: 50 };
export const until = (runId: RunId, status: string) =>
  vi.waitFor(async () => expect((await view(runId)).status).toBe(status), soon);

/** Answers a wait by its address, as the door does, and hands back what became of it. */
export async function answer(link: string, body: Json): Promise<string> {
  const [, purpose, token = ''] = new URL(link).pathname.split('/');
  const kind = purpose === 'approve' ? 'approval' : 'callback';
  const key = resumeTokens(labKey).read(kind, token);
  if (key === null) return 'no such wait';
  const answers = new WaitAnswers({ url: db.url });
  const outcome = await answers.answer({
    ...key,
    nodeId: nodeOfPath(key.path),
    kind,
    answeredBy: null,
    contentType: 'application/json',
    meta: '{"headers":{}}',
    body: Buffer.from(JSON.stringify(body)),
    blob: null,
  });
  await answers.close();
  return outcome.type;
}

/** Another workspace has queued runs, ahead of all others in every order. */
export const queueElsewhere = () =>
  admin.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, created_at)
     SELECT gen_random_uuid(), $1, $1, $1, $1, gen_random_uuid(), gen_random_uuid(), now() - interval '1 day'
     FROM generate_series(1, 20)`,
    ['00000000-0000-4000-8000-000000000000'],
  );

export const people = (): RunCommands => new RunCommands({ url: db.url });

export async function openLab(): Promise<void> {
  db = await testDatabase();
  admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
}

export async function closeLab(): Promise<void> {
  await Promise.all(zombies.map((zombie) => zombie.close()));
  await admin.end();
  await db[Symbol.asyncDispose]();
}
