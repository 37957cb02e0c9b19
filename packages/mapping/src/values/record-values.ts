// What the language says of values, for those who work with records outside of an expression: the same keys, the same order,
// the same sums, the same kinds. Nothing but patterns is charged here: whoever holds many records has
// a budget of their own.
import { compilePattern, isFound } from '../text/linear-pattern.ts';
import { parseMoment } from '../dates/civil.ts';
import { Frame } from '../evaluate/frame.ts';
import type { EvaluationContext } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { canonicalText, compareValues, kindOf, numberOf } from '../evaluate/value.ts';
import { flattened } from './flattened.ts';
import { addTo } from './running-sum.ts';
import type { RunningSum } from './running-sum.ts';

const unbounded = { steps: Infinity, textLength: Infinity, listLength: Infinity, memory: Infinity };
const frame = new Frame(0, { now: 0, random: () => 0, uuid: () => '', budget: unbounded });

/** Where something is wrong, as messages name it: “Sum of total: needs a number …”. */
export const valueSite = (label: string): Site => new Site(label, { start: 0, end: 0 });

/** A text that two values share exactly when they are equal: the number 1 is not the text "1". */
export const keyText = (value: unknown): string => canonicalText(value, frame, anywhere);
const anywhere = valueSite('Key');

/** Adds the numbers of a value, which may be a list; nothing is left out. @throws EvaluationError for anything else */
export function addNumbers(running: RunningSum, value: unknown, site: Site): number {
  if (typeof value === 'number') {
    addTo(running, value, site);
    return 1;
  }
  let count = 0;
  for (const item of flattened([value], frame, site)) {
    if (item === null) continue;
    addTo(running, numberOf(item, site), site);
    count += 1;
  }
  return count;
}

/** The one of two that goes further: up where `sign` is 1, down where it is −1; the first of equals. Nothing is left out. */
export function further(best: unknown, value: unknown, sign: 1 | -1, site: Site): unknown {
  if (typeof value === 'number' && typeof best === 'number') return sign * (value - best) > 0 ? value : best;
  if (Array.isArray(value)) return value.reduce<unknown>((found, item) => further(found, item, sign, site), best);
  if (value === null) return best;
  if (typeof value === 'object')
    throw site.error('typeMismatch', `needs a number or text, but this is ${kindOf(value)}.`);
  if (best === null) return value;
  if (typeof value !== typeof best) {
    throw site.error(
      'typeMismatch',
      `${kindOf(best)} and ${kindOf(value)} cannot be put in order. Give every record a value of the same kind, with NUMBER or TEXT.`,
    );
  }
  return sign * compareValues(value, best) > 0 ? value : best;
}

/** Whether there is nothing: no value, a text of spaces, an empty list. */
export const isBlank = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0);

/** A date (2026-03-29), or a date with a time. */
export function isMoment(text: string, hasTime: boolean): boolean {
  return parseMoment(text)?.hasTime === hasTime;
}

/**
 * Whether texts have a form, in RE2 syntax. Each text is held to the budget of one evaluation, and counted where the context has a
 * meter. @throws EvaluationError when it is no pattern
 */
export function formOf(pattern: string, site: Site): (text: string, context: EvaluationContext) => boolean {
  const program = compilePattern(pattern, site);
  return (text, context) => {
    const own = new Frame(0, context);
    try {
      return isFound(program, text, own, site);
    } finally {
      if (context.meter !== undefined) context.meter.steps += own.steps;
    }
  };
}
