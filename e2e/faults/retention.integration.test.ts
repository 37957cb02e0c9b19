// I16: old runs are removed while workers die at each statement of it, and while people replay what is about to go: nothing goes that
// something holds, and what stays is whole.
import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { FlowDraft } from '../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../fixtures/rig/flow-document.ts';
import type { RigProcess } from '../fixtures/rig/rig-process.ts';
import { openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';
import { looseParts } from './loose-parts.ts';

const env = { RETENTION_PAUSE_S: '1' };
const boundaries = [
  'remove-old-runs:before',
  'remove-old-runs:sent',
  'remove-old-runs:answered',
  'duty-move:sent',
  'unused-blobs:answered',
  'remove-old-jobs:sent',
];
const replayedMeanwhile = 20;
const twoDays = 2 * 86_400_000;
/** Beyond what an event holds: it stands in the store of blobs. */
const large = 'x'.repeat(70_000);

const plain = (lab: Lab): FlowJson =>
  new FlowDraft(lab.target.url).hook().map('keep', { id: 'trigger.body.id' }).to('hook', 'keep').build('Plain');
const waiting = (lab: Lab): FlowJson =>
  new FlowDraft(lab.target.url)
    .hook()
    .map('tell', { url: 'links.answer' })
    .callback('answer')
    .to('hook', 'tell')
    .to('tell', 'answer')
    .build('Waits');
const called = (lab: Lab): FlowJson =>
  new FlowDraft(lab.target.url).called().map('work', { id: 'trigger.body.id' }).to('called', 'work').build('Called');
const calling = (lab: Lab, flowId: string): FlowJson =>
  new FlowDraft(lab.target.url)
    .hook()
    .call('ask', flowId)
    .map('tell', { url: 'links.answer' })
    .callback('answer')
    .to('hook', 'ask')
    .to('ask', 'tell')
    .to('tell', 'answer')
    .build('Calls');
const unheard = (lab: Lab): FlowJson =>
  new FlowDraft(lab.target.url)
    .hook()
    .effect('send', {
      timeoutMs: 1_000,
      retry: { maxAttempts: 1, firstDelayMs: 100, maxDelayMs: 100, deadlineMs: 5_000 },
    })
    .to('hook', 'send')
    .build('Unheard');

const named = (prefix: string, count: number, text = ''): { id: string; text: string }[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${prefix}-${n}`, text: `${text}${text === '' ? '' : prefix + n}` }));

async function files(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
/** So much time has passed for what lies in the store. */
async function passTwoDays(dir: string): Promise<void> {
  for (const file of await files(dir)) {
    const at = new Date((await stat(file)).mtimeMs - twoDays);
    await utimes(file, at, at);
  }
}

/** The leases of the dead are over at once, which saves a minute each. */
function leasesEnd(free: () => Promise<unknown>): AsyncDisposable & { stop(): Promise<void> } {
  let isOver = false;
  const ending = (async () => {
    for (; !isOver; await delay(100)) await free().catch(() => undefined);
  })();
  const stop = (): Promise<void> => {
    isOver = true;
    return ending;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}

test('old runs go while workers die at each statement of it, and runs are replayed', async () => {
  const blobDir = await mkdtemp(join(tmpdir(), 'patchbay-old-blobs-'));
  await using lab = await openLab({ blobDir });
  const { db, api } = { db: lab.rig.db, api: () => lab.rig.api };
  lab.doors.push(await lab.rig.server());
  const first = await lab.rig.worker();
  const flows = {
    plain: await lab.flow(plain(lab)),
    waits: await lab.flow(waiting(lab)),
    called: await lab.flow(called(lab)),
    unheard: await lab.flow(unheard(lab)),
  };
  const calls = await lab.flow(calling(lab, flows.called.flowId));
  lab.target.answer('never');
  await flows.plain.sender.sendAll(
    [...named('go', 160), ...named('blob', 6, large), ...named('again', 10), ...named('anew', 10), ...named('job', 5)],
    20,
  );
  await flows.plain.sender.sendAll([...named('stay', 10), ...named('kept', 4, large)], 10);
  await flows.waits.sender.sendAll(named('wait', 5), 5);
  await calls.sender.sendAll(named('call', 5), 5);
  await flows.unheard.sender.sendAll(named('lost', 5), 5);
  const statuses = async (): Promise<Record<string, number>> => {
    const { rows } = await db.query<{ status: string; runs: number }>(
      'SELECT status, count(*)::int AS runs FROM v_run GROUP BY 1',
    );
    return Object.fromEntries(rows.map(({ status, runs }) => [status, runs]));
  };
  await vi.waitFor(async () => expect(await statuses()).toEqual({ succeeded: 210, waiting: 10, failed: 5 }), soon);

  /** Run ids by what the sender calls the event; large bodies by their flow alone. */
  const runsOf = async (prefix: string): Promise<string[]> =>
    (
      await db.query<{ id: string }>(
        `SELECT r.id FROM run r JOIN event e ON e.id = r.event_id WHERE r.replay_of IS NULL AND convert_from(e.body, 'UTF8') LIKE $1 ORDER BY r.id`,
        [`%"id":"${prefix}-%`],
      )
    ).rows.map(({ id }) => id);
  const withBlob = (
    await db.query<{ id: string; blob: string }>(
      'SELECT r.id, e.blob FROM run r JOIN event e ON e.id = r.event_id WHERE e.blob IS NOT NULL ORDER BY r.id',
    )
  ).rows;
  const replay = async (runId: string, mode: string): Promise<string> =>
    (await api().request<{ runId: string }>('POST', `/runs/${runId}/replay`, { mode, version: 'original' })).runId;
  const [again, anew, job, stay] = [
    await runsOf('again'),
    await runsOf('anew'),
    await runsOf('job'),
    await runsOf('stay'),
  ];
  const replays = [];
  for (const runId of again) replays.push(await replay(runId, 'same'));
  for (const runId of anew) replays.push(await replay(runId, 'asNewEvent'));
  await vi.waitFor(async () => expect(await statuses()).toMatchObject({ succeeded: 230 }), soon);
  await first.stop();

  const [goBlobs, keptBlobs] = [withBlob.slice(0, 6), withBlob.slice(6)];
  const recent = [...stay, ...keptBlobs.map(({ id }) => id), ...replays];
  await db.query(
    `UPDATE run SET finished_at = finished_at - interval '100 days', created_at = created_at - interval '100 days' WHERE id <> ALL ($1::uuid[])`,
    [recent],
  );
  await db.query(`UPDATE dead_letter SET at = at - interval '100 days'`);
  await db.query(
    `WITH b AS (
       INSERT INTO bulk_replay (id, workspace_id, environment_id, filter, version, from_failed, per_second, created_by, lease_by, lease_until)
       SELECT gen_random_uuid(), workspace_id, environment_id, '{}', 'original', false, 1, 'me', gen_random_uuid(), now() + interval '1 hour' FROM run LIMIT 1
       RETURNING id, workspace_id
     ) INSERT INTO bulk_replay_run (bulk_id, run_id, workspace_id, position) SELECT b.id, r.id, b.workspace_id, r.nth FROM b, unnest($1::uuid[]) WITH ORDINALITY AS r (id, nth)`,
    [job],
  );
  await passTwoDays(blobDir);

  const free = (): Promise<unknown> => db.query('UPDATE duty_lease SET lease_until = now(), due_at = now()');
  const go = await runsOf('go');
  // Nobody begins before all are there.
  await db.query(`UPDATE duty_lease SET lease_by = gen_random_uuid(), lease_until = now() + interval '1 hour'`);
  const doomed: RigProcess[] = [];
  for (const failpoint of boundaries) doomed.push(await lab.rig.worker({ failpoint, env }));
  await using freeing = leasesEnd(free);
  const left = async (): Promise<number> =>
    (await db.query('SELECT 1 FROM run WHERE id = ANY ($1::uuid[])', [go])).rowCount ?? 0;
  /** Somebody replays what is about to go, the last first: it is there, or it is gone. */
  const late: { runId: string; replayId: string }[] = [];
  const replaying = (async () => {
    for (let n = 0; n < replayedMeanwhile; n += 1) {
      await vi.waitFor(async () => expect(await left()).toBeLessThanOrEqual(go.length - 7 * n), soon);
      const runId = go.at(-1 - 8 * n) ?? '';
      const replayId = await replay(runId, 'same').catch(() => null);
      if (replayId !== null) late.push({ runId, replayId });
    }
  })();
  await vi.waitFor(() => expect(doomed.filter((worker) => !worker.isGone)).toEqual([]), soon);
  await lab.rig.worker({ env });
  await replaying;
  await freeing.stop();
  expect(late.length).toBeGreaterThan(0);
  const held = new Set([...again, ...job, ...late.map(({ runId }) => runId)]);
  const expected = async (): Promise<string[]> => {
    const others = await db.query<{ id: string }>('SELECT id FROM run WHERE flow_id <> $1', [flows.plain.flowId]);
    return [...recent, ...held, ...late.map(({ replayId }) => replayId), ...others.rows.map(({ id }) => id)].sort();
  };
  const there = async (): Promise<string[]> =>
    (await db.query<{ id: string }>('SELECT id FROM run ORDER BY id')).rows.map(({ id }) => id);
  await vi.waitFor(async () => {
    await free();
    expect(await there()).toEqual(await expected());
  }, soon);
  // Those that wait, those that they called, and those in the dead letters.
  const rest = await db.query(
    `SELECT status, count(*)::int AS runs FROM v_run WHERE flow_id <> $1 GROUP BY status ORDER BY status`,
    [flows.plain.flowId],
  );
  expect(rest.rows).toEqual([
    { status: 'failed', runs: 5 },
    { status: 'succeeded', runs: 5 },
    { status: 'waiting', runs: 10 },
  ]);
  expect(await looseParts(db)).toEqual([]);
  console.log(
    `I16: ${go.length - late.length} of ${go.length} runs went, ${late.length} were replayed before they could`,
  );

  // What they named is set aside, and gone after another day; what is still named is where it was.
  const isAside = async (): Promise<number> => (await files(blobDir)).filter((file) => file.includes('aside')).length;
  await vi.waitFor(async () => {
    await free();
    expect(await isAside()).toBe(goBlobs.length);
  }, soon);
  await passTwoDays(blobDir);
  await vi.waitFor(async () => {
    await free();
    expect((await files(blobDir)).map((file) => basename(file)).toSorted()).toEqual(
      keptBlobs.map(({ blob }) => blob).toSorted(),
    );
  }, soon);
  expect((await files(blobDir)).filter((file) => file.includes('aside'))).toEqual([]);

  // Once nobody holds them any more the rest goes too; who waited goes on.
  await db.query(`UPDATE bulk_replay SET status = 'stopped', ended_at = now()`);
  const asked = await db.query<{ url: string }>(`SELECT output ->> 'url' AS url FROM v_step WHERE path = 'tell'`);
  for (const { url } of asked.rows) {
    const answer = await postEvent(`${lab.doors[0]?.url}${new URL(url).pathname}`, {});
    expect(answer.status).toBe(200);
  }
  await lab.settled(60_000);
  await vi.waitFor(async () => expect((await there()).filter((id) => job.includes(id))).toEqual([]), soon);
  expect(await statuses()).toMatchObject({ failed: 5 });
  expect(await looseParts(db)).toEqual([]);
  await rm(blobDir, { recursive: true, force: true });
});
