// What people and clocks ask of runs while processes die: a cancel is heeded (I11), a planned time is fired or missed, once (I12).
import { expect, test, vi } from 'vitest';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { actedWithinMs, events, openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';
import { dueSchedules } from './schedule-facts.ts';

/** Asks for the end of runs that are under way, until so many have been told to. */
async function cancelSome(lab: Lab, wanted: number): Promise<void> {
  const asked = new Set<string>();
  await vi.waitFor(async () => {
    const { rows } = await lab.rig.db.query<{ id: string }>(
      `SELECT id FROM v_run WHERE status = 'running' AND cancel_at IS NULL ORDER BY id DESC LIMIT 5`,
    );
    // All at once, before they end. One that has ended meanwhile is refused, with a conflict.
    const cancel = ({ id }: { id: string }): Promise<unknown> =>
      lab.rig.api.request('POST', `/runs/${id}/cancel`).then(
        () => asked.add(id),
        () => undefined,
      );
    await Promise.all(rows.filter(({ id }) => !asked.has(id)).map(cancel));
    expect(asked.size).toBeGreaterThanOrEqual(wanted);
  }, soon);
}

/** Waits until so many runs are in the midst of their steps: none of those just sent ends within the next moment. */
const underWay = (lab: Lab, atLeast: number): Promise<void> =>
  vi.waitFor(async () => {
    const { rows } = await lab.rig.db.query<{ runs: number }>(
      `SELECT count(*)::int AS runs FROM v_run WHERE status = 'running' AND cancel_at IS NULL`,
    );
    expect(rows[0]?.runs).toBeGreaterThanOrEqual(atLeast);
  }, soon);

/** Waits until every run that was told to end has ended. */
const heeded = (lab: Lab): Promise<void> =>
  vi.waitFor(async () => {
    const { rows } = await lab.rig.db.query(
      `SELECT id FROM v_run WHERE cancel_at IS NOT NULL AND finished_at IS NULL LIMIT 1`,
    );
    expect(rows).toEqual([]);
  }, soon);

async function cancelsOf(lab: Lab): Promise<{ cancelled: number; slowestMs: number }> {
  const { rows } = await lab.rig.db.query<{ cancelled: number; slowestMs: number }>(
    `SELECT count(*)::int AS cancelled, coalesce(max(extract(epoch FROM finished_at - cancel_at)), 0)::float8 * 1000 AS "slowestMs"
     FROM v_run WHERE status = 'cancelled'`,
  );
  return rows[0] ?? { cancelled: 0, slowestMs: 0 };
}

test('I11: runs are cancelled while their workers die and freeze', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const [killed, frozen] = [await lab.rig.worker(), await lab.rig.worker()];
  const { sender } = await lab.flow(chain(lab.target.url, { timeoutMs: 20_000 }));
  lab.target.answer({ afterMs: 700 });
  const sending = [sender.sendAll(events(60, 'first'), 30)];
  await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(20), soon);
  await cancelSome(lab, 10);
  for (const [wave, worker, signal] of [
    ['second', killed, 'SIGKILL'],
    ['third', frozen, 'SIGSTOP'],
  ] as const) {
    sending.push(sender.sendAll(events(60, wave), 30));
    await underWay(lab, 25);
    worker.signal(signal);
    await cancelSome(lab, 10);
    // By the other worker; once none is left, by the server alone.
    await heeded(lab);
  }
  // Runs that both workers left behind are begun one at a time: waiting for slow answers would add up.
  lab.target.answer('at once');
  await lab.rig.worker();
  await Promise.all(sending);
  await lab.settled(60_000);
  // Back long after the grace of the cancels: what it had in mind for those runs must not begin.
  frozen.signal('SIGCONT');
  await sender.sendAll(events(20, 'later'), 10);
  await lab.settled(60_000);
  const { cancelled, slowestMs } = await cancelsOf(lab);
  console.log(`I11: ${cancelled} runs cancelled, the slowest ${Math.round(slowestMs)} ms after it was asked`);
  expect(cancelled).toBeGreaterThan(15);
  expect(slowestMs).toBeLessThan(actedWithinMs(lab.rig.slowness));
  expect(await lab.verdict()).toEqual([]);
});

test('I11: the server that took the cancels dies, and no worker is there', async () => {
  await using lab = await openLab();
  const asked = await lab.rig.server();
  lab.doors.push(await lab.rig.server());
  const frozen = await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url, { timeoutMs: 20_000 }));
  lab.target.answer('never');
  await sender.sendAll(events(20), 20);
  await underWay(lab, 20);
  frozen.signal('SIGSTOP');
  await cancelSome(lab, 10);
  asked.signal('SIGKILL');
  await heeded(lab);
  const { cancelled, slowestMs } = await cancelsOf(lab);
  console.log(`I11: ${cancelled} runs cancelled, the slowest ${Math.round(slowestMs)} ms after it was asked`);
  expect(cancelled).toBeGreaterThanOrEqual(10);
  expect(slowestMs).toBeLessThan(actedWithinMs(lab.rig.slowness));
  lab.target.answer('at once');
  lab.target.hangUp();
  await lab.rig.worker();
  frozen.signal('SIGCONT');
  await lab.settled(60_000);
  expect(await lab.verdict()).toEqual([]);
});

