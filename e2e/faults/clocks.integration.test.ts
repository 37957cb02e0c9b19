// F10: the clocks of servers and workers are wrong, and jump: what is due, and what is written down, goes by that of the database.
import { expect, test, vi } from 'vitest';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { faketimeLibrary, jumpingClock } from '../fixtures/rig/jumping-clock.ts';
import { events, openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';

const hourMs = 3_600_000;
const hourSeconds = 3_600;

const statuses = async (lab: Lab): Promise<unknown[]> =>
  (await lab.rig.db.query('SELECT status, count(*)::int AS runs FROM v_run GROUP BY status ORDER BY status')).rows;
/** Steps whose times are off by more than ten minutes. */
const wrongTimes = async (lab: Lab): Promise<unknown[]> =>
  (
    await lab.rig.db.query(
      `SELECT run_id, path FROM v_step
       WHERE abs(extract(epoch FROM started_at - now())) > 600 OR abs(extract(epoch FROM finished_at - now())) > 600`,
    )
  ).rows;

test('F10: the clocks of servers and workers are wrong by an hour, some this way, some the other', async () => {
  await using lab = await openLab();
  lab.doors.push(...(await Promise.all([hourMs, -hourMs].map((clockOffsetMs) => lab.rig.server({ clockOffsetMs })))));
  await Promise.all([hourMs, -hourMs].map((clockOffsetMs) => lab.rig.worker({ clockOffsetMs })));
  const retry = { maxAttempts: 4, firstDelayMs: 400, maxDelayMs: 800, deadlineMs: 60_000 };
  const { sender } = await lab.flow(chain(lab.target.url, { timeoutMs: 1_000, retry }));
  lab.target.answer('never');
  await sender.sendAll(events(40), 20);
  await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThanOrEqual(40), soon);
  lab.target.answer('at once');
  await lab.settled(60_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 40 }]);
  expect(await wrongTimes(lab)).toEqual([]);
  expect(await lab.verdict()).toEqual([]);
});

test.skipIf(faketimeLibrary === undefined)(
  'F10: the clock of a worker jumps an hour ahead, and two back, while it works: no timer is early or late, no schedule fires',
  async () => {
    await using clock = await jumpingClock();
    await using lab = await openLab();
    lab.doors.push(await lab.rig.server());
    await lab.rig.worker({ env: clock.env });
    const rests = new FlowDraft(lab.target.url)
      .hook()
      .effect('before')
      .delay('rest', 'PT3S')
      .effect('after', { uses: ['before'] })
      .to('hook', 'before')
      .to('before', 'rest')
      .to('rest', 'after');
    const { sender } = await lab.flow(rests.build('Rests'));
    await lab.flow(
      new FlowDraft(lab.target.url)
        .everyMinute('every', { missed: 'all', overlap: 'allow' })
        .effect('send')
        .to('every', 'send')
        .build('Every minute'),
    );
    /** Of runs that rest now, until none does. */
    const resting = async (wave: string, offsetSeconds: number): Promise<void> => {
      await sender.sendAll(events(10, wave), 10);
      await vi.waitFor(async () => {
        const { rows } = await lab.rig.db.query(`SELECT 1 FROM v_step WHERE path = 'rest' AND status = 'waiting'`);
        expect(rows).not.toHaveLength(0);
      }, soon);
      await clock.jumpTo(offsetSeconds);
      await lab.settled(30_000);
    };
    await resting('first', 0);
    await resting('ahead', hourSeconds);
    await resting('behind', -hourSeconds);
    await resting('right', 0);
    const { rows } = await lab.rig.db.query<{ runs: number; least: number; most: number }>(
      `SELECT count(*)::int AS runs, min(rested) AS least, max(rested) AS most FROM (
         SELECT extract(epoch FROM b.at - a.at)::float8 AS rested
         FROM v_step_record a JOIN v_step_record b ON b.run_id = a.run_id AND b.path = a.path
         WHERE a.path = 'rest' AND a.record ->> 'status' = 'waiting' AND b.record ->> 'status' = 'succeeded') r`,
    );
    expect(rows[0]?.runs).toBe(40);
    expect(rows[0]?.least).toBeGreaterThan(2.5);
    // Between an hour and a busy machine.
    expect(rows[0]?.most).toBeLessThan(60);
    const early = await lab.rig.db.query(
      `SELECT key FROM event_key WHERE key LIKE 'sched:%' AND substring(key FROM '[0-9]{4}-.*')::timestamptz > now()`,
    );
    expect(early.rows).toEqual([]);
    const missed = await lab.rig.db.query('SELECT 1 FROM schedule_miss');
    expect(missed.rows).toEqual([]);
    expect(await wrongTimes(lab)).toEqual([]);
    expect(await lab.verdict()).toEqual([]);
  },
);
