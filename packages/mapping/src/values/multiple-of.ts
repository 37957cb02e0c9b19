import { aligned, exactNumber, exactOf, quotient } from '../evaluate/exact.ts';
import { finite } from '../evaluate/finite.ts';
import type { Site } from '../evaluate/site.ts';

/** The multiple of the step below or above a number, by the decimal digits: 4.4 is a multiple of 0.1. */
export function multipleOf(
  value: number,
  { step, rounding }: { step: number; rounding: 'floor' | 'ceiling' },
  site: Site,
): number {
  if (value === 0) return 0;
  if (step === 0) throw site.error('divisionByZero', 'the step is 0, and nothing but 0 is a multiple of it.');
  if (value > 0 && step < 0)
    throw site.error('invalidValue', `a step below zero, such as ${step}, needs a number below zero.`);
  const { left, right, places } = aligned(exactOf(value), exactOf(step));
  return finite(exactNumber({ digits: quotient(left, right, rounding) * right, places }), site);
}