test('I11: after the grace of a cancel nothing starts, though its notice was lost and nobody moves the fence', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url, { timeoutMs: 20_000 }));
  // The second of three effects begins within the grace, and the third would begin behind it.
  lab.target.answer({ afterMs: 6_000 });
  await sender.sendAll(events(5), 5);
  await vi.waitFor(() => expect(lab.target.calls).toHaveLength(5), soon);
  const { db } = lab.rig;
  await db.query(
    `CREATE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`,
  );
  await db.query(
    `CREATE TRIGGER not_now BEFORE UPDATE ON run FOR EACH ROW
       WHEN (OLD.cancel_at IS NOT NULL AND NEW.fence > OLD.fence) EXECUTE FUNCTION not_now()`,
  );
  await db.query('UPDATE run SET cancel_at = now() WHERE status = 1');
  await vi.waitFor(async () => {
    const { rows } = await db.query(`SELECT 1 FROM run WHERE cancel_at < now() - interval '14 seconds'`);
    expect(rows).toHaveLength(5);
  }, soon);
  await db.query('DROP TRIGGER not_now ON run');
  await heeded(lab);
  expect((await cancelsOf(lab)).cancelled).toBe(5);
  expect(lab.target.calls.filter(({ step }) => step === 'charge')).toHaveLength(5);
  expect(await lab.verdict()).toEqual([]);
});

test('I12: schedulers die around the accept of what they fire', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const rules = [
    { id: 'leave', missed: 'skip', overlap: 'allow', minutesAgo: 90 },
    { id: 'newest', missed: 'once', overlap: 'skip', minutesAgo: 90 },
    { id: 'each', missed: 'all', overlap: 'allow', minutesAgo: 90 },
    { id: 'turns', missed: 'all', overlap: 'queue', minutesAgo: 4 },
  ] as const;
  for (const { id, minutesAgo, ...rule } of rules) {
    const draft = new FlowDraft(lab.target.url).everyMinute(id, rule).effect('send').to(id, 'send');
    await lab.flow(draft.build(`Every minute: ${id}`));
    // As if no scheduler had been there for so long.
    await lab.rig.db.query(
      `UPDATE schedule SET next_at = date_trunc('minute', now()) - $2 * interval '1 minute',
         registered_at = date_trunc('minute', now()) - $2 * interval '1 minute' - interval '1 second'
       WHERE node_id = $1`,
      [id, minutesAgo],
    );
  }
  // Runs stay open, so that the next scheduler finds what the one before it has fired.
  lab.target.answer('never');
  for (const moment of ['before', 'sent', 'answered']) {
    const doomed = await lab.rig.worker({ failpoint: `accept-planned:${moment}` });
    await doomed.ended;
    // The lease of what it had in hand is over at once, which saves ten seconds.
    await lab.rig.db.query(`UPDATE schedule SET lease_until = now() WHERE lease_until > now()`);
  }
  const open = await lab.rig.db.query(`SELECT 1 FROM v_run WHERE status IN ('queued', 'running')`);
  expect(open.rowCount).toBeGreaterThan(0);
  const heir = await lab.rig.worker();
  await vi.waitFor(async () => expect(await dueSchedules(lab.rig.db)).toBe(1), soon);
  lab.target.answer('at once');
  lab.target.hangUp();
  await vi.waitFor(async () => expect(await dueSchedules(lab.rig.db)).toBe(0), soon);
  await lab.settled(60_000);
  expect(heir.isGone).toBe(false);
  const { rows } = await lab.rig.db.query<{ fires: number }>('SELECT sum(fires)::int AS fires FROM schedule_miss');
  expect(rows[0]?.fires).toBeGreaterThan(170);
  expect(await lab.verdict()).toEqual([]);
});

test('I12: a scheduler that froze as it fired fires nothing that another has recorded as missed', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const draft = new FlowDraft(lab.target.url).everyMinute('every', { missed: 'skip', overlap: 'allow' });
  const { flowId } = await lab.flow(draft.effect('send').to('every', 'send').build('Every minute'));
  await lab.rig.db.query(
    `UPDATE schedule SET next_at = date_trunc('minute', now()), registered_at = date_trunc('minute', now()) - interval '1 second'`,
  );
  const frozen = await lab.rig.worker({ failpoint: 'accept-planned:before', failpointSignal: 'SIGSTOP' });
  const count = async (sql: string): Promise<number> => (await lab.rig.db.query(sql)).rowCount ?? 0;
  await vi.waitFor(
    async () => expect(await count('SELECT 1 FROM schedule WHERE lease_until IS NOT NULL')).toBe(1),
    soon,
  );
  await lab.rig.api.request('POST', `/flows/${flowId}/triggers/every/pause`);
  await lab.rig.worker();
  // Once the lease is over; the other one finds the schedule paused.
  await vi.waitFor(async () => expect(await count('SELECT 1 FROM schedule_miss')).toBe(1), soon);
  frozen.signal('SIGCONT');
  // It ends with what it had begun.
  await frozen.stop();
  expect(await count(`SELECT 1 FROM event_key WHERE key LIKE 'sched:%'`)).toBe(0);
  expect(await lab.verdict()).toEqual([]);
});
