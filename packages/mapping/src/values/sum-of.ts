import type { Site } from '../evaluate/site.ts';
import { addTo, newSum, sumSoFar } from './running-sum.ts';

/** The sum of the decimals that people see: ten times 0.1 is 1. */
export function sumOf(numbers: readonly number[], site: Site): number {
  const running = newSum();
  for (const value of numbers) addTo(running, value, site);
  return sumSoFar(running, site);
}
