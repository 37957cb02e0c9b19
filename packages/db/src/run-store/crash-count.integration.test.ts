// Which deaths of workers count against a run: those in the middle of it, since it last waited; and never those of its neighbours alone.
import { randomUUID } from 'node:crypto';
import type { ClaimedRun } from '@patchbay/engine/drivers';
import { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import type { RunId } from '@patchbay/model/identity';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { PgAcceptStore } from './pg-accept-store.ts';
import { PgRunStore } from './pg-run-store.ts';
import { openSession } from './process-session.ts';

let db: TestDatabase;
let accepts: PgAcceptStore;
let admin: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  accepts = new PgAcceptStore({ url: db.url });
  admin = new pg.Client({ connectionString: db.url });
  await admin.connect();
});
afterAll(async () => {
  await accepts.close();
  await admin.end();
  await db[Symbol.asyncDispose]();
});

async function accepted(): Promise<RunId> {
  const of = {
    workspaceId: WorkspaceId.parse(randomUUID()),
    environmentId: EnvironmentId.parse(randomUUID()),
    flowId: FlowId.parse(randomUUID()),
    versionId: FlowVersionId.parse(randomUUID()),
    deploymentId: DeploymentId.parse(randomUUID()),
  };
  const event = { triggerId: 'hook', dedupeKey: null, contentType: 'application/json', meta: '{}', sizeBytes: 2 };
  const body = Buffer.from('{}');
  return (await accepts.accept({ ...of, ...event, body, blob: null, mode: 'live', replyTo: null })).runId;
}

/** A worker that claims; it dies when its session ends with runs that it has not handed back. */
async function worker() {
  const session = await openSession({ url: db.url, kind: 'worker' });
  const store = new PgRunStore({ url: db.url, session: session.id });
  return {
    store,
    claim: async (...ids: RunId[]): Promise<readonly ClaimedRun[]> => store.claim(ids),
    dies: async () => {
      await session.end();
      await store.close();
    },
  };
}

const parked = ({ runId, workspaceId, fence }: ClaimedRun, atRest: boolean) => ({
  runId,
  workspaceId,
  fence,
  seq: 0,
  data: null,
  replyTo: null,
  reply: null,
  announce: false,
  status: 'waiting' as const,
  wakeAt: new Date(0),
  error: null,
  deadLetter: null,
  atRest,
});

async function crash(ids: readonly RunId[], times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const one = await worker();
    // Side by side as far as they may be.
    for (const id of ids) await one.claim(id);
    await one.dies();
  }
}

const upwards = (left: number, right: number): number => left - right;
const crashesOf = async (id: RunId): Promise<number> =>
  (await admin.query('SELECT crashes FROM run WHERE id = $1', [id])).rows[0].crashes as number;

test('what a worker hands back when it is stopped counts no crash, and nothing it still writes counts', async () => {
  const id = await accepted();
  const one = await worker();
  const [run] = await one.claim(id);
  if (run === undefined) throw new Error('not claimed');
  expect(await one.store.handBack()).toBe(1);
  expect(await one.store.progress({ ...parked(run, false), starting: [{ path: 'charge', attempt: 1 }] })).toBe(false);
  await one.dies();
  const two = await worker();
  const due = await two.store.claimDue({ limit: 10, queuedOlderThanMs: 3_600_000 });
  expect(due.find(({ runId }) => runId === id)).toMatchObject({ crashes: 0, fence: 3, fresh: false });
  await two.dies();
});

test('a run that came to rest since begins anew; one that is to be tried again does not', async () => {
  for (const [atRest, crashes] of [
    [true, 0],
    [false, 2],
  ] as const) {
    const id = await accepted();
    await crash([id], 2);
    const one = await worker();
    const [run] = await one.claim(id);
    expect(run).toMatchObject({ crashes: 2 });
    if (run !== undefined) await one.store.release(parked(run, atRest));
    expect(await crashesOf(id)).toBe(crashes);
    expect(await one.claim(id)).toMatchObject([{ crashes }]);
    await one.dies();
  }
});

