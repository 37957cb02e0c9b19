// I10: order and concurrency keys hold while workers and servers die.
import { expect, test, vi } from 'vitest';
import type { RigProcess } from '../fixtures/rig/rig-process.ts';
import { keyedRuns, limitedFlow, orderedFlow, placesOfKey, sendInOrder } from './keyed-load.ts';
import { busiest, openLab, soon } from './lab.ts';

const retry = { maxAttempts: 8, firstDelayMs: 200, maxDelayMs: 1_000, deadlineMs: 120_000 };
const keys = ['a', 'b', 'c', 'd'];
const eventsPerKey = 15;

test('runs with keys go in order and few at once while workers and a server are killed', async () => {
  await using lab = await openLab();
  // All are there before the first event: who starts only then starts when the work is done.
  const [doomed, ...others] = await Promise.all([1, 2, 3].map(() => lab.rig.server()));
  const workers = await Promise.all([1, 2, 3, 4].map(() => lab.rig.worker()));
  lab.doors.push(...others, ...(doomed === undefined ? [] : [doomed]));
  const options = { timeoutMs: 2_000, retry };
  const ordered = await lab.flow(orderedFlow(lab.target.url, options));
  const limited = await lab.flow(limitedFlow(lab.target.url, options));
  lab.target.answer({ afterMs: 40 });

  const more = (n: number): boolean => n < eventsPerKey;
  const sending = Promise.all(
    keys.flatMap((key) => [
      sendInOrder(ordered.sender, { prefix: 'o', key, more }),
      sendInOrder(limited.sender, { prefix: 'l', key, more }),
    ]),
  );
  const calls = (count: number): Promise<void> =>
    vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThanOrEqual(count), soon);
  // Whoever ends a run takes the next of its key over, so one worker may come to have all of them.
  const atWork = (signal: 'SIGKILL' | 'SIGSTOP'): Promise<RigProcess> =>
    busiest(lab, workers).then((worker) => {
      worker.signal(signal);
      return worker;
    });
  await vi.waitFor(
    () => expect(ordered.sender.accepted.length + limited.sender.accepted.length).toBeGreaterThan(20),
    soon,
  );
  doomed?.signal('SIGKILL');
  await calls(20);
  await atWork('SIGKILL');
  await calls(60);
  await atWork('SIGKILL');
  await calls(100);
  const frozen = await atWork('SIGSTOP');
  await sending;
  await lab.settled(120_000);
  frozen.signal('SIGCONT');

  const { rows } = await lab.rig.db.query<{ status: string; runs: number; crashed: boolean }>(
    'SELECT status, count(*)::int AS runs, bool_or(crashes > 0) AS crashed FROM v_run GROUP BY status',
  );
  expect(rows).toEqual([{ status: 'succeeded', runs: 2 * keys.length * eventsPerKey, crashed: true }]);
  const known = (runs: Parameters<typeof keyedRuns>[0]) => [
    ...keyedRuns(runs, ordered.flowId, { type: 'order' }),
    ...keyedRuns(runs, limited.flowId, { type: 'concurrency', limit: placesOfKey }),
  ];
  expect(await lab.verdict({ keyed: known })).toEqual([]);
});
