import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { numberOf } from '../evaluate/value.ts';
import { flattened } from './flattened.ts';

/** The numbers among values and lists; nothing is skipped over, all else is refused. */
export function numbersOf(values: readonly unknown[], frame: Frame, site: Site): readonly number[] {
  const flat = flattened(values, frame, site);
  const numbers: number[] = [];
  for (const value of flat) if (value !== null) numbers.push(numberOf(value, site));
  return numbers;
}
