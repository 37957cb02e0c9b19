// A rig with its recording target on a fresh database: what every fault test starts from, and the proof that it ends with.
import { inject, vi } from 'vitest';
import { createSender } from '../fixtures/rig/sender.ts';
import type { Sender } from '../fixtures/rig/sender.ts';
import type { FlowJson } from '../fixtures/rig/flow-document.ts';
import { newDatabase } from '../fixtures/rig/postgres.ts';
import { startRecordingTarget } from '../fixtures/rig/recording-target.ts';
import type { RecordingTarget } from '../fixtures/rig/recording-target.ts';
import { openRig } from '../fixtures/rig/rig.ts';
import type { Rig, RigOptions, RigServer } from '../fixtures/rig/rig.ts';
import type { RigProcess } from '../fixtures/rig/rig-process.ts';
import { openRuns, proof, watchRuns } from './proof.ts';
import type { ProofParts } from './proof.ts';
import type { Violation } from './invariants/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server of this test run, as the owner, on database `postgres`. */
    databaseServerUrl: string;
    /** Empty where this machine has no redis-server. */
    redisUrl: string;
  }
}

/** A limit, not a wait: what holds is met long before, and on a machine that does other things too everything takes its time. */
export const soon = { timeout: 180_000, interval: 20 };

export interface LabFlow {
  readonly flowId: string;
  /** The path of its webhook, at every server. */
  readonly hook: string;
  readonly sender: Sender;
}

export interface Lab extends AsyncDisposable {
  readonly rig: Rig;
  readonly target: RecordingTarget;
  /** Where senders send to, in turns. */
  readonly doors: RigServer[];
  flow(document: FlowJson): Promise<LabFlow>;
  /** All runs are at their end, or wait for a person. The limit is that of a machine which does nothing else. */
  settled(limitMs: number): Promise<void>;
  verdict(given?: Partial<ProofParts>): Promise<Violation[]>;
}

export interface LabOptions extends Partial<Pick<RigOptions, 'databaseUrl' | 'redisUrl' | 'blobDir'>> {
  /** Further addresses that flows may call, as `127.0.0.1:port`. */
  readonly egressAllow?: readonly string[];
}

export async function openLab(options: LabOptions = {}): Promise<Lab> {
  await using cleanup = new AsyncDisposableStack();
  const target = cleanup.use(await startRecordingTarget());
  const { egressAllow = [], ...given } = options;
  const rig = cleanup.use(
    await openRig({
      ...given,
      databaseUrl: options.databaseUrl ?? (await newDatabase(inject('databaseServerUrl'), 'template_migrated')),
      egressAllow: [`127.0.0.1:${target.port}`, ...egressAllow],
    }),
  );
  const watch = watchRuns(rig.db);
  cleanup.defer(() => watch.stop());
  const doors: RigServer[] = [];
  const flows = new Map<string, FlowJson>();
  const senders = new Map<string, Sender>();
  const stack = cleanup.move();
  return {
    rig,
    target,
    doors,
    flow: async (document) => {
      const { flowId, hook } = await rig.publish(document);
      const sender = createSender(() => doors.map((door) => `${door.url}${hook}`));
      flows.set(flowId, document);
      senders.set(flowId, sender);
      return { flowId, hook, sender };
    },
    settled: (limitMs) =>
      vi.waitFor(
        async () => {
          const open = await openRuns(rig.db);
          if (open !== 0) throw new Error(`${open ?? 'nobody knows how many'} runs are open`);
        },
        { timeout: limitMs * rig.slowness, interval: 100 },
      ),
    verdict: (given = {}) =>
      proof({
        db: rig.db,
        calls: target.calls,
        flows,
        accepted: new Map([...senders].map(([flowId, sender]) => [flowId, sender.accepted])),
        glimpses: watch.glimpses,
        ...given,
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Of these workers the one with the most runs in its hands: who dies idle proves nothing. */
export const busiest = <W extends RigProcess>(lab: Lab, workers: readonly W[]): Promise<W> =>
  vi.waitFor(
    async () => {
      const { rows } = await lab.rig.db.query<{ pid: number }>(
        'SELECT s.pid FROM run r JOIN worker_session s ON s.id = r.owner WHERE r.status = 1 GROUP BY s.pid ORDER BY count(*) DESC',
      );
      const [found] = rows.flatMap(({ pid }) => workers.filter((worker) => worker.pid === pid && !worker.isGone));
      if (found === undefined) throw new Error('none of them is at work');
      return found;
    },
    { ...soon, interval: 5 },
  );

/** How many runs there are in each status. */
export const statuses = async (lab: Lab): Promise<unknown[]> =>
  (await lab.rig.db.query('SELECT status, count(*)::int AS runs FROM v_run GROUP BY status ORDER BY status')).rows;

export const events = (count: number, prefix = 'e'): { readonly id: string }[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));

/** The sessions of those who died are over at once, which saves ten seconds each time; what their own end brings is tried by F1, F7 and F8. */
export async function sessionsEnd(lab: Lab): Promise<void> {
  const living = lab.rig.living.map(({ pid }) => pid);
  await lab.rig.db.query('UPDATE worker_session SET expires_at = now() WHERE pid <> ALL ($1::int[])', [living]);
}

/** In which time what waits for the end of a lease, or of the grace of a cancel, has happened: both last ten seconds. */
export const actedWithinMs = (slowness: number): number => 10_000 + 2_000 * slowness;

/** How long after `since` (the database's time) each run that lost its worker was claimed again, slowest last. */
export async function recoveryMs(lab: Lab, since: Date): Promise<number[]> {
  const { rows } = await lab.rig.db.query<{ ms: number }>(
    `SELECT extract(epoch FROM claimed_at - $1)::float8 * 1000 AS ms FROM v_run WHERE crashes > 0 ORDER BY 1`,
    [since],
  );
  return rows.map(({ ms }) => ms);
}

export async function databaseNow(lab: Lab): Promise<Date> {
  const { rows } = await lab.rig.db.query<{ now: Date }>('SELECT now() AS now');
  return rows[0]?.now ?? new Date(0);
}
