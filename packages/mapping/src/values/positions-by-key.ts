import type { Frame, ItemFunction } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { canonicalText } from '../evaluate/value.ts';

type Positions = ReadonlyMap<string, readonly number[]>;

/**
 * Where the items of each key stand, by the key's canonical text; items whose key is nothing are left out. Made once per
 * evaluation where the key depends on nothing but the item.
 */
export function positionsByKey(list: readonly unknown[], key: ItemFunction, frame: Frame, site: Site): Positions {
  if (key.ofItemOnly !== true) return indexOf(list, key, frame, site);
  const indexes = frame.once(key, 'positions', () => new WeakMap<object, { length: number; positions: Positions }>());
  const made = indexes.get(list);
  // A list of the target may have grown since.
  if (made !== undefined && made.length === list.length) return made.positions;
  const positions = indexOf(list, key, frame, site);
  indexes.set(list, { length: list.length, positions });
  return positions;
}

function indexOf(list: readonly unknown[], key: ItemFunction, frame: Frame, site: Site): Positions {
  frame.chargeList(list.length * 3, site);
  const positions = new Map<string, number[]>();
  list.forEach((item, position) => {
    const value = key(frame, item, position);
    if (value === null) return;
    const text = canonicalText(value, frame, site);
    const found = positions.get(text);
    if (found === undefined) {
      frame.chargeText(text.length, site);
      positions.set(text, [position]);
    } else found.push(position);
  });
  return positions;
}
