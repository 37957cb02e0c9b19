// A storm: random flows under a random mix of faults, on several workers and two servers, and the verdict of the invariants.
import { setTimeout as delay } from 'node:timers/promises';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { newDatabase } from '../../fixtures/rig/postgres.ts';
import type { RigPostgres } from '../../fixtures/rig/postgres.ts';
import { startRecordingTarget } from '../../fixtures/rig/recording-target.ts';
import { openRig } from '../../fixtures/rig/rig.ts';
import type { ProcessOptions, Rig } from '../../fixtures/rig/rig.ts';
import type { RigProcess } from '../../fixtures/rig/rig-process.ts';
import { startTcpProxy, through } from '../../fixtures/rig/tcp-proxy.ts';
import type { Violation } from '../invariants/index.ts';
import { keyedRuns, publishKeyed, sendInOrder } from '../keyed-load.ts';
import { openRuns, proof, watchRuns } from '../proof.ts';
import type { ProofParts } from '../proof.ts';
import { cannotBeUndone, drawFlow, drawnFailure, randomOf } from './random-flow.ts';
import type { DrawnFlow } from './random-flow.ts';
import { startCallLoad } from './call-load.ts';
import { startMessageLoad } from './message-load.ts';
import { startOldLoad } from './old-load.ts';
import { startRecordsLoad } from './records-load.ts';
import { startScheduleLoad } from './schedule-load.ts';
import { stormFaults } from './storm-faults.ts';
import type { StormLoad } from './storm-load.ts';
import { startWaitLoad } from './wait-load.ts';
import { whatIsOpen } from './what-is-open.ts';

export interface StormPlan {
  readonly seed: number;
  readonly minutes: number;
  readonly workers: number;
  readonly postgres: RigPostgres;
  readonly say: (line: string) => void;
}

export interface StormVerdict {
  readonly accepted: number;
  readonly runs: number;
  /** Runs that took back what they did. */
  readonly undone: number;
  readonly cancelled: number;
  /** Of schedules; and planned times that were recorded as missed. */
  readonly fires: number;
  readonly missed: number;
  readonly calls: number;
  readonly faults: number;
  readonly open: number | undefined;
  readonly violations: readonly Violation[];
}

const flowCount = 4;
const eventsAtOnce = 6;
/** Of the flows whose runs wait for each other. */
const stormKeys = ['a', 'b', 'c'];
/** A rest between two faults, so that runs get somewhere and no run dies of bad luck alone (three deaths are poison). */
const restMs = { least: 1_500, most: 4_000 };
const settleLimitMs = 120_000;
/** What is still open then is told so often. */
const tellEveryMs = 5_000;
/** With so many runs open, senders wait: a storm is about faults, not about how fast this machine is. */
const mostOpen = 250;

