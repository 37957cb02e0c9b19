// Old runs and the blobs that only they name, over a real database and a real folder; and what dies in between.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobShelf, openBlobStore } from '@patchbay/db/blob-store';
import { PgAcceptStore, PgRetentionStore, RunCommands } from '@patchbay/db/run-store';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import { EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { removeOldRuns } from './old-runs.ts';
import { removeUnusedBlobs } from './unused-blobs.ts';

let db: TestDatabase;
let accepts: PgAcceptStore;
let store: PgRetentionStore;
const dir = mkdtempSync(join(tmpdir(), 'patchbay-retention-'));
const blobs = openBlobStore(dir);
const shelf = openBlobShelf(dir);
const workspaceId = WorkspaceId.parse(randomUUID());
const flowId = FlowId.parse(randomUUID());
const dayMs = 86_400_000;
const faults: unknown[] = [];

beforeAll(async () => {
  db = await testDatabase();
  accepts = new PgAcceptStore({ url: db.url });
  store = new PgRetentionStore({ url: db.url });
  await db.query(`INSERT INTO workspace (id, name) VALUES ($1, 'W')`, [workspaceId]);
  await db.query(`INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, 'F', '', 'me')`, [
    flowId,
    workspaceId,
  ]);
});
beforeEach(() => db.query(`UPDATE duty_lease SET lease_until = NULL, lease_by = NULL, due_at = now(), cursor = NULL`));
afterAll(async () => {
  await Promise.all([accepts.close(), store.close()]);
  await db[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

const put = async (): Promise<string> => (await blobs.putBlob(workspaceId, randomBytes(100))).sha256;
const isThere = (sha256: string): Promise<boolean> =>
  blobs.getBlob(workspaceId, sha256).then(
    () => true,
    () => false,
  );
/** A run that ended so many days ago; the blob is its event's body. */
async function endedRun(blob: string | null, { daysAgo = 31 } = {}): Promise<RunId> {
  const { runId } = await accepts.accept({
    workspaceId,
    environmentId: EnvironmentId.parse(randomUUID()),
    flowId,
    versionId: FlowVersionId.parse(randomUUID()),
    deploymentId: null,
    triggerId: 'hook',
    dedupeKey: null,
    contentType: 'application/json',
    meta: '{}',
    body: blob === null ? Buffer.from('{}') : null,
    blob,
    sizeBytes: 2,
    replyTo: null,
    mode: 'live',
  });
  await db.query(`UPDATE run SET status = 3, finished_at = now() - $2 * interval '1 day' WHERE id = $1`, [
    runId,
    daysAgo,
  ]);
  return runId;
}
const checkpoint = (runId: RunId, step: object, reply?: object): Promise<unknown> =>
  db.query('INSERT INTO checkpoint (run_id, seq, workspace_id, data) VALUES ($1, 0, $2, $3)', [
    runId,
    workspaceId,
    Buffer.from(JSON.stringify({ steps: [step], reply })),
  ]);

/** So much time has passed for all that lies in the folder. */
function pass(days: number): void {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const at = new Date(statSync(file).mtimeMs - days * dayMs);
    utimesSync(file, at, at);
  }
}

const walk = (given: { signal?: AbortSignal; store?: PgRetentionStore } = {}): Promise<number> =>
  removeUnusedBlobs({
    store,
    shelf,
    signal: new AbortController().signal,
    now: () => new Date(),
    graceMs: dayMs,
    pauseMs: 0,
    onError: (error) => faults.push(error),
    ...given,
  });
const walkAfter = (days: number): Promise<number> => {
  pass(days);
  return walk();
};
const removeRuns = (by = store): Promise<number> =>
  removeOldRuns({
    store: by,
    signal: new AbortController().signal,
    pauseMs: 0,
    onTrouble: (error) => faults.push(error),
  });

test('blobs go a grace after nobody names them, and again one after they were set aside', async () => {
  const names = {
    event: await put(),
    output: await put(),
    undo: await put(),
    reply: await put(),
    file: await put(),
    page: await put(),
    wait: await put(),
  };
  const kept = await put();
  const runId = await endedRun(names.event);
  const step = {
    path: 'a',
    output: 'ümläut "sha256":"no name"\u0000',
    outputRef: { sha256: names.output, sizeBytes: 1 },
    undo: { inputRef: { sha256: names.undo, sizeBytes: 1 } },
    file: { sha256: names.file, sizeBytes: 1, name: 'a.csv', mediaType: 'text/csv' },
    records: { in: 1, out: 0, failed: 1, failedPages: [{ sha256: names.page, sizeBytes: 1, count: 1 }] },
  };
  await checkpoint(runId, step, { status: 200, kept: { sha256: names.reply, sizeBytes: 1 } });
  await db.query(
    `INSERT INTO wait (effect_root, path, workspace_id, environment_id, flow_id, node_id, kind, runs, blob)
     VALUES ($1, 'w', $2, gen_random_uuid(), $3, 'w', 'callback', '{}', $4)`,
    [runId, workspaceId, flowId, names.wait],
  );
  await endedRun(kept, { daysAgo: 1 });
  const topicId = randomUUID();
  const published = await put();
  await db.query(
    `INSERT INTO topic_message (topic_id, position, id, workspace_id, environment_id, headers, blob, size_bytes, published_at)
     VALUES ($1, 1, gen_random_uuid(), $2, gen_random_uuid(), '{}', $3, 1, now())`,
    [topicId, workspaceId, published],
  );
  const all = Object.values(names);
  const there = () => Promise.all(all.map(isThere));
  // What rows name is never touched, however old it is.
  expect(await walkAfter(2)).toBe(0);
  expect(readdirSync(join(dir, workspaceId))).not.toContain('aside');
  expect(await removeRuns()).toBe(1);
  // Set aside now: the grace begins anew.
  expect(await walk()).toBe(0);
  expect(readdirSync(join(dir, workspaceId, 'aside')).sort()).toEqual(all.toSorted());
  expect(await walkAfter(0.9)).toBe(0);
  expect(await there()).toEqual(all.map(() => true));
  expect(await walkAfter(0.2)).toBe(all.length);
  expect(await there()).toEqual(all.map(() => false));
  expect(await Promise.all([kept, published].map(isThere))).toEqual([true, true]);
});

test('a blob that was written and not yet named stays, and comes back when its row is committed after it was set aside', async () => {
  const fresh = await put();
  const late = await put();
  expect(await walkAfter(0.9)).toBe(0);
  expect(readdirSync(join(dir, workspaceId, 'aside'))).toEqual([]);
  expect(await walkAfter(0.2)).toBe(0);
  expect(readdirSync(join(dir, workspaceId, 'aside')).sort()).toEqual([fresh, late].sort());
  // The process that had found it there commits its row only now.
  await endedRun(late, { daysAgo: 0 });
  expect(await isThere(late)).toBe(true);
  expect(await walkAfter(1.1)).toBe(1);
  expect(await Promise.all([fresh, late].map(isThere))).toEqual([false, true]);
  expect(await walkAfter(5)).toBe(0);
  expect(await isThere(late)).toBe(true);
});

test('a process that dies between the runs and their blobs leaves nothing for ever, and loses nothing', async () => {
  const [gone, shared] = [await put(), await put()];
  const old = [await endedRun(gone), await endedRun(shared)];
  await endedRun(shared, { daysAgo: 2 });
  const other = new PgRetentionStore({ url: db.url });
  expect(await removeRuns(other)).toBe(old.length);
  // It stops in the middle of its walk: the lease stays, with the place.
  const broken = new AbortController();
  broken.abort();
  pass(1.1);
  await walk({ signal: broken.signal, store: other });
  await other.close();
  expect(await walk()).toBe(0);
  await db.query(`UPDATE duty_lease SET lease_until = now() - interval '1 second'`);
  // To the end from where the other one stopped, once from the beginning, and once after the grace.
  await walk();
  await walk();
  expect(await walkAfter(1.1)).toBe(1);
  expect(await Promise.all([gone, shared].map(isThere))).toEqual([false, true]);
});

test('two that walk at once remove each blob once, and fail on none', async () => {
  const names = await Promise.all(Array.from({ length: 40 }, put));
  const second = new PgRetentionStore({ url: db.url });
  /** Both believe that they have the lease. */
  const free = (of: PgRetentionStore) => ({
    blobs: {
      take: () => Promise.resolve({ cursor: null }),
      move: () => Promise.resolve(true),
      end: () => Promise.resolve(),
    },
    unused: (asked: Parameters<PgRetentionStore['unused']>[0]) => of.unused(asked),
  });
  const both = (): Promise<number[]> => {
    pass(1.1);
    return Promise.all([store, second].map((one) => walk({ store: free(one) as unknown as PgRetentionStore })));
  };
  await both();
  await both();
  expect(readdirSync(join(dir, workspaceId, 'aside'))).toEqual([]);
  expect((await Promise.all(names.map(isThere))).filter(Boolean)).toEqual([]);
  await second.close();
});

test('a replay of a run that is being removed keeps the run, or finds nothing', async () => {
  const runs = await Promise.all(Array.from({ length: 30 }, () => endedRun(null)));
  const commands = new RunCommands({ url: db.url });
  const again = (runId: RunId) =>
    commands.replay({ runId, workspaceId, versionId: null, asNewEvent: false, payload: null });
  const [removed, ...replays] = await Promise.all([removeRuns(), ...runs.map(again)]);
  await commands.close();
  expect(removed + replays.filter((id) => id !== null).length).toBe(30);
  const lost = await db.query('SELECT 1 FROM run r WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = r.event_id)');
  expect(lost).toEqual([]);
});

test('the time of a blob is that of its file', async () => {
  const sha256 = await put();
  const at = new Date('2026-01-02T03:04:05Z');
  utimesSync(join(dir, workspaceId, sha256.slice(0, 2), sha256), at, at);
  expect(await walk()).toBe(0);
  expect(await walkAfter(1.1)).toBe(1);
  expect(await isThere(sha256)).toBe(false);
});
