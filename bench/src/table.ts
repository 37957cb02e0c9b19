// The whole table of the engine's bars, in one command: on the embedded database as an installation has it (it waits for the
// disk), history kept, load generator and sink beside it; each row with the queue on PostgreSQL and on Redis.
//   npm run bench                                all of it, some ten minutes
//   npm run bench -- --seconds 5 --runs 100000 --records 100000   quicker, and less of a proof
//   npm run bench -- --only hot,growth           of: bare, hot, express, growth, records, recovery, start
import { parseArgs } from 'node:util';
import { run, startUntil, stopChild } from '../../e2e/fixtures/child-process.ts';
import { newDatabase, startRigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import type { RigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import { startRecordingTarget } from '../../e2e/fixtures/rig/recording-target.ts';
import { startRedisServer } from '../../e2e/fixtures/rig/redis-server.ts';
import { openRig } from '../../e2e/fixtures/rig/rig.ts';
import { orderBody } from './flows.ts';
import { load } from './load.ts';
import { startArrivalSink } from './table/arrival-sink.ts';
import { cpuSecondsOf } from './table/cpu-time.ts';
import { cpuPerRunMs, fillRuns } from './table/growth.ts';
import {
  asyncThroughput,
  concurrency,
  expressRunsKept,
  expressThroughput,
  install,
  latencyAt,
  syncThroughput,
  withCpu,
} from './table/hot-path-measures.ts';
import type { CpuPerItem, Installed } from './table/hot-path-measures.ts';
import { measureRecords } from './table/records-run.ts';
import type { RecordsFigure } from './table/records-run.ts';
import { recoveryAfterKill } from './table/recovery.ts';
import { printFigure, printHead, whole } from './table/report.ts';
import type { Figure } from './table/report.ts';
import { barText, meets, scaledFigure } from './table/scaled.ts';
import type { Throughput, ThroughputBar } from './table/scaled.ts';
import { startFigures } from './table/start-measures.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '1000000' },
    records: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'bare,hot,express,growth,records,recovery,start' },
  },
});
const seconds = Number(values.seconds);
const manyRuns = Number(values.runs);
const manyRecords = Number(values.records);
const wanted = new Set(values.only.split(','));
const bareJobs = 10_000;
const kills = 3;
let missed = 0;

function tell(figure: Figure): void {
  if (figure.met === false && figure.isGuess !== true) missed += 1;
  printFigure(figure);
}

const bare = { echoPerSecond: Number.NaN, echoCpuMs: Number.NaN, jobsPerSecond: new Map<string, number>() };
const ratio = (value: number, of: number, bareName: string): string =>
  Number.isNaN(of) ? '' : `, ${(value / of).toFixed(2)} of ${bareName}`;

const bars = {
  sync: { unit: 'requests', perSecond: 1_500, p99Ms: 80 },
  async: { unit: 'runs', perSecond: 2_000 },
  express: { unit: 'requests', perSecond: 10_000, p99Ms: 20 },
} as const satisfies Record<string, ThroughputBar>;

interface RateFigure {
  readonly work: string;
  readonly queue: string;
  readonly bar: ThroughputBar;
  readonly measured: Throughput;
}

/** What was measured, with its ratios, and what it might be on the machine of the bars. */
function tellRate({ work, queue, bar, measured }: RateFigure): void {
  const { perSecond, p99Ms } = measured;
  const latency = bar.p99Ms === undefined ? '' : `, P99 ${p99Ms.toFixed(0)} ms`;
  const ofQueue = bar.unit === 'runs' ? (bare.jobsPerSecond.get(queue) ?? Number.NaN) : Number.NaN;
  const ratios = `${ratio(perSecond, bare.echoPerSecond, 'echo')}${ratio(perSecond, ofQueue, 'BullMQ')}`;
  const value = `${whole(perSecond)} ${bar.unit}/s${latency}${ratios}`;
  tell({ work, queue, value, bar: barText(bar), met: meets(bar, measured) });
  const scaled = scaledFigure(bar, measured, bare.echoPerSecond);
  if (scaled !== null) tell({ ...scaled, queue });
}

