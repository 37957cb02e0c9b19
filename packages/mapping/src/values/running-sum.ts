import { finite } from '../evaluate/finite.ts';
import type { Site } from '../evaluate/site.ts';

/** A sum with Neumaier's compensation, so that ten times 0.1 is 1. Plain JSON: it may be kept in a file and go on from there. */
export interface RunningSum {
  sum: number;
  lost: number;
}

export const newSum = (): RunningSum => ({ sum: 0, lost: 0 });

/** @throws EvaluationError when the sum is more than a number can hold */
export function addTo(running: RunningSum, value: number, site: Site): void {
  const { sum } = running;
  const next = finite(sum + value, site);
  running.lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  running.sum = next;
}

export const sumSoFar = ({ sum, lost }: RunningSum, site: Site): number => finite(sum + lost, site);
