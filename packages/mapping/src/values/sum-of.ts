import { finite } from '../evaluate/finite.ts';
import type { Site } from '../evaluate/site.ts';

/** The sum with Neumaier's compensation, so that ten times 0.1 is 1. */
export function sumOf(numbers: readonly number[], site: Site): number {
  let sum = 0;
  let lost = 0;
  for (const value of numbers) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return finite(sum + lost, site);
}