async function measureBare(postgres: RigPostgres, redisUrl: string | undefined): Promise<void> {
  const { child, found: url } = await startUntil(['bench/src/table/bare.ts', 'echo'], {
    env: process.env,
    ready: (output) => /^http\S+$/m.exec(output)?.[0],
    timeoutMs: 30_000,
  });
  await load({ url: `${url}/`, concurrency, seconds: 2, body: orderBody, accept: (status) => status === 200 });
  const cpuBefore = await cpuSecondsOf(child.pid ?? 0);
  const echo = await load({
    url: `${url}/`,
    concurrency,
    seconds: 5,
    body: orderBody,
    accept: (status) => status === 200,
  });
  bare.echoCpuMs = (((await cpuSecondsOf(child.pid ?? 0)) - cpuBefore) * 1_000) / echo.answered;
  await stopChild(child);
  bare.echoPerSecond = echo.perSecond;
  tell({
    work: 'bare Fastify echo',
    value: `${whole(echo.perSecond)} requests/s, P99 ${echo.p99Ms.toFixed(0)} ms, ${bare.echoCpuMs.toFixed(3)} ms of processor time`,
  });
  const addresses = {
    PostgreSQL: await newDatabase(postgres.url),
    ...(redisUrl === undefined ? {} : { Redis: redisUrl }),
  };
  for (const [queue, address] of Object.entries(addresses)) {
    const printed = await run(['bench/src/table/bare.ts', 'jobs', address, String(bareJobs)]);
    const perSecond = Number(/(\d+) jobs\/s/.exec(printed)?.[1]);
    bare.jobsPerSecond.set(queue, perSecond);
    tell({ work: 'bare BullMQ, jobs that do nothing, one by one', queue, value: `${whole(perSecond)} jobs/s` });
  }
}

function tellCpu(queue: string, { serverMs, workerMs, postgresMs, loadMs }: CpuPerItem): void {
  const parts = [serverMs, workerMs, postgresMs].map((ms) => ms.toFixed(2)).join(' + ');
  const all = serverMs + workerMs + postgresMs;
  tell({
    work: '  processor time each: server + worker + PostgreSQL',
    queue,
    value: `${parts} = ${all.toFixed(2)} ms${ratio(all, bare.echoCpuMs, 'echo')} (+ load ${loadMs.toFixed(2)})`,
  });
}

async function measureHot(at: Installed, queue: string): Promise<void> {
  await syncThroughput(at, 3);
  const sync = await withCpu(at, () => syncThroughput(at, seconds));
  tellRate({
    work: `synchronous webhook -> map 10 fields -> reply, concurrency ${concurrency}`,
    queue,
    bar: bars.sync,
    measured: sync,
  });
  tellCpu(queue, sync.cpu);
  await asyncThroughput(at, 3);
  const done = await withCpu(at, () => asyncThroughput(at, seconds));
  tellRate({
    work: 'asynchronous webhook -> 5 nodes -> HTTP sink, durable',
    queue,
    bar: bars.async,
    measured: done,
  });
  tell({
    work: '  accepted while requests were sent; finished : accepted',
    queue,
    value: `${whole(done.acceptedPerSecond)} requests/s; ${(done.perSecond / done.acceptedPerSecond).toFixed(2)}`,
  });
  tellCpu(queue, done.cpu);
  const calm = await latencyAt(50, Math.max(10, seconds), at);
  tell({
    work: 'the same at 50/s, webhook to sink, end to end',
    queue,
    value: `P50 ${calm.p50Ms.toFixed(1)}, P95 ${calm.p95Ms.toFixed(1)}, P99 ${calm.p99Ms.toFixed(1)} ms`,
    bar: 'P95 <= 20 ms',
    met: calm.p95Ms <= 20,
  });
}

async function measureExpress(at: Installed, queue: string): Promise<void> {
  let answered = (await expressThroughput(at, 3)).answered;
  const express = await withCpu(at, () => expressThroughput(at, seconds));
  answered += express.answered;
  tellRate({
    work: 'synchronous webhook -> map 10 fields -> reply, express',
    queue,
    bar: bars.express,
    measured: express,
  });
  tellCpu(queue, express.cpu);
  const kept = await expressRunsKept(at);
  tell({
    work: '  of its runs in the history',
    queue,
    value: `${whole(kept)} of ${whole(answered)}`,
    bar: 'all',
    met: kept === answered,
  });
}

async function measureGrowth(at: Installed, queue: string): Promise<void> {
  await cpuPerRunMs(at, 3);
  await fillRuns(at, 10_000);
  const few = await cpuPerRunMs(at, seconds);
  await fillRuns(at, manyRuns);
  await cpuPerRunMs(at, 3);
  const many = await cpuPerRunMs(at, seconds);
  tell({
    work: `PostgreSQL CPU per run after 10,000 and after ${whole(manyRuns)} runs`,
    queue,
    value: `${few.toFixed(3)} and ${many.toFixed(3)} ms, ratio ${(many / few).toFixed(2)}`,
    bar: 'ratio <= 1.2',
    met: many / few <= 1.2,
  });
}

