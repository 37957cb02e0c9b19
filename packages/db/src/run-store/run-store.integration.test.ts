import { randomUUID } from 'node:crypto';
import type { EventToAccept, ReleaseWrite } from '@patchbay/engine/drivers';
import { DeploymentId, WorkspaceId } from '@patchbay/model/identity';
import { NodeId } from '@patchbay/model/flow';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEvent, aPlace } from '../testing/an-event.ts';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { openSession, PgAcceptStore, PgBatchStore, PgRunStore, RunCommands, RunReader } from './index.ts';
import type { ProcessSession } from './index.ts';

let db: TestDatabase;
let session: ProcessSession;
let accepts: PgAcceptStore;
let store: PgRunStore;
let admin: pg.Client;

const place = aPlace();
const { workspaceId } = place;
const event = (given: Partial<EventToAccept> = {}): EventToAccept => anEvent(place, given);
const step = (path: string, status: 'succeeded' | 'unknown' = 'succeeded') => ({
  path,
  nodeId: NodeId.parse(path),
  status,
  ports: ['out'],
  attempts: [],
  startedAt: '2026-03-29T00:00:00.000Z',
});
type Claimed = Awaited<ReturnType<PgRunStore['claim']>>[number];
const write = (run: Claimed, seq = 0) => ({
  runId: run.runId,
  workspaceId: run.workspaceId,
  fence: run.fence,
  seq,
  replyTo: null,
  reply: null,
  announce: false,
  data: { steps: [step('map')] },
});
const ended = (run: Claimed, given: Partial<ReleaseWrite> = {}): ReleaseWrite => ({
  ...write(run),
  status: 'succeeded' as const,
  wakeAt: null,
  error: null,
  deadLetter: null,
  undoing: null,
  ...given,
});
const one = async (): Promise<Claimed> => {
  const { runId } = await accepts.accept(event());
  const [run] = await store.claim([runId]);
  if (run === undefined) throw new Error('the run was not claimed');
  return run;
};

beforeAll(async () => {
  db = await testDatabase();
  session = await openSession({ url: db.url, kind: 'worker' });
  accepts = new PgAcceptStore({ url: db.url });
  store = new PgRunStore({ url: db.url, session: session.id });
  admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
});
afterAll(async () => {
  await accepts.close();
  await store.close();
  await session.end();
  await admin.end();
  await db[Symbol.asyncDispose]();
});

