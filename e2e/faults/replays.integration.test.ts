// F18: a crash at every boundary of the statements that make replays, one and many. Who got no answer may have a replay or not.
import { expect, test, vi } from 'vitest';
import { chain } from '../fixtures/rig/flow-document.ts';
import { events, openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';
import type { ReplayFacts } from './invariants/index.ts';

const runIds = async (lab: Lab): Promise<string[]> =>
  (await lab.rig.db.query<{ id: string }>('SELECT id FROM v_run WHERE replay_of IS NULL ORDER BY id')).rows.map(
    ({ id }) => id,
  );

/** A run for each place, all of them done. */
async function doneRuns(lab: Lab, count: number): Promise<string[]> {
  const { sender } = await lab.flow(chain(lab.target.url));
  await sender.sendAll(events(count), 5);
  await lab.settled(60_000);
  return runIds(lab);
}

const whole = { mode: 'same', version: 'original' };
const points = [
  { failpoint: 'replay:before', input: whole, least: 0, most: 0 },
  { failpoint: 'replay:sent', input: whole, least: 0, most: 1 },
  { failpoint: 'replay:answered', input: whole, least: 1, most: 1 },
  { failpoint: 'replay-from:sent', input: { ...whole, fromStep: 'charge' }, least: 0, most: 1 },
  {
    failpoint: 'replay-edited:sent',
    input: { mode: 'asNewEvent', version: 'original', payload: { id: 'edited' } },
    least: 0,
    most: 1,
  },
];

test('servers die around the statement of a replay: it is there with its entry in the audit, or not at all', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const runs = await doneRuns(lab, points.length);
  const facts: ReplayFacts[] = [];
  for (const [index, { failpoint, input, least, most }] of points.entries()) {
    const of = runs[index] ?? '';
    const doomed = await lab.rig.server({ failpoint });
    await expect(lab.rig.apiOf(doomed).request('POST', `/runs/${of}/replay`, input)).rejects.toThrow();
    await doomed.ended;
    // Nobody told him, so he asks again, as the same event: nothing happens twice.
    await lab.rig.api.request('POST', `/runs/${of}/replay`, whole);
    facts.push({ of, least: least + 1, most: most + 1 });
  }
  await lab.settled(60_000);
  expect(await lab.verdict({ replays: facts })).toEqual([]);
  const { rows } = await lab.rig.db.query<{ replays: number; noted: number }>(
    `SELECT (SELECT count(*)::int FROM v_run WHERE replay_of IS NOT NULL) AS replays,
      (SELECT count(*)::int FROM audit_entry WHERE action = 'run.replay') AS noted`,
  );
  expect(rows[0]?.noted).toBe(rows[0]?.replays);
  const again = lab.target.calls.filter(({ event, carriedOut }) => carriedOut && event !== 'edited');
  expect(again).toHaveLength(3 * points.length);
});

test('servers die one after the other as they replay many runs: each is replayed once', async () => {
  await using lab = await openLab();
  const first = await lab.rig.server();
  lab.doors.push(first);
  await lab.rig.worker();
  const runs = await doneRuns(lab, 24);
  const input = { filter: { status: ['succeeded'] }, perSecond: 6 };
  const { bulkId } = await lab.rig.api.request<{ bulkId: string }>('POST', '/bulk-replays', input);
  await first.stop();
  for (const moment of ['before', 'sent', 'answered']) {
    // It may meet the job before it says that it is ready.
    const doomed = await lab.rig.server({ failpoint: `bulk-replay:${moment}` }).catch((error: unknown) => {
      expect(String(error)).toContain('ended with SIGKILL');
    });
    await vi.waitFor(() => expect(doomed?.isGone ?? true).toBe(true), soon);
  }
  const heir = await lab.rig.server();
  await vi.waitFor(async () => {
    const job = await lab.rig.apiOf(heir).request('GET', `/bulk-replays/${bulkId}`);
    expect(job).toMatchObject({ status: 'done', total: 24, replayed: 24, leftOut: 0, succeeded: 24 });
  }, soon);
  await lab.settled(60_000);
  expect(await lab.verdict({ replays: runs.map((of) => ({ of, least: 1, most: 1 })) })).toEqual([]);
  expect(lab.target.calls.filter(({ carriedOut }) => carriedOut)).toHaveLength(3 * 24);
});