test('of runs that lost two workers a worker has one at a time, so that the third death is held against one', async () => {
  const [poison, neighbour, other] = [await accepted(), await accepted(), await accepted()];
  await crash([poison, neighbour, other], 2);
  const one = await worker();
  expect(await one.claim(poison, neighbour)).toHaveLength(1);
  expect(await one.claim(other)).toEqual([]);
  const fresh = await accepted();
  expect(await one.claim(fresh)).toMatchObject([{ crashes: 0 }]);
  await one.dies();
  const counts = await Promise.all([poison, neighbour, other].map(crashesOf));
  expect(counts.toSorted(upwards)).toEqual([1, 1, 2]);
  const two = await worker();
  const ids = [poison, neighbour, other, fresh];
  const got = await two.claim(...ids);
  // The one that is held responsible is claimed to be ended, beside one of the other two.
  expect(got.map(({ crashes }) => crashes).toSorted(upwards)).toEqual([1, 2, 3]);
  const suspect = got.find(({ crashes }) => crashes === 2);
  if (suspect === undefined) throw new Error('no suspect');
  await two.store.release(parked(suspect, true));
  const left = ids.filter((id) => !got.some(({ runId }) => runId === id));
  expect(await two.claim(...left)).toMatchObject([{ crashes: 2 }]);
  await two.dies();
});

test('a run that lost two workers is claimed at once when nothing else is, whatever was claimed before', async () => {
  const id = await accepted();
  await crash([id], 2);
  const one = await worker();
  for (let time = 0; time < 10; time += 1) {
    const [first, second] = [await accepted(), await accepted()];
    // The second begins while the first is on its way: they come to their ends in either order.
    const isFirst = one.claim(first);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([isFirst, one.claim(second)]);
    const [run] = await one.claim(id);
    expect(run).toMatchObject({ crashes: 2 });
    if (run !== undefined) await one.store.release(parked(run, false));
  }
  await one.dies();
});

test('runs that lost two workers hold up no others: a look offers one of them at most, and none while one is under way', async () => {
  await admin.query('UPDATE run SET status = 5, owner = NULL, wake_at = NULL');
  const suspects = await Promise.all(Array.from({ length: 12 }, accepted));
  const [waiting, left] = [suspects.slice(0, 6), suspects.slice(6)];
  await admin.query(
    "UPDATE run SET status = 2, crashes = 2, wake_at = now() - interval '1 hour' WHERE id = ANY ($1::uuid[])",
    [waiting],
  );
  const former = await worker();
  await former.claim(...left);
  await former.dies();
  await admin.query('UPDATE run SET crashes = 1 WHERE id = ANY ($1::uuid[])', [left]);
  const ordinary = await Promise.all(Array.from({ length: 4 }, accepted));
  await admin.query("UPDATE run SET status = 2, wake_at = now() - interval '1 minute' WHERE id = ANY ($1::uuid[])", [
    ordinary.slice(0, 2),
  ]);
  const one = await worker();
  const look = () => one.store.claimDue({ limit: 5, queuedOlderThanMs: 0 });
  const first = await look();
  expect(first.map(({ crashes }) => crashes).toSorted(upwards)).toEqual([0, 0, 0, 0, 2]);
  expect(new Set(first.filter(({ crashes }) => crashes === 0).map(({ runId }) => runId))).toEqual(new Set(ordinary));
  const later = await accepted();
  expect(await look()).toMatchObject([{ runId: later }]);
  const held = new Set([first.find(({ crashes }) => crashes === 2)?.runId]);
  // Once it has ended the next has its turn, of either sort.
  for (let run = first.find(({ crashes }) => crashes === 2); run !== undefined;) {
    await one.store.release({ ...parked(run, true), status: 'succeeded', wakeAt: null });
    const next: readonly ClaimedRun[] = await look();
    expect(next.length).toBeLessThanOrEqual(1);
    [run] = next;
    if (run !== undefined) held.add(run.runId);
  }
  expect(held).toEqual(new Set(suspects));
  await one.dies();
});
