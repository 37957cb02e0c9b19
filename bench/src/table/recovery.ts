// How long runs stand still when their worker is killed: by the database's clock, from the kill to the next claim.
import type { Rig } from '../../../e2e/fixtures/rig/rig.ts';
import { createSender } from '../../../e2e/fixtures/rig/sender.ts';
import { chain } from '../../../e2e/fixtures/rig/flow-document.ts';
import type { RecordingTarget } from '../../../e2e/fixtures/rig/recording-target.ts';
import { quantile } from '../load.ts';

export interface RecoveryFigures {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** `kills` times: runs that wait for a slow target, then SIGKILL of the worker that has them, with another beside it. */
export async function recoveryAfterKill(rig: Rig, target: RecordingTarget, kills: number): Promise<RecoveryFigures> {
  const server = await rig.server();
  const { hook } = await rig.publish(chain(target.url));
  const sender = createSender(() => [`${server.url}${hook}`]);
  const waits: number[] = [];
  let doomed = await rig.worker();
  for (let kill = 0; kill < kills; kill += 1) {
    // Longer than the other worker takes to start, however slow the machine is: the runs must be under way when theirs is killed.
    target.answer({ afterMs: 20_000 });
    await sender.sendAll(
      Array.from({ length: 100 }, (_, index) => ({ id: `kill ${kill} ${index}` })),
      20,
    );
    const heir = await rig.worker();
    const { rows } = await rig.db.query<{ now: Date }>('SELECT now() AS now');
    doomed.signal('SIGKILL');
    await doomed.ended;
    target.answer('at once');
    for (let open = 1; open > 0;) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const left = await rig.db.query<{ open: number }>(
        `SELECT count(*)::int AS open FROM v_run WHERE finished_at IS NULL`,
      );
      open = left.rows[0]?.open ?? 0;
    }
    const claimed = await rig.db.query<{ ms: number }>(
      `SELECT extract(epoch FROM claimed_at - $1)::float8 * 1000 AS ms FROM v_run WHERE crashes > 0 AND claimed_at > $1`,
      [rows[0]?.now],
    );
    if (claimed.rows.length === 0) throw new Error('The worker that was killed had no runs: nothing was measured.');
    waits.push(...claimed.rows.map(({ ms }) => ms));
    doomed = heir;
  }
  waits.sort((left, right) => left - right);
  return { runs: waits.length, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) };
}
