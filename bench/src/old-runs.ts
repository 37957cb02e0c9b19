// What keeping the history within bounds costs: removing old runs, in PostgreSQL's processor time and for who is accepted meanwhile; and
// the indexes that it needs, for each run that is written, in turns with and without them.
//   node bench/src/old-runs.ts [runs] [rounds]
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { newDatabase, startRigPostgres } from '../../e2e/fixtures/rig/postgres.ts';

const wanted = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 3);
const runsOfTurn = 2_000;
const together = 50;
const mostAtOnce = 500;
const restShare = 3;
const acceptRestMs = 5;

const workspaceId = randomUUID();
const flowId = randomUUID();
const body = JSON.stringify({
  id: 'ORD-1',
  lines: Array.from({ length: 8 }, (_, n) => ({ n, sku: `SKU-${n}`, price: n * 3.5 })),
});
const steps = Array.from({ length: 5 }, (_, n) => ({
  path: `step${n}`,
  status: 'succeeded',
  ports: ['out'],
  output: { body },
}));
const checkpoint = Buffer.from(JSON.stringify({ steps }));

/** Plans as those of the engine. */
const settings =
  'SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan';
const acceptSql = `
WITH n AS (SELECT uuidv7() AS id FROM generate_series(1, $1::int)), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes)
  SELECT id, $2::uuid, $2, 'hook', 'application/json', '{}', $4::bytea, length($4) FROM n
)
INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root)
SELECT id, $2, $2, $3::uuid, $3, id, id FROM n RETURNING id`;
const claimSql =
  'UPDATE run SET status = 1, owner = 1, fence = 1, claimed_at = now(), started_at = now() WHERE id = ANY ($1::uuid[])';
const endSql = `
WITH u AS (UPDATE run SET status = 3, owner = NULL, finished_at = now() WHERE id = ANY ($1::uuid[]) RETURNING id, workspace_id)
INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 0, workspace_id, $2::bytea FROM u`;
const pastSql = `
WITH n AS (SELECT uuidv7(interval '-40 days') AS id FROM generate_series(1, $1::int)), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes)
  SELECT id, $2::uuid, $2, 'hook', 'application/json', '{}', $4::bytea, length($4) FROM n
), c AS (INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 0, $2, $5::bytea FROM n),
s AS (INSERT INTO effect_step (run_id, path, workspace_id, attempt, fence) SELECT id, 'step1', $2, 1, 1 FROM n)
INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status, finished_at)
SELECT id, $2, $2, $3::uuid, $3, id, id, 3, now() - interval '40 days' FROM n`;
const removeSql = `
SELECT seen, removed, last_at::text AS at, last_id AS id
FROM remove_old_runs($1, 3::smallint, coalesce($2::timestamptz, '-infinity'), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'), $4)`;

class Backend {
  readonly client: pg.Client;
  pid = 0;
  constructor(url: string) {
    this.client = new pg.Client({ connectionString: url });
  }
  async open(): Promise<this> {
    await this.client.connect();
    await this.client.query(settings);
    const { rows } = await this.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    this.pid = rows[0]?.pid ?? 0;
    return this;
  }
  /** Of the one process that serves this connection, user and system (Linux, in hundredths of a second). */
  cpuMs(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }
}

