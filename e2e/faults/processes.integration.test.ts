// Workers that die, freeze and come back.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { chain } from '../fixtures/rig/flow-document.ts';
import { actedWithinMs, databaseNow, events, openLab, recoveryMs, soon } from './lab.ts';

test('F1: SIGKILL of a worker in the middle of its steps', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const doomed = await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 300 });
  await sender.sendAll(events(120), 20);
  await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(60), soon);
  const heir = lab.rig.worker();
  const at = await databaseNow(lab);
  doomed.signal('SIGKILL');
  // On a busy machine it may be ready only when the leases are over for long.
  await heir;
  lab.target.answer('at once');
  await lab.settled(60_000);
  const recovered = await recoveryMs(lab, at);
  console.log(`F1: ${recovered.length} runs recovered, the slowest after ${Math.round(recovered.at(-1) ?? 0)} ms`);
  expect(recovered.length).toBeGreaterThan(0);
  expect(recovered.at(-1)).toBeLessThanOrEqual(actedWithinMs(lab.rig.slowness));
  expect(await lab.verdict()).toEqual([]);
});

test('F8: a worker that stands still for 30 s and goes on is refused what others have taken over', async () => {
  await using lab = await openLab();
  lab.doors.push(await lab.rig.server());
  const frozen = await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 500 });
  await sender.sendAll(events(60), 20);
  await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(20), soon);
  frozen.signal('SIGSTOP');
  const longEnough = delay(30_000);
  await lab.rig.worker();
  await lab.settled(90_000);
  const before = await lab.rig.db.query('SELECT id, status, fence, finished_at FROM v_run ORDER BY id');
  const seen = lab.target.calls.length;
  await longEnough;
  frozen.signal('SIGCONT');
  lab.target.answer('at once');
  await sender.sendAll(events(40, 'later'), 20);
  await lab.settled(60_000);
  const after = await lab.rig.db.query(
    `SELECT id, status, fence, finished_at FROM v_run WHERE id = ANY($1::uuid[]) ORDER BY id`,
    [before.rows.map((row: { id: string }) => row.id)],
  );
  expect(after.rows).toEqual(before.rows);
  const late = lab.target.calls.slice(seen);
  expect(late.filter(({ event }) => event.startsWith('later'))).toHaveLength(40 * 3);
  // What was in the worker's hands when it froze may still leave it: under its own key, so nothing is done twice.
  expect(late.filter(({ event, carriedOut }) => !event.startsWith('later') && carriedOut)).toEqual([]);
  expect(frozen.isGone).toBe(false);
  expect(await lab.verdict()).toEqual([]);
});
