// What keeps old runs and blobs from going: one flow holds up no other, the walk through the blobs waits for no run, and who has lost a
// lease stops.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobShelf, openBlobStore } from '@patchbay/db/blob-store';
import type { BlobShelf } from '@patchbay/db/blob-store';
import { PgRetentionStore } from '@patchbay/db/run-store';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removeOldRuns } from './old-runs.ts';
import { startRetention } from './retention.ts';
import { removeUnusedBlobs } from './unused-blobs.ts';

const soon = { timeout: 60_000, interval: 20 };
const twoDays = 2 * 86_400_000;
let db: TestDatabase;
let store: PgRetentionStore;
let dir: string;
let workspaceId: string;

beforeEach(async () => {
  db = await testDatabase();
  store = new PgRetentionStore({ url: db.url });
  dir = mkdtempSync(join(tmpdir(), 'patchbay-retention-'));
  workspaceId = randomUUID();
  await db.query(`INSERT INTO workspace (id, name) VALUES ($1, 'W')`, [workspaceId]);
});
afterEach(async () => {
  await store.close();
  await db[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** A flow with so many runs that had their time. */
async function flowWith(runs: number): Promise<string> {
  const flowId = randomUUID();
  await db.query(`INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, 'F', '', 'me')`, [
    flowId,
    workspaceId,
  ]);
  await db.query(
    `WITH r AS (
       INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status, finished_at)
       SELECT id, $1, $1, $2, $2, id, id, 3, now() - interval '40 days' FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $3::int)) n
       RETURNING id
     )
     INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, size_bytes) SELECT id, $1, $1, 't', '', '{}', 0 FROM r`,
    [workspaceId, flowId, runs],
  );
  return flowId;
}
const left = async (flowId: string): Promise<number | undefined> =>
  (await db.query<{ runs: number }>('SELECT count(*)::int AS runs FROM run WHERE flow_id = $1', [flowId]))[0]?.runs;
/** From now on the database refuses to remove runs of this flow. */
const refuse = async (flowId: string): Promise<void> => {
  await db.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a page is broken'; END $$`,
  );
  await db.query(
    `CREATE TRIGGER refuse BEFORE DELETE ON run FOR EACH ROW WHEN (OLD.flow_id = '${flowId}') EXECUTE FUNCTION refuse()`,
  );
};

async function oldBlobs(count: number): Promise<void> {
  const blobs = openBlobStore(dir);
  for (let n = 0; n < count; n += 1) await blobs.putBlob(workspaceId, randomBytes(50));
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const at = new Date(statSync(file).mtimeMs - twoDays);
    utimesSync(file, at, at);
  }
}
const aside = (): number => {
  try {
    return readdirSync(join(dir, workspaceId, 'aside')).length;
  } catch {
    return 0;
  }
};

test('runs of a flow that cannot be removed hold up no other flow, and the flow says why until they can', async () => {
  const flows = [await flowWith(70), await flowWith(70), await flowWith(70)].toSorted();
  const [first = '', broken = '', last = ''] = flows;
  await refuse(broken);
  const told: unknown[] = [];
  const pass = (): Promise<number> =>
    removeOldRuns({
      store,
      signal: new AbortController().signal,
      pauseMs: 0,
      onTrouble: (error, flowId) => told.push([flowId, String(error)]),
    });
  expect(await pass()).toBe(140);
  expect([await left(first), await left(broken), await left(last)]).toEqual([0, 70, 0]);
  expect(told).toEqual([[broken, expect.stringContaining('a page is broken')]]);
  const troubles = () => db.query('SELECT flow_id, workspace_id, reason FROM retention_trouble');
  expect(await troubles()).toEqual([{ flow_id: broken, workspace_id: workspaceId, reason: 'a page is broken' }]);
  const [{ since } = {}] = await db.query('SELECT since FROM retention_trouble');
  await pass();
  expect(await db.query('SELECT since FROM retention_trouble')).toEqual([{ since }]);
  await db.query('DROP TRIGGER refuse ON run');
  expect(await pass()).toBe(70);
  expect(await troubles()).toEqual([]);
});

test('the walk through the blobs waits for no run', async () => {
  await oldBlobs(3);
  await db.query('ALTER FUNCTION flows_with_old_runs RENAME TO away');
  const faults: unknown[] = [];
  const retention = startRetention({
    store,
    shelf: openBlobShelf(dir),
    now: () => new Date(),
    pauseMs: 60_000,
    onRemoved: () => undefined,
    onTrouble: () => undefined,
    onError: (error) => faults.push(String(error)),
  });
  retention.look();
  await vi.waitFor(() => expect(aside()).toBe(3), soon);
  await retention.stop();
  expect(faults).toEqual([expect.stringContaining('flows_with_old_runs')]);
});

test('the lease is renewed within a page, and whoever has lost it stops there', async () => {
  await oldBlobs(4);
  const shelf = openBlobShelf(dir);
  const remaining = async (): Promise<number> =>
    (
      await db.query<{ seconds: number }>(
        `SELECT extract(epoch FROM lease_until - now())::float8 AS seconds FROM duty_lease WHERE name = 'blobs'`,
      )
    )[0]?.seconds ?? 0;
  const seen: number[] = [];
  const onePage: BlobShelf = {
    ...shelf,
    list: async () => {
      const blobs = [];
      let next: string | null = null;
      do {
        const page = await shelf.list(next);
        blobs.push(...page.blobs);
        next = page.next;
      } while (next !== null);
      return { blobs, next: null };
    },
    setAside: async (workspace, sha256) => {
      seen.push(await remaining());
      await shelf.setAside(workspace, sha256);
      if (seen.length === 1)
        await db.query(`UPDATE duty_lease SET lease_until = now() + interval '1 second' WHERE name = 'blobs'`);
      if (seen.length === 2) await db.query(`UPDATE duty_lease SET lease_by = gen_random_uuid() WHERE name = 'blobs'`);
    },
  };
  await removeUnusedBlobs({
    store,
    shelf: onePage,
    signal: new AbortController().signal,
    now: () => new Date(),
    graceMs: 1_000,
    pauseMs: 0,
    renewMs: 0,
    onError: (error) => expect.unreachable(String(error)),
  });
  expect(seen).toHaveLength(2);
  expect(seen.every((seconds) => seconds > 30)).toBe(true);
  expect(aside()).toBe(2);
});