describe('accept', () => {
  test('stores the raw bytes and one run, and says so after the commit', async () => {
    const body = Buffer.from('{"name":"a\\u0000b","z":1,"a":2}');
    const accepted = await accepts.accept(event({ body }));
    expect(accepted.duplicate).toBe(false);
    const { rows } = await admin.query(
      'SELECT e.body, r.status, r.effect_root FROM run r JOIN event e ON e.id = r.event_id WHERE r.id = $1',
      [accepted.runId],
    );
    expect(rows).toEqual([{ body, status: 0, effect_root: accepted.runId }]);
  });

  test('the same key fifty times at once makes one run, and all are told its id', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => accepts.accept(event({ dedupeKey: 'order-1' }))),
    );
    expect(new Set(answers.map((answer) => answer.runId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.duplicate)).toHaveLength(1);
  });

  test('a key of another deployment is another key', async () => {
    await accepts.accept(event({ dedupeKey: 'order-2' }));
    const other = event({ dedupeKey: 'order-2', deploymentId: DeploymentId.parse(randomUUID()) });
    expect((await accepts.accept(other)).duplicate).toBe(false);
  });

  test('one bad row in a batch fails alone', async () => {
    const results = await Promise.allSettled([
      accepts.accept(event()),
      accepts.accept(event({ contentType: 'text/\u0000' })),
      accepts.accept(event()),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('claim', () => {
  test('a run has one owner: the second claim gets nothing', async () => {
    const run = await one();
    expect(run).toMatchObject({ fence: 1, fresh: true, crashes: 0, triggerId: 'hook', cancelRequested: false });
    expect(Buffer.from(run.body ?? []).toString()).toBe('{"id":1}');
    expect(await store.claim([run.runId])).toEqual([]);
    await store.release(ended(run));
  });

  test('a claim tells how large the body is, wherever it stands', async () => {
    const ids = await Promise.all([
      accepts.accept(event()),
      accepts.accept(event({ body: null, blob: 'f'.repeat(64), sizeBytes: 10_000_000 })),
    ]);
    const runs = await store.claim(ids.map(({ runId }) => runId));
    const sizes = new Map(runs.map((run) => [run.runId, run.sizeBytes]));
    expect(ids.map(({ runId }) => sizes.get(runId))).toEqual([8, 10_000_000]);
  });

  test('a session that was removed while its process stood still is there again with the next beat', async () => {
    const frozen = await openSession({ url: db.url, kind: 'worker' });
    const its = new PgRunStore({ url: db.url, session: frozen.id });
    await admin.query('DELETE FROM worker_session WHERE id = $1', [frozen.id]);
    const { runId } = await accepts.accept(event());
    expect(await its.claim([runId])).toEqual([]);
    await expect.poll(() => its.claim([runId]), { timeout: 60_000 }).toMatchObject([{ runId }]);
    const { rows } = await admin.query('SELECT kind, pid FROM worker_session WHERE id = $1', [frozen.id]);
    expect(rows).toEqual([{ kind: 'worker', pid: process.pid }]);
    await frozen.end();
    await its.close();
  });

  test('a run of a dead session is claimed again with a higher fence, and the zombie is refused', async () => {
    const dead = await openSession({ url: db.url, kind: 'worker' });
    const zombie = new PgRunStore({ url: db.url, session: dead.id });
    const { runId } = await accepts.accept(event());
    const [before] = await zombie.claim([runId]);
    if (before === undefined) throw new Error('not claimed');
    await dead.end();
    const due = await store.claimDue({ limit: 100, queuedOlderThanMs: 3_600_000 });
    const after = due.find((run) => run.runId === runId);
    expect(after).toMatchObject({ fence: 2, fresh: false, crashes: 1 });
    expect(await zombie.progress({ ...write(before), starting: [{ path: 'charge', attempt: 1 }] })).toBe(false);
    expect(await zombie.release(ended(before))).toBe(false);
    expect((await store.loadHistory(runId)).startedEffects).toEqual([]);
    if (after !== undefined) expect(await store.release(ended(after))).toBe(true);
    await zombie.close();
  });
});

describe('progress and release', () => {
  test('records and started effects are there for whoever comes next', async () => {
    const run = await one();
    expect(await store.progress({ ...write(run), starting: [{ path: 'charge', attempt: 1 }] })).toBe(true);
    expect(await store.loadHistory(run.runId)).toEqual({
      checkpoints: [{ steps: [step('map')] }],
      startedEffects: [{ path: 'charge', attempt: 1 }],
      nextSeq: 1,
    });
    expect(await store.release(ended(run, { seq: 1 }))).toBe(true);
  });

  test('a terminal status never changes', async () => {
    const run = await one();
    expect(await store.release(ended(run))).toBe(true);
    expect(await store.release(ended(run, { status: 'failed' }))).toBe(false);
    expect(await store.claim([run.runId])).toEqual([]);
    const { rows } = await admin.query('SELECT status FROM run WHERE id = $1', [run.runId]);
    expect(rows).toEqual([{ status: 3 }]);
  });

  test('a waiting run is due when its time has come, not before', async () => {
    const early = await one();
    await store.release(ended(early, { status: 'waiting', wakeAt: new Date(session.now().getTime() + 3_600_000) }));
    expect(await store.claim([early.runId])).toEqual([]);
    const late = await one();
    await store.release(ended(late, { status: 'waiting', wakeAt: new Date(session.now().getTime() - 1_000) }));
    const due = await store.claimDue({ limit: 100, queuedOlderThanMs: 3_600_000 });
    expect(due.map((run) => run.runId)).toContain(late.runId);
    expect(due.map((run) => run.runId)).not.toContain(early.runId);
  });
});

describe('commands', () => {
  const commands = () => new RunCommands({ url: db.url });

  test('cancel ends a queued run at once and asks a running one', async () => {
    const people = commands();
    const { runId } = await accepts.accept(event());
    expect(await people.requestCancel({ runId, workspaceId, undoes: false })).toBe('cancelled');
    expect(await people.requestCancel({ runId, workspaceId, undoes: false })).toBe('nothingToCancel');
    const run = await one();
    expect(await people.requestCancel({ runId: run.runId, workspaceId, undoes: false })).toBe('requested');
    const stranger = WorkspaceId.parse(randomUUID());
    expect(await people.requestCancel({ runId: run.runId, workspaceId: stranger, undoes: false })).toBe(
      'nothingToCancel',
    );
    await people.close();
  });

  test('after the grace of a cancel nothing starts, also while the sweeper is late; taking back does', async () => {
    const people = commands();
    const run = await one();
    const start = (seq: number) => store.progress({ ...write(run, seq), starting: [{ path: 'charge', attempt: 1 }] });
    await people.requestCancel({ runId: run.runId, workspaceId, undoes: false });
    expect(await start(0)).toBe(true);
    const told = (given: string) => admin.query(`UPDATE run SET ${given} WHERE id = $1`, [run.runId]);
    await told(`cancel_at = now() - interval '11 seconds', claimed_at = now() - interval '12 seconds'`);
    expect(await start(1)).toBe(false);
    // What is to be taken back is begun by whoever claims the run after the cancel.
    await told('undoing = 5');
    expect(await start(2)).toBe(false);
    await told('claimed_at = now()');
    expect(await start(3)).toBe(true);
    await people.close();
  });

  test('after the grace of a cancel no batch of records starts', async () => {
    const batches = new PgBatchStore({ url: db.url, session: session.id });
    const { runId, workspaceId: of, fence, effectRoot } = await one();
    const mark = (batch: number) => {
      const marked = { path: 'send', batch, hash: '00'.repeat(16), records: 1, done: false };
      return batches.mark({ runId, workspaceId: of, fence, effectRoot, batches: [marked] });
    };
    const told = (ago: string) =>
      admin.query(
        `UPDATE run SET cancel_at = now() - interval '${ago}', claimed_at = now() - interval '1 minute' WHERE id = $1`,
        [runId],
      );
    await told('9 seconds');
    expect(await mark(0)).toBe(true);
    await told('11 seconds');
    expect(await mark(1)).toBe(false);
    expect(await batches.load(effectRoot, ['send'])).toHaveLength(1);
    await batches.close();
  });

  test('a step in doubt takes one decision and the run is due', async () => {
    const people = commands();
    const run = await one();
    await store.release(ended(run, { status: 'waiting', data: { steps: [step('parcel', 'unknown')] } }));
    const decision = { runId: run.runId, workspaceId, path: 'parcel', output: { trackingNo: 'PN1' }, decidedBy: 'Ada' };
    expect(await people.resolveStep({ ...decision, path: 'map', decision: 'done' })).toBe('notInDoubt');
    expect(await people.resolveStep({ ...decision, decision: 'done' })).toBe('resolved');
    expect(await people.resolveStep({ ...decision, decision: 'done' })).toBe('notInDoubt');
    const [again] = await store.claim([run.runId]);
    expect(again?.fence).toBe(3);
    await people.close();
  });

  test.each([
    ['done', undefined],
    ['retry', undefined],
    ['fail', true],
  ] as const)('once a person has said “%s” of a step, its doubt is %o', async (decision, inDoubt) => {
    const people = commands();
    const run = await one();
    const doubtful = { ...step('parcel', 'unknown'), inDoubt: true as const };
    await store.release(ended(run, { status: 'waiting', data: { steps: [doubtful] } }));
    const said = { runId: run.runId, workspaceId, path: 'parcel', output: null, decidedBy: 'Ada', decision };
    expect(await people.resolveStep(said)).toBe('resolved');
    const { checkpoints } = await store.loadHistory(run.runId);
    expect(checkpoints.at(-1)?.steps[0]?.inDoubt).toBe(inDoubt);
    await people.close();
  });

  test('a replay learns of each run before it what that did and what it was about to do, the oldest first', async () => {
    const people = commands();
    const run = await one();
    await store.progress({ ...write(run), starting: [{ path: 'parcel', attempt: 2 }] });
    await store.release(ended(run, { seq: 1, data: null, status: 'cancelled' }));
    const same = { runId: run.runId, workspaceId, versionId: null, asNewEvent: false, payload: null };
    const replayed = await people.replay(same);
    if (replayed === null) throw new Error('there is no replay');
    const [second] = await store.claim([replayed]);
    if (second === undefined) throw new Error('the replay was not claimed');
    await store.progress({ ...write(second), data: null, starting: [{ path: 'mail', attempt: 1 }] });
    const before = { checkpoints: [{ steps: [step('map')] }], startedEffects: [{ path: 'parcel', attempt: 2 }] };
    expect(await store.loadOriginals(run.runId)).toEqual([before]);
    expect(await store.loadOriginals(replayed)).toEqual([
      before,
      { checkpoints: [], startedEffects: [{ path: 'mail', attempt: 1 }] },
    ]);
    await people.close();
  });

  test('a replay keeps the effect root unless it is a new event', async () => {
    const people = commands();
    const run = await one();
    await store.release(ended(run));
    const same = { runId: run.runId, workspaceId, versionId: null, asNewEvent: false, payload: null };
    const replayed = await people.replay(same);
    const fresh = await people.replay({ ...same, asNewEvent: true, payload: '{"id":2}' });
    const { rows } = await admin.query(
      `SELECT r.id, r.effect_root, r.replay_of, convert_from(e.body, 'UTF8') AS body
       FROM run r JOIN event e ON e.id = r.event_id WHERE r.replay_of = $1 ORDER BY r.id`,
      [run.runId],
    );
    expect(rows).toEqual([
      { id: replayed, effect_root: run.runId, replay_of: run.runId, body: '{"id":1}' },
      { id: fresh, effect_root: fresh, replay_of: run.runId, body: '{"id":2}' },
    ]);
    await people.close();
  });

  test('a watcher sees an effect under way, then its outcome', async () => {
    const reader = new RunReader({ url: db.url });
    const run = await one();
    await store.progress({ ...write(run), starting: [{ path: 'charge', attempt: 1 }] });
    const [before] = await reader.progress([run.runId]);
    expect(before?.steps.map((record) => [record.path, record.status])).toEqual([
      ['map', 'succeeded'],
      ['charge', 'started'],
    ]);
    await store.release(ended(run, { seq: 1, data: { steps: [step('charge')] } }));
    const [after] = await reader.progress([run.runId]);
    expect(after?.status).toBe('succeeded');
    expect(after?.mark).not.toBe(before?.mark);
    expect(after?.steps.find((record) => record.path === 'charge')?.status).toBe('succeeded');
    await reader.close();
  });
});
