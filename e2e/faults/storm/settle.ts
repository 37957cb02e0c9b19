// The end of a storm: what it still waits for, and what it came to.
import { setTimeout as delay } from 'node:timers/promises';
import type { Rig } from '../../fixtures/rig/rig.ts';
import { openRuns } from '../proof.ts';
import type { ProofParts } from '../proof.ts';
import { drawnFailure } from './random-flow.ts';
import type { StormLoad } from './storm-load.ts';
import { whatIsOpen } from './what-is-open.ts';

/** What is still open then is told so often. */
const tellEveryMs = 5_000;

/** What the database cannot tell just now is asked again. */
const isSettled = async (load: StormLoad): Promise<boolean> => (await load.settle?.().catch(() => false)) ?? true;

export async function factsOf(loads: readonly StormLoad[]): Promise<Partial<ProofParts>> {
  const facts: Partial<ProofParts>[] = [];
  for (const load of loads) facts.push((await load.facts?.()) ?? {});
  const all = <Item>(listOf: (one: Partial<ProofParts>) => readonly Item[] | undefined): Item[] =>
    facts.flatMap((one) => listOf(one) ?? []);
  return {
    ...(Object.assign({}, ...facts) as Partial<ProofParts>),
    // Several know some of these.
    alsoAccepted: all((one) => one.alsoAccepted),
    recordsToSend: all((one) => one.recordsToSend),
  };
}

/** Waits until nothing is open, planned or on its way, and tells what is. Hands back how many runs are open. */
export async function settled(
  rig: Rig,
  loads: readonly StormLoad[],
  { say, limitMs }: { say: (line: string) => void; limitMs: number },
): Promise<number | undefined> {
  const end = performance.now() + limitMs;
  let told = performance.now();
  for (;;) {
    const quiet = await Promise.all(loads.map(isSettled));
    const open = await openRuns(rig.db);
    if (quiet.every(Boolean) && open === 0) return 0;
    if (performance.now() > end) {
      say(`not settled in time: ${(await whatIsOpen(rig.db)) ?? 'nobody knows what is open'}`);
      return quiet.every(Boolean) ? open : Math.max(open ?? 0, 1);
    }
    if (performance.now() - told > tellEveryMs) {
      told = performance.now();
      say(`open: ${(await whatIsOpen(rig.db)) ?? 'nothing that the database knows of'}`);
    }
    await delay(250);
  }
}

export interface Counted {
  /** Of webhooks; without replays. */
  readonly runs: number;
  /** Runs that took back what they did. */
  readonly undone: number;
  readonly cancelled: number;
  /** Of schedules; and planned times that were recorded as missed. */
  readonly fires: number;
  readonly missed: number;
  readonly replays: number;
}

export async function counted(rig: Rig, flowIds: readonly string[], say: (line: string) => void): Promise<Counted> {
  const unhappy = await rig.db.query<{ id: string; status: string; error: string | null }>(
    `SELECT id, status, error FROM v_run WHERE status NOT IN ('succeeded', 'cancelled') AND coalesce(error, '') NOT LIKE $1 LIMIT 20`,
    [`%"${drawnFailure}"%`],
  );
  for (const { id, status, error } of unhappy.rows) say(`run ${id} is ${status}: ${error ?? 'no reason'}`);
  const { rows } = await rig.db.query<Counted & { readonly left: number }>(
    `SELECT (SELECT count(*)::int FROM v_run r JOIN event e ON e.id = r.event_id
         WHERE e.trigger_id = 'hook' AND r.replay_of IS NULL AND r.flow_id = ANY ($1::uuid[])) AS runs,
      (SELECT count(*)::int FROM v_run WHERE status = 'cancelled') AS cancelled,
      (SELECT count(*)::int FROM event_key WHERE key LIKE 'sched:%') AS fires,
      (SELECT coalesce(sum(fires), 0)::int FROM schedule_miss) AS missed,
      (SELECT count(*)::int FROM dead_letter WHERE kind = 'undo') AS left,
      (SELECT count(*)::int FROM v_run WHERE replay_of IS NOT NULL) AS replays,
      (SELECT count(DISTINCT run_id)::int FROM v_step WHERE status = 'compensated') AS undone`,
    [flowIds],
  );
  const { left = 0, ...all } = rows[0] ?? { runs: 0, undone: 0, cancelled: 0, fires: 0, missed: 0, replays: 0 };
  say(`${all.undone} runs took back what they did, ${left} could not take back all of it`);
  say(
    `${all.cancelled} runs were cancelled; of the planned times ${all.fires} fired and ${all.missed} were recorded as missed`,
  );
  return all;
}
