// The axis of a timeline: round ticks, and where a bar stands on it.
import { durationWords } from './time-words.ts';

export interface Tick {
  readonly ms: number;
  /** 0 at the left end, 1 at the right. */
  readonly share: number;
  readonly words: string;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000].concat([
  60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
]);

/** At most `most` steps, and the smallest round step that allows it. */
export function tickStep(spanMs: number, most = 6): number {
  const found = steps.find((step) => spanMs / step <= most);
  const day = 86_400_000;
  return found ?? Math.ceil(spanMs / most / day) * day;
}

export function ticks(spanMs: number): Tick[] {
  const span = Math.max(spanMs, 1);
  const step = tickStep(span);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => ({
    ms: index * step,
    share: (index * step) / span,
    words: axisWords(index * step, step),
  }));
}

/** Exact to the step: two ticks never say the same time. */
function axisWords(ms: number, step: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1_000;
  if (ms === 0) return `0 ${step < 1_000 ? 'ms' : step < 60_000 ? 's' : 'min'}`;
  if (ms < 1_000) return `${ms} ms`;
  if (minutes === 0) return `${seconds} s`;
  return seconds === 0 ? durationWords(ms) : `${minutes} min ${seconds} s`;
}

/** Percentages for `left` and `width`; a bar never leaves the axis. */
export function barPlace(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  spanMs: number,
): { left: string; width: string } {
  const span = Math.max(spanMs, 1);
  const from = Math.min(Math.max(fromMs, 0), span);
  const to = Math.min(Math.max(toMs, from), span);
  return { left: `min(${(from / span) * 100}%, 100% - 4px)`, width: `${((to - from) / span) * 100}%` };
}
