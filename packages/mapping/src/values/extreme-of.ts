import type { Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { compareValues, kindOf } from '../evaluate/value.ts';

/** The item whose key goes furthest: up where `sign` is 1, down where it is −1. Keys are numbers, or texts, or true and false. */
export function extremeOf(
  { list, by, sign }: { list: readonly unknown[]; by: ItemFunction; sign: 1 | -1 },
  frame: Frame,
  site: Site,
): unknown {
  frame.charge(1 + list.length, site);
  let best: { readonly item: unknown; readonly key: unknown } | undefined;
  for (let position = 0; position < list.length; position += 1) {
    const item = list[position] ?? null;
    const key = by(frame, item, position);
    if (key === null) continue;
    if (best !== undefined && typeof key !== typeof best.key) {
      throw site.error(
        'typeMismatch',
        `${kindOf(best.key)} and ${kindOf(key)} cannot be put in order. Give every item a key of the same kind, with NUMBER or TEXT.`,
      );
    }
    if (typeof key === 'object')
      throw site.error('typeMismatch', `needs a number or text as key, but this is ${kindOf(key)}.`);
    if (best === undefined || sign * compareValues(key, best.key) > 0) best = { item, key };
  }
  return best?.item ?? null;
}
