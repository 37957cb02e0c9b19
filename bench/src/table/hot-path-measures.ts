// The hot path on one server and one worker, as processes of their own: throughput, and latency at a calm rate.
import { Pool } from 'undici';
import type { Rig, RigServer } from '../../../e2e/fixtures/rig/rig.ts';
import { asyncFlow, expressFlow, orderBody, syncFlow } from '../flows.ts';
import { load, quantile } from '../load.ts';
import type { LoadResult } from '../load.ts';
import type { RigProcess } from '../../../e2e/fixtures/rig/rig-process.ts';
import type { ArrivalSink } from './arrival-sink.ts';
import { cpuSecondsOf, postgresCpuSeconds } from './cpu-time.ts';

const settleMs = 180_000;
export const concurrency = 50;

export interface Installed {
  readonly rig: Rig;
  readonly server: RigServer;
  readonly worker: RigProcess;
  readonly sink: ArrivalSink;
  readonly asyncHook: string;
  readonly syncHook: string;
  readonly expressHook: string;
}

export async function install(rig: Rig, sink: ArrivalSink): Promise<Installed> {
  const server = await rig.server();
  const worker = await rig.worker();
  const { hook: asyncHook } = await rig.publish(asyncFlow(sink.url));
  const { hook: syncHook } = await rig.publish(syncFlow);
  const { hook: expressHook } = await rig.publish(expressFlow);
  return { rig, server, worker, sink, asyncHook, syncHook, expressHook };
}

let orders = 0;
/** Orders of one measurement have numbers that no other has. */
const nextOrder = (): string => orderBody(++orders);

export interface AsyncResult extends LoadResult {
  /** Answered with 202 while requests were sent. */
  readonly acceptedPerSecond: number;
}

/** Runs per second from the first request to the last arrival at the sink. */
export async function asyncThroughput({ server, sink, asyncHook }: Installed, seconds: number): Promise<AsyncResult> {
  const before = sink.arrivals.size;
  const begun = performance.now();
  const url = `${server.url}${asyncHook}`;
  const accepted = await load({ url, concurrency, seconds, body: nextOrder, accept: (status) => status === 202 });
  await sink.until(before + accepted.answered, settleMs);
  const finishedPerSecond = accepted.answered / ((performance.now() - begun) / 1_000);
  return { ...accepted, acceptedPerSecond: accepted.perSecond, perSecond: finishedPerSecond };
}

export function syncThroughput({ server, syncHook }: Installed, seconds: number): Promise<LoadResult> {
  const url = `${server.url}${syncHook}`;
  return load({ url, concurrency, seconds, body: nextOrder, accept: (status) => status === 200 });
}

export function expressThroughput({ server, expressHook }: Installed, seconds: number): Promise<LoadResult> {
  const url = `${server.url}${expressHook}`;
  return load({ url, concurrency, seconds, body: nextOrder, accept: (status) => status === 200 });
}

/** How many answered express runs are in the history, once nothing more is being written. */
export async function expressRunsKept({ rig, expressHook }: Installed): Promise<number> {
  const key = expressHook.slice(expressHook.lastIndexOf('/') + 1);
  const count = async (): Promise<number> => {
    const { rows } = await rig.db.query<{ kept: number }>(
      'SELECT count(*)::int AS kept FROM run WHERE flow_id = (SELECT flow_id FROM deployment WHERE hook_key = $1)',
      [key],
    );
    return rows[0]?.kept ?? 0;
  };
  for (let before = -1, now = await count(); ; before = now, now = await count()) {
    if (before === now) return now;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

export interface Latencies {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** From sending the webhook to the arrival at the sink, at a fixed rate, whatever the answers do. */
export async function latencyAt(perSecond: number, seconds: number, at: Installed): Promise<Latencies> {
  const pool = new Pool(at.server.url, { connections: 32 });
  const before = at.sink.arrivals.size;
  const sent = new Map<string, number>();
  const count = perSecond * seconds;
  const begun = performance.now();
  const answers: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = begun + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const body = nextOrder();
    sent.set((JSON.parse(body) as { id: string }).id, performance.now());
    const request = {
      method: 'POST' as const,
      path: at.asyncHook,
      headers: { 'content-type': 'application/json' },
      body,
    };
    answers.push(pool.request(request).then((answer) => answer.body.dump()));
  }
  await Promise.all(answers);
  await at.sink.until(before + count, settleMs);
  await pool.close();
  const latencies = [...sent]
    .map(([id, at0]) => (at.sink.arrivals.get(id) ?? Number.NaN) - at0)
    .sort((left, right) => left - right);
  return { p50Ms: quantile(latencies, 0.5), p95Ms: quantile(latencies, 0.95), p99Ms: quantile(latencies, 0.99) };
}

/** Processor time in milliseconds per item; unlike a rate it hardly depends on what else the machine does. */
export interface CpuPerItem {
  readonly serverMs: number;
  readonly workerMs: number;
  readonly postgresMs: number;
  /** The load generator itself. */
  readonly loadMs: number;
}

/** What a measurement costs each process. */
export async function withCpu<Result extends { readonly answered: number }>(
  { rig, server, worker }: Installed,
  measure: () => Promise<Result>,
): Promise<Result & { readonly cpu: CpuPerItem }> {
  const look = (): Promise<number[]> =>
    Promise.all([
      cpuSecondsOf(server.pid),
      cpuSecondsOf(worker.pid),
      postgresCpuSeconds(rig),
      cpuSecondsOf(process.pid),
    ]);
  const before = await look();
  const result = await measure();
  const after = await look();
  const perItem = (at: number): number => (((after[at] ?? 0) - (before[at] ?? 0)) * 1_000) / result.answered;
  return { ...result, cpu: { serverMs: perItem(0), workerMs: perItem(1), postgresMs: perItem(2), loadMs: perItem(3) } };
}
