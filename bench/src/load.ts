// A load generator with a fixed number of requests under way at a time, and the figures that people ask for.
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

export interface LoadPlan {
  readonly url: string;
  readonly concurrency: number;
  readonly seconds: number;
  readonly body: (index: number) => string;
  readonly accept: (status: number) => boolean;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly answered: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export async function load(plan: LoadPlan): Promise<LoadResult> {
  const { origin, pathname } = new URL(plan.url);
  const pool = new Pool(origin, { connections: plan.concurrency, pipelining: 1 });
  const latencies: number[] = [];
  let failed = 0;
  let sent = 0;
  const startedAt = performance.now();
  const until = startedAt + plan.seconds * 1_000;
  const sender = async (): Promise<void> => {
    while (performance.now() < until) {
      const begun = performance.now();
      const body = plan.body(sent++);
      const status = await statusOf(pool, { method: 'POST', path: pathname, headers: json, body });
      if (plan.accept(status)) latencies.push(performance.now() - begun);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: plan.concurrency }, sender));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  latencies.sort((left, right) => left - right);
  return {
    perSecond: latencies.length / seconds,
    answered: latencies.length,
    failed,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    p99Ms: quantile(latencies, 0.99),
  };
}

const nothing = (): void => undefined;
const json = { 'content-type': 'application/json' };

/** Resolves once the whole answer is there. Its body is not kept: a stream for each would cost as much as all the rest. */
const statusOf = (pool: Pool, request: Dispatcher.DispatchOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(request, {
      onRequestStart: nothing,
      onResponseData: nothing,
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseEnd: () => resolve(status),
      onResponseError: (_controller, error) => reject(error),
    });
  });
