// A second verdict beside the measured one, for machines that are slower or faster than the one on which the bars were set.
import type { Figure } from './report.ts';
import { whole } from './report.ts';

/**
 * What a bare Fastify echo did on the machine on which the bars were set: two cores, load generator beside it, concurrency 50.
 * How much slower the echo is elsewhere is how much slower everything is taken to be. That is a guess: an echo is system calls and
 * little else, so where these are dear the guess flatters the engine.
 */
export const referenceEchoPerSecond = 44_201;

export interface ThroughputBar {
  readonly unit: string;
  readonly perSecond: number;
  readonly p99Ms?: number;
}

export interface Throughput {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly failed: number;
}

export const barText = ({ unit, perSecond, p99Ms }: ThroughputBar): string =>
  `>= ${whole(perSecond)} ${unit}/s${p99Ms === undefined ? '' : `, P99 <= ${p99Ms} ms`}`;

export const meets = (bar: ThroughputBar, { perSecond, p99Ms, failed }: Throughput): boolean =>
  perSecond >= bar.perSecond && p99Ms <= (bar.p99Ms ?? Number.POSITIVE_INFINITY) && failed === 0;

/** As the machine of the bars might do it. Null without an echo of this run to go by. */
export function scaledFigure(bar: ThroughputBar, measured: Throughput, echoPerSecond: number): Figure | null {
  if (!Number.isFinite(echoPerSecond)) return null;
  const factor = referenceEchoPerSecond / echoPerSecond;
  const scaled = { ...measured, perSecond: measured.perSecond * factor, p99Ms: measured.p99Ms / factor };
  const latency = bar.p99Ms === undefined ? '' : `, P99 ${scaled.p99Ms.toFixed(0)} ms`;
  return {
    work: `  scaled, not measured: bare echo at ${whole(referenceEchoPerSecond)} requests/s`,
    value: `${whole(scaled.perSecond)} ${bar.unit}/s${latency}, x ${factor.toFixed(2)}`,
    bar: barText(bar),
    met: meets(bar, scaled),
    isGuess: true,
  };
}
