// Synchronous webhook → map ten fields → reply, and asynchronous webhook → five nodes → HTTP sink, on the product as it
// starts by itself: embedded PostgreSQL, history kept, load generator and sink beside it.
//   node bench/src/hot-path.ts            30 s each, concurrency 50
//   node bench/src/hot-path.ts 10 100     10 s each, concurrency 100
import { goLive } from '../../e2e/fixtures/live-flow.ts';
import { startOrderSink } from '../../e2e/fixtures/order-sink.ts';
import { startProduct } from '../../e2e/fixtures/product.ts';
import { publicApi } from '../../e2e/fixtures/public-api.ts';
import { asyncFlow, orderBody, syncFlow } from './flows.ts';
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import { memoryMb } from './table/memory.ts';

const seconds = Number(process.argv[2] ?? 30);
const concurrency = Number(process.argv[3] ?? 50);
const settleMs = 120_000;

const row = (name: string, result: LoadResult, memory: number): string =>
  [
    name.padEnd(44),
    result.perSecond.toFixed(0).padStart(7),
    ...[result.p50Ms, result.p95Ms, result.p99Ms].map((value) => value.toFixed(1).padStart(8)),
    String(result.failed).padStart(7),
    memory.toFixed(0).padStart(7),
  ].join(' ');

async function until(condition: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error('the runs did not finish in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

await using sink = await startOrderSink();
await using product = await startProduct({ egressAllow: [`127.0.0.1:${sink.port}`] });
await product.claimOwner();
const api = publicApi(product.url, await product.apiKey('admin'));
console.log(
  `${'work'.padEnd(44)}   per s      P50      P95      P99  failed  mem MB   (concurrency ${concurrency}, ${seconds} s)`,
);

const { hookUrl: syncUrl } = await goLive(api, syncFlow);
await load({ url: syncUrl, concurrency, seconds: 3, body: orderBody, accept: (status) => status === 200 });
const sync = await load({ url: syncUrl, concurrency, seconds, body: orderBody, accept: (status) => status === 200 });
console.log(row('sync webhook -> map 10 fields -> reply', sync, await memoryMb(product.home)));

const { hookUrl: asyncUrl } = await goLive(api, asyncFlow(sink.url));
const warm = await load({
  url: asyncUrl,
  concurrency,
  seconds: 3,
  body: orderBody,
  accept: (status) => status === 202,
});
await until(() => sink.state().count >= warm.answered, settleMs);
const before = sink.state().count;
const begun = performance.now();
const accepted = await load({
  url: asyncUrl,
  concurrency,
  seconds,
  body: orderBody,
  accept: (status) => status === 202,
});
const memory = await memoryMb(product.home);
await until(() => sink.state().count - before >= accepted.answered, settleMs);
const runsPerSecond = accepted.answered / ((performance.now() - begun) / 1_000);
console.log(row('async webhook -> accepted (202)', accepted, memory));
console.log(row('async webhook -> 5 nodes -> sink, finished', { ...accepted, perSecond: runsPerSecond }, memory));
const { count, keys } = sink.state();
console.log(
  `sink: ${count} received with ${keys} keys; ratio finished : accepted ${(runsPerSecond / accepted.perSecond).toFixed(2)}`,
);