export async function storm(plan: StormPlan): Promise<StormVerdict> {
  const random = randomOf(plan.seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const begun = performance.now();
  const say = (line: string): void =>
    plan.say(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(7)} s  ${line}`);

  await using cleanup = new AsyncDisposableStack();
  const databaseUrl = await newDatabase(plan.postgres.url);
  const target = cleanup.use(await startRecordingTarget());
  const { hostname, port } = new URL(databaseUrl);
  const toDatabase = cleanup.use(await startTcpProxy({ host: hostname, port: Number(port) }));
  const toTarget = cleanup.use(await startTcpProxy({ host: '127.0.0.1', port: target.port }));
  const rig: Rig = cleanup.use(await openRig({ databaseUrl, egressAllow: [`127.0.0.1:${toTarget.port}`] }));
  const byWire: ProcessOptions = { databaseUrl: through(toDatabase, databaseUrl) };
  const servers = [await rig.server(), await rig.server(byWire)];
  // The first worker has a wire that breaks; the others reach the database directly.
  const optionsOf = (index: number): ProcessOptions => ({
    ...(index === 0 ? byWire : {}),
    env: { RETENTION_PAUSE_S: '1' },
  });
  const workers: RigProcess[] = await Promise.all(
    Array.from({ length: plan.workers }, (_, index) => rig.worker(optionsOf(index))),
  );
  const watch = watchRuns(rig.db, 1_000);
  cleanup.defer(() => watch.stop());

  target.except(({ event, step }) => {
    const number = Number(event.split('-').at(-1));
    return /^(?:effect|pair)0a:c$/.test(step) && cannotBeUndone(number % 100) ? 'refuse' : null;
  });
  const targetUrl = `http://127.0.0.1:${toTarget.port}`;
  const drawn = new Map<string, DrawnFlow>();
  const flows = new Map<string, FlowJson>();
  const senders = new Map<string, ReturnType<typeof createSender>>();
  for (let number = 1; number <= flowCount; number += 1) {
    const flow = drawFlow(random, targetUrl, `Storm ${number}`);
    const { flowId, hook } = await rig.publish(flow.document);
    drawn.set(flowId, flow);
    flows.set(flowId, flow.document);
    senders.set(
      flowId,
      createSender(() => servers.map((server) => `${server.url}${hook}`), settleLimitMs),
    );
    say(`flow ${number}: ${flow.document.nodes.map(({ id }) => id).join(' ')}`);
  }

  const hookUrls = (hook: string): string[] => servers.map((server) => `${server.url}${hook}`);
  const keyed = await publishKeyed(rig, { targetUrl, hookUrls, limitMs: settleLimitMs });
  for (const { flowId, document, sender } of keyed) {
    flows.set(flowId, document);
    senders.set(flowId, sender);
  }
  const loads: StormLoad[] = [];
  for (const [index, start] of [
    startWaitLoad,
    startScheduleLoad,
    startMessageLoad,
    startRecordsLoad,
    startCallLoad,
    startOldLoad,
  ].entries()) {
    const load = await start({
      rig,
      target,
      targetUrl,
      hookUrls,
      random: randomOf(plan.seed + index + 1),
      say,
      limitMs: settleLimitMs,
    });
    loads.push(load);
    for (const [flowId, document] of load.flows) flows.set(flowId, document);
    for (const [flowId, sender] of load.senders) senders.set(flowId, sender);
  }
  const drawnSenders = [...senders].filter(([flowId]) => drawn.has(flowId));

  const faults = stormFaults({
    rig,
    postgres: plan.postgres,
    target,
    toDatabase,
    toTarget,
    workers,
    newWorker: (index) => rig.worker(optionsOf(index)),
    random,
  });

  const until = performance.now() + plan.minutes * 60_000;
  let raised = 0;
  const rage = async (): Promise<void> => {
    while (performance.now() < until) {
      await delay(restMs.least + random() * (restMs.most - restMs.least));
      const fault = pick(faults);
      say(fault.name);
      raised += 1;
      await fault.run();
    }
  };
  let sent = 0;
  let backlog = 0;
  const lookAtBacklog = async (): Promise<void> => {
    while (performance.now() < until) {
      backlog = (await openRuns(rig.db)) ?? backlog;
      await delay(200);
    }
  };
  const inflow = async ([flowId, sender]: [string, ReturnType<typeof createSender>]): Promise<void> => {
    while (performance.now() < until) {
      if (backlog > mostOpen) {
        await delay(100);
        continue;
      }
      const number = sent++;
      // Now and then the same event comes twice.
      const copies = number % 25 === 0 ? 2 : 1;
      const event = { id: `${flowId.slice(-4)}-${number}`, n: number % 100 };
      await Promise.all(Array.from({ length: copies }, () => sender.send(event)));
      await delay(20);
    }
  };
  const lanes = drawnSenders.flatMap((one) => Array.from({ length: eventsAtOnce }, () => inflow(one)));
  const more = async (): Promise<boolean> => {
    do await delay(backlog > mostOpen ? 200 : 20);
    while (backlog > mostOpen && performance.now() < until);
    return performance.now() < until;
  };
  const keyedLanes = keyed.flatMap(({ flowId, sender }) =>
    stormKeys.map((key) => sendInOrder(sender, { prefix: flowId.slice(-4), key, more })),
  );
  const goesOn = (): boolean => performance.now() < until;
  const beside = loads.map((load) => load.rage({ goesOn, mayHaveMore: () => backlog <= mostOpen }));
  await Promise.all([rage(), lookAtBacklog(), ...beside, ...lanes, ...keyedLanes]);
  say('the storm is over; what is open comes to its end');
  const open = await settled(rig, loads, say);
  await watch.stop();
  const accepted = new Map([...senders].map(([flowId, sender]) => [flowId, [...new Set(sender.accepted)]]));
  const violations = await proof({
    db: rig.db,
    calls: target.calls,
    flows,
    accepted,
    glimpses: watch.glimpses,
    deadlineMs: plan.minutes * 60_000 + settleLimitMs,
    keyed: (runs) => keyed.flatMap(({ flowId, rule }) => keyedRuns(runs, flowId, rule)),
    ...(await factsOf(loads)),
    expected: (run, body) => drawn.get(run.flowId)?.model((body as { n: number }).n),
  });
  const unhappy = await rig.db.query<{ id: string; status: string; error: string | null }>(
    `SELECT id, status, error FROM v_run WHERE status NOT IN ('succeeded', 'cancelled') AND coalesce(error, '') NOT LIKE $1 LIMIT 20`,
    [`%"${drawnFailure}"%`],
  );
  for (const { id, status, error } of unhappy.rows) say(`run ${id} is ${status}: ${error ?? 'no reason'}`);
  const counted = await rig.db.query<Counted>(
    `SELECT (SELECT count(*)::int FROM v_run r JOIN event e ON e.id = r.event_id
         WHERE e.trigger_id = 'hook' AND r.flow_id = ANY ($1::uuid[])) AS runs,
      (SELECT count(*)::int FROM v_run WHERE status = 'cancelled') AS cancelled,
      (SELECT count(*)::int FROM event_key WHERE key LIKE 'sched:%') AS fires,
      (SELECT coalesce(sum(fires), 0)::int FROM schedule_miss) AS missed, (SELECT count(*)::int FROM dead_letter WHERE kind = 'undo') AS left,
      (SELECT count(DISTINCT run_id)::int FROM v_step WHERE status = 'compensated') AS undone`,
    [[...senders.keys()]],
  );
  const { runs = 0, undone = 0, left = 0, cancelled = 0, fires = 0, missed = 0 } = counted.rows[0] ?? {};
  say(`${undone} runs took back what they did, ${left} could not take back all of it`);
  say(`${cancelled} runs were cancelled; of the planned times ${fires} fired and ${missed} were recorded as missed`);
  return {
    accepted: [...accepted.values()].reduce((sum, ids) => sum + ids.length, 0),
    runs,
    undone,
    cancelled,
    fires,
    missed,
    calls: target.calls.length,
    faults: raised,
    open,
    violations,
  };
}

type Counted = Pick<StormVerdict, 'runs' | 'undone' | 'cancelled' | 'fires' | 'missed'> & { readonly left: number };

/** What the database cannot tell just now is asked again. */
const isSettled = async (load: StormLoad): Promise<boolean> => (await load.settle?.().catch(() => false)) ?? true;

async function factsOf(loads: readonly StormLoad[]): Promise<Partial<ProofParts>> {
  const facts = await Promise.all(loads.map(async (load) => (await load.facts?.()) ?? {}));
  return Object.assign({}, ...facts) as Partial<ProofParts>;
}

/** Waits until nothing is open, planned or on its way, and tells what is. Hands back how many runs are open. */
async function settled(
  rig: Rig,
  loads: readonly StormLoad[],
  say: (line: string) => void,
): Promise<number | undefined> {
  const end = performance.now() + settleLimitMs;
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
