import type { Site } from '../evaluate/site.ts';
import { kindOf, truthOf } from '../evaluate/value.ts';
import { conditionOf } from '../values/criterion.ts';

const longest = 40;

/** A condition over an item; a text or a number is a spreadsheet's criterion, and is told as what is written here. */
export function holdsFor(value: unknown, site: Site): boolean {
  if ((typeof value !== 'string' || value.length > longest) && typeof value !== 'number') return truthOf(value, site);
  throw site.error(
    'typeMismatch',
    `needs a condition over each item, but this is ${kindOf(value)}. Write x -> ${conditionOf(String(value), 'x')}.`,
  );
}