/** Runs as the engine writes them: accepted, claimed, ended. Milliseconds of processor time a run. */
async function write(at: Backend, count: number): Promise<number> {
  const before = at.cpuMs();
  for (let done = 0; done < count; done += together) {
    const { rows } = await at.client.query<{ id: string }>({
      name: 'accept',
      text: acceptSql,
      values: [together, workspaceId, flowId, Buffer.from(body)],
    });
    const ids = rows.map(({ id }) => id);
    await at.client.query({ name: 'claim', text: claimSql, values: [ids] });
    await at.client.query({ name: 'end', text: endSql, values: [ids, checkpoint] });
  }
  return (at.cpuMs() - before) / count;
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

async function costOfIndexes(at: Backend): Promise<void> {
  await write(at, runsOfTurn);
  for (const index of ['run_ended_idx', 'checkpoint_blob_idx', 'run_replay_of_idx']) {
    const { rows } = await at.client.query<{ def: string }>('SELECT pg_get_indexdef($1::regclass) AS def', [index]);
    const took: { with: number[]; without: number[] } = { with: [], without: [] };
    for (let round = 0; round < rounds; round += 1) {
      took.with.push(await write(at, runsOfTurn));
      await at.client.query(`DROP INDEX ${index}`);
      took.without.push(await write(at, runsOfTurn));
      await at.client.query(rows[0]?.def ?? '');
    }
    const [withIt, without] = [median(took.with), median(took.without)];
    console.log(
      `${index}: ${withIt.toFixed(3)} ms a run with it, ${without.toFixed(3)} without, ${(((withIt - without) / without) * 100).toFixed(0)} %`,
    );
  }
}

/** Accepts for so long, and says how many a second, and at what processor time each. */
async function accepting(at: Backend, isOver: () => boolean): Promise<{ perSecond: number; cpuMs: number }> {
  const [begun, before] = [performance.now(), at.cpuMs()];
  let count = 0;
  while (!isOver()) {
    await at.client.query({
      name: 'accept',
      text: acceptSql,
      values: [together, workspaceId, flowId, Buffer.from(body)],
    });
    count += together;
    // It would fill the disk.
    await delay(acceptRestMs);
  }
  return { perSecond: (count / (performance.now() - begun)) * 1_000, cpuMs: (at.cpuMs() - before) / count };
}

/** As a worker does it: a batch, and three times as long a rest. */
async function removeAll(at: Backend): Promise<{ removed: number; workMs: number }> {
  let mark: { at: string | null; id: string | null } = { at: null, id: null };
  let removed = 0;
  let workMs = 0;
  for (;;) {
    const begun = performance.now();
    const { rows } = await at.client.query<{ seen: number; removed: number; at: string; id: string }>({
      name: 'remove',
      text: removeSql,
      values: [flowId, mark.at, mark.id, mostAtOnce],
    });
    const tookMs = performance.now() - begun;
    const [row] = rows;
    removed += row?.removed ?? 0;
    workMs += tookMs;
    if (row === undefined || row.seen < mostAtOnce) return { removed, workMs };
    mark = row;
    await delay(tookMs * restShare);
  }
}

async function costOfRemoval(remover: Backend, accepts: Backend): Promise<void> {
  for (let done = 0; done < wanted; done += mostAtOnce)
    await remover.client.query({
      name: 'past',
      text: pastSql,
      values: [mostAtOnce, workspaceId, flowId, Buffer.from(body), checkpoint],
    });
  await remover.client.query('VACUUM (ANALYZE) run, event, checkpoint, effect_step');
  const quietUntil = performance.now() + 10_000;
  const quiet = await accepting(accepts, () => performance.now() > quietUntil);
  const [begun, before] = [performance.now(), remover.cpuMs()];
  let isOver = false;
  const [busy, { removed, workMs }] = await Promise.all([
    accepting(accepts, () => isOver),
    removeAll(remover).finally(() => {
      isOver = true;
    }),
  ]);
  const cpuMs = remover.cpuMs() - before;
  console.log(
    `${removed} runs removed in ${((performance.now() - begun) / 1_000).toFixed(0)} s, of which ${(workMs / 1_000).toFixed(0)} at work; ${(cpuMs / removed).toFixed(3)} ms of PostgreSQL's processor time each`,
  );
  console.log(
    `accepts: ${quiet.perSecond.toFixed(0)}/s before, ${busy.perSecond.toFixed(0)}/s meanwhile (${((busy.perSecond / quiet.perSecond) * 100).toFixed(0)} %); ${quiet.cpuMs.toFixed(3)} and ${busy.cpuMs.toFixed(3)} ms of processor time each`,
  );
}

await using postgres = await startRigPostgres(['--durable']);
const url = await newDatabase(postgres.url);
const [one, two] = [await new Backend(url).open(), await new Backend(url).open()];
await one.client.query("INSERT INTO workspace (id, name) VALUES ($1, 'Bench')", [workspaceId]);
await one.client.query(
  "INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, 'Old', '', 'bench')",
  [flowId, workspaceId],
);
await costOfIndexes(one);
await costOfRemoval(one, two);
await Promise.all([one.client.end(), two.client.end()]);
