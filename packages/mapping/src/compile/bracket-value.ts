// What brackets give: the item at a position, the field of a name, the items for which a condition holds.
import type { Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { isObject, kindOf, own, truthOf } from '../evaluate/value.ts';
import { indexOf } from './path.ts';

export const itemAt = (value: unknown, position: number): unknown =>
  Array.isArray(value) ? indexOf(value, position) : null;

export function indexInto(value: unknown, key: unknown, site: Site): unknown {
  if (key === null || value === null) return null;
  if (Array.isArray(value) && typeof key === 'number') return indexOf(value, key);
  if (isObject(value) && typeof key === 'string') return own(value, key);
  throw site.error(
    'typeMismatch',
    `cannot take ${kindOf(key)} of ${kindOf(value)}. To filter, write a comparison, such as [cancelled = true].`,
  );
}

export function filtered(value: unknown, condition: ItemFunction, frame: Frame, site: Site): unknown {
  if (value === null) return [];
  if (!Array.isArray(value)) throw site.error('typeMismatch', `needs a list before it, but this is ${kindOf(value)}.`);
  frame.chargeList(value.length, site);
  return value.filter((item, position) => truthOf(condition(frame, item, position), site));
}

/** `list[*]`: a list as it is, one thing as a list of one, nothing as no items. */
export function asList(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}

export function negated(value: unknown, site: Site): number | null {
  if (value === null) return null;
  if (typeof value !== 'number') throw site.error('typeMismatch', `needs a number, but this is ${kindOf(value)}.`);
  return value === 0 ? 0 : -value;
}
