import { finite } from '../evaluate/finite.ts';
import type { Site } from '../evaluate/site.ts';

/**
 * A sum as people expect it: while all that is added has at most 15 digits, `digits` with `places` behind the point is exact, so
 * that 2.31 and 3 are 5.31. From the first number that has more (`places` is −1 then) it is the binary sum with Neumaier's
 * compensation. Plain JSON: it may be kept in a file and go on from there.
 */
export interface RunningSum {
  sum: number;
  lost: number;
  digits: number;
  places: number;
}

export const newSum = (): RunningSum => ({ sum: 0, lost: 0, digits: 0, places: 0 });

/** @throws EvaluationError when the sum is more than a number can hold */
export function addTo(running: RunningSum, value: number, site: Site): void {
  const { sum } = running;
  const next = finite(sum + value, site);
  running.lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  running.sum = next;
  // A sum that was kept by an older version has none.
  if (running.places >= 0) addDigits(running, value);
}

const scales = Array.from({ length: 16 }, (_, places) => 10 ** places);
const mostDigits = 999_999_999_999_999;

/** A quotient of whole numbers is the nearest double: what divides back to the value is the decimal that it shows. */
function addDigits(running: RunningSum, value: number): void {
  const from = scales[running.places] ?? 1;
  for (let { places } = running; places < scales.length; places += 1) {
    const scale = scales[places] ?? 1;
    const digits = Math.round(value * scale);
    if (!(Math.abs(digits) <= mostDigits)) break;
    if (digits / scale !== value) continue;
    const before = running.digits * (scale / from);
    const next = before + digits;
    if (!Number.isSafeInteger(before) || !Number.isSafeInteger(next)) break;
    running.digits = next;
    running.places = places;
    return;
  }
  running.places = -1;
}

export function sumSoFar({ sum, lost, digits, places }: RunningSum, site: Site): number {
  if (places >= 0) return digits / (scales[places] ?? 1) + 0;
  return finite(sum + lost, site);
}
