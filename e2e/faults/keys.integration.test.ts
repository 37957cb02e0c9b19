// I10: order and concurrency keys hold while workers and servers die.
import { expect, test, vi } from 'vitest';
import { keyedRuns, limitedFlow, orderedFlow, placesOfKey, sendInOrder } from './keyed-load.ts';
import { openLab } from './lab.ts';

const retry = { maxAttempts: 8, firstDelayMs: 200, maxDelayMs: 1_000, deadlineMs: 120_000 };
const keys = ['a', 'b', 'c', 'd'];
const eventsPerKey = 15;

test(
  'runs with keys go in order and few at once while workers and a server are killed',
  { timeout: 240_000 },
  async () => {
    await using lab = await openLab();
    lab.doors.push(await lab.rig.server(), await lab.rig.server());
    const workers = [await lab.rig.worker(), await lab.rig.worker(), await lab.rig.worker()];
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
      vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThanOrEqual(count), {
        timeout: 60_000,
        interval: 10,
      });
    await calls(20);
    workers[0]?.signal('SIGKILL');
    workers.push(await lab.rig.worker());
    await calls(60);
    const [, door] = lab.doors.splice(1, 1, await lab.rig.server());
    door?.signal('SIGKILL');
    workers[1]?.signal('SIGKILL');
    await calls(100);
    workers[2]?.signal('SIGSTOP');
    await sending;
    await lab.settled(120_000);
    workers[2]?.signal('SIGCONT');

    const { rows } = await lab.rig.db.query<{ status: string; runs: number; crashed: boolean }>(
      'SELECT status, count(*)::int AS runs, bool_or(crashes > 0) AS crashed FROM v_run GROUP BY status',
    );
    expect(rows).toEqual([{ status: 'succeeded', runs: 2 * keys.length * eventsPerKey, crashed: true }]);
    const known = (runs: Parameters<typeof keyedRuns>[0]) => [
      ...keyedRuns(runs, ordered.flowId, { type: 'order' }),
      ...keyedRuns(runs, limited.flowId, { type: 'concurrency', limit: placesOfKey }),
    ];
    expect(await lab.verdict({ keyed: known })).toEqual([]);
  },
);
