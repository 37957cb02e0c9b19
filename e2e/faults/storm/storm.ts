// A storm: flows of every kind under a random mix of faults, on several workers and two servers, and the verdict of the invariants.
import { setTimeout as delay } from 'node:timers/promises';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { newDatabase } from '../../fixtures/rig/postgres.ts';
import type { RigPostgres } from '../../fixtures/rig/postgres.ts';
import { startRecordingTarget } from '../../fixtures/rig/recording-target.ts';
import { openRig } from '../../fixtures/rig/rig.ts';
import type { ProcessOptions, Rig } from '../../fixtures/rig/rig.ts';
import type { RigProcess } from '../../fixtures/rig/rig-process.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import { startTcpProxy, through } from '../../fixtures/rig/tcp-proxy.ts';
import type { Violation } from '../invariants/index.ts';
import { openRuns, proof, watchRuns } from '../proof.ts';
import { startedLook } from '../started-look.ts';
import { startBurstLoad } from './burst-load.ts';
import { startCallLoad } from './call-load.ts';
import { startDrawnLoad } from './drawn-load.ts';
import { startKeyedLoad } from './keyed-storm-load.ts';
import { startLargeLoad } from './large-load.ts';
import { startMessageLoad } from './message-load.ts';
import { startOldLoad } from './old-load.ts';
import { randomOf } from '../../fixtures/random.ts';
import { startRecordsLoad } from './records-load.ts';
import { startReplayLoad } from './replay-load.ts';
import { startScheduleLoad } from './schedule-load.ts';
import { counted, factsOf, settled } from './settle.ts';
import type { Counted } from './settle.ts';
import { stormFaults } from './storm-faults.ts';
import type { StormLoad } from './storm-load.ts';
import { startVersionLoad } from './version-load.ts';
import { startWaitLoad } from './wait-load.ts';

export interface StormPlan {
  readonly seed: number;
  readonly minutes: number;
  readonly workers: number;
  readonly postgres: RigPostgres;
  readonly say: (line: string) => void;
}

export interface StormVerdict extends Counted {
  /** Events of webhooks that were answered with 2xx. */
  readonly accepted: number;
  /** Events of bursts that were answered with 429. */
  readonly refused: number;
  readonly calls: number;
  readonly faults: number;
  readonly open: number | undefined;
  readonly violations: readonly Violation[];
}

/** A rest between two faults, so that runs get somewhere and no run dies of bad luck alone (three deaths are poison). */
const restMs = { least: 1_500, most: 4_000 };
const settleLimitMs = 120_000;
/** With so many runs open, senders wait: a storm is about faults, not about how fast this machine is. */
const mostOpen = 250;
/** With so many queued in a workspace, servers refuse its events: bursts meet it. */
const backlogLimit = 120;
/** Of the calls at the target, each so-many-th is asked whether its step was recorded before. */
const lookAtEach = 10;

const kinds = [
  startDrawnLoad,
  startKeyedLoad,
  startWaitLoad,
  startScheduleLoad,
  startMessageLoad,
  startRecordsLoad,
  startCallLoad,
  startOldLoad,
  startVersionLoad,
  startLargeLoad,
  startBurstLoad,
];

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
  // The second server and the first worker have a wire that breaks; the others reach the database directly.
  const byWire: ProcessOptions = { databaseUrl: through(toDatabase, databaseUrl) };
  const serverOptions = (index: number): ProcessOptions => ({
    ...(index === 1 ? byWire : {}),
    env: { BACKLOG_LIMIT: String(backlogLimit) },
  });
  const workerOptions = (index: number): ProcessOptions => ({
    ...(index === 0 ? byWire : {}),
    env: { RETENTION_PAUSE_S: '1' },
  });
  const servers = [await rig.server(serverOptions(0)), await rig.server(serverOptions(1))];
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const workers: RigProcess[] = await Promise.all(
    Array.from({ length: plan.workers }, (_, index) => rig.worker(workerOptions(index))),
  );
  const watch = watchRuns(rig.db, 1_000);
  cleanup.defer(() => watch.stop());
  target.look(cleanup.use(startedLook(databaseUrl, lookAtEach)).at);

  const flows = new Map<string, FlowJson>();
  const senders = new Map<string, Sender>();
  const loads: StormLoad[] = [];
  const parts = (index: number): Parameters<(typeof kinds)[number]>[0] => ({
    rig,
    target,
    targetUrl: `http://127.0.0.1:${toTarget.port}`,
    hookUrls: (hook) => servers.map((server) => `${server.url}${hook}`),
    random: randomOf(plan.seed + index + 1),
    say,
    limitMs: settleLimitMs,
  });
  loads.push(...(await Promise.all(kinds.map((start, index) => start(parts(index))))));
  const replayable = loads.flatMap((load) => load.replayable ?? []);
  loads.push(await startReplayLoad(parts(kinds.length), replayable));
  for (const load of loads) {
    for (const [flowId, document] of load.flows) flows.set(flowId, document);
    for (const [flowId, sender] of load.senders) senders.set(flowId, sender);
  }

  const faults = stormFaults({
    rig,
    postgres: plan.postgres,
    target,
    toDatabase,
    toTarget,
    workers,
    newWorker: (index) => rig.worker(workerOptions(index)),
    servers,
    newServer: (index) => rig.server({ ...serverOptions(index), port: ports[index] ?? 0 }),
    random,
  });
  const until = performance.now() + plan.minutes * 60_000;
  const goesOn = (): boolean => performance.now() < until;
  let raised = 0;
  const rage = async (): Promise<void> => {
    while (goesOn()) {
      await delay(restMs.least + random() * (restMs.most - restMs.least));
      const fault = pick(faults);
      say(fault.name);
      raised += 1;
      await fault.run();
    }
  };
  const heldBack = loads.flatMap((load) => load.heldBack ?? []);
  let backlog = 0;
  const lookAtBacklog = async (): Promise<void> => {
    while (goesOn()) {
      backlog = (await openRuns(rig.db, heldBack)) ?? backlog;
      await delay(200);
    }
  };
  const beside = loads.map((load) => load.rage({ goesOn, mayHaveMore: () => backlog <= mostOpen }));
  await Promise.all([rage(), lookAtBacklog(), ...beside]);
  say('the storm is over; what is open comes to its end');
  const open = await settled(rig, loads, { say, limitMs: settleLimitMs });
  await watch.stop();
  const accepted = new Map([...senders].map(([flowId, sender]) => [flowId, [...new Set(sender.accepted)]]));
  const facts = await factsOf(loads);
  const violations = await proof({
    db: rig.db,
    calls: target.calls,
    flows,
    accepted,
    glimpses: watch.glimpses,
    deadlineMs: plan.minutes * 60_000 + settleLimitMs,
    expected: (run, body) => loads.map((load) => load.model?.(run, body)).find((model) => model !== undefined),
    ...facts,
  });
  return {
    ...(await counted(rig, [...senders.keys()], say)),
    accepted: [...accepted.values()].reduce((sum, ids) => sum + ids.length, 0),
    refused: facts.refused?.length ?? 0,
    calls: target.calls.length,
    faults: raised,
    open,
    violations,
  };
}