/** A worker of its own for each, so that its peak is that of these records. */
async function measureManyRecords({ queue, redisUrl }: Backend): Promise<void> {
  const many = manyRecords;
  const few = many / 10;
  const memoryBarMb = 300;
  const told = ({ ms, peakMb, cpuMs, loopMaxMs }: RecordsFigure): string =>
    `${(ms / 1_000).toFixed(2)} s, ${whole(peakMb)} MB, ${(cpuMs / 1_000).toFixed(1)} s CPU, loop late by ${whole(loopMaxMs)} ms at most`;
  const first = await measureRecords({ postgres, redisUrl: redisUrl(3) }, few);
  tell({
    work: `${whole(few)} orders: read, map 12 fields, filter, aggregate, write`,
    queue,
    value: told(first),
    bar: '<= 1.5 s, <= 300 MB',
    met: first.ms <= 1_500 && first.peakMb <= memoryBarMb,
  });
  const all = await measureRecords({ postgres, redisUrl: redisUrl(4) }, many);
  tell({
    work: `${whole(many)} orders, the same`,
    queue,
    value: `${told(all)}, ${(all.ms / first.ms).toFixed(1)} times as long`,
    bar: '<= 10 times as long, <= 300 MB',
    met: all.ms <= (first.ms * many) / few && all.peakMb <= memoryBarMb,
  });
  const sorted = await measureRecords({ postgres, redisUrl: redisUrl(5) }, many, 'sort');
  tell({
    work: `${whole(many)} orders: read, map 12 fields, sort all`,
    queue,
    value: told(sorted),
    bar: '<= 20 s, <= 300 MB, loop <= 100 ms',
    met: sorted.ms <= 20_000 && sorted.peakMb <= memoryBarMb && sorted.loopMaxMs <= 100,
  });
}

/** Where the queue lives. */
interface Backend {
  readonly queue: 'PostgreSQL' | 'Redis';
  /** A database of the Redis for one installation alone; undefined: in PostgreSQL. */
  readonly redisUrl: (database: number) => string | undefined;
}

const queueOf = (url: string | undefined): { redisUrl?: string } => (url === undefined ? {} : { redisUrl: url });

async function measureLoad({ queue, redisUrl }: Backend): Promise<void> {
  const databaseUrl = await newDatabase(postgres.url);
  await using sink = await startArrivalSink();
  await using target = await startRecordingTarget();
  const egressAllow = [sink.port, target.port].map((port) => `127.0.0.1:${port}`);
  await using rig = await openRig({ databaseUrl, egressAllow, ...queueOf(redisUrl(1)) });
  const at = await install(rig, sink);
  if (wanted.has('hot')) await measureHot(at, queue);
  if (wanted.has('express')) await measureExpress(at, queue);
  if (wanted.has('growth')) await measureGrowth(at, queue);
}

async function measureRecovery({ queue, redisUrl }: Backend): Promise<void> {
  const databaseUrl = await newDatabase(postgres.url);
  await using target = await startRecordingTarget();
  await using rig = await openRig({
    databaseUrl,
    egressAllow: [`127.0.0.1:${target.port}`],
    ...queueOf(redisUrl(2)),
  });
  const { runs, p50Ms, p99Ms } = await recoveryAfterKill(rig, target, kills);
  tell({
    work: `SIGKILL of a worker -> next claim, ${kills} kills, ${runs} runs`,
    queue,
    value: `P50 ${(p50Ms / 1_000).toFixed(1)}, P99 ${(p99Ms / 1_000).toFixed(1)} s`,
    bar: 'P99 <= 12 s',
    met: p99Ms <= 12_000,
  });
}

async function measureStart({ queue, redisUrl }: Backend): Promise<void> {
  const { secondStartMs, idleMemoryMb } = await startFigures(redisUrl(6));
  tell({
    work: 'second start -> ready',
    queue,
    value: `${(secondStartMs / 1_000).toFixed(1)} s`,
    bar: '<= 4 s',
    met: secondStartMs <= 4_000,
  });
  tell({
    work: 'idle memory of all processes',
    queue,
    value: `${whole(idleMemoryMb)} MB`,
    bar: '<= 500 MB',
    met: idleMemoryMb <= 500,
  });
}

await using postgres = await startRigPostgres(['--durable']);
await using redis = await startRedisServer().catch(() => undefined);
if (redis === undefined) console.log('No redis-server was found: only the queue on PostgreSQL is measured.');
const backends: readonly Backend[] = [
  { queue: 'PostgreSQL', redisUrl: () => undefined },
  ...(redis === undefined
    ? []
    : [{ queue: 'Redis' as const, redisUrl: (database: number) => `${redis.url}/${database}` }]),
];
printHead();
const isLoaded = ['hot', 'express', 'growth'].some((part) => wanted.has(part));
if (wanted.has('start')) for (const backend of backends) await measureStart(backend);
if (wanted.has('bare')) await measureBare(postgres, redis?.url);
if (isLoaded) for (const backend of backends) await measureLoad(backend);
if (wanted.has('records')) for (const backend of backends) await measureManyRecords(backend);
if (wanted.has('recovery')) for (const backend of backends) await measureRecovery(backend);
console.log(missed === 0 ? 'every bar is met' : `${missed} bars are missed`);
process.exitCode = missed === 0 ? 0 : 1;
