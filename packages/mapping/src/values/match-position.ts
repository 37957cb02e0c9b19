import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { canonicalText, equal, isObject, own } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';
import { indexedFrom } from './key-position.ts';

/**
 * Where the first item stands whose fields equal those of the structure; a field that is to be nothing equals none, as in
 * joins. A longer list is indexed once per evaluation and set of names.
 */
export function matchPosition(list: readonly unknown[], fields: Row, frame: Frame, site: Site): number | undefined {
  const names = Object.keys(fields).sort();
  frame.charge(1 + names.length, site);
  if (names.some((name) => own(fields, name) === null)) return undefined;
  if (list.length < indexedFrom) {
    frame.charge(1 + list.length * names.length, site);
    const found = list.findIndex(
      (item) => isObject(item) && names.every((name) => equal(own(item, name), own(fields, name), frame, site)),
    );
    return found === -1 ? undefined : found;
  }
  return indexOf(list, names, frame, site).get(keyOf(fields, names, frame, site));
}

const keyOf = (row: Row, names: readonly string[], frame: Frame, site: Site): string =>
  canonicalText(
    names.map((name) => own(row, name)),
    frame,
    site,
  );

function indexOf(
  list: readonly unknown[],
  names: readonly string[],
  frame: Frame,
  site: Site,
): ReadonlyMap<string, number> {
  const what = `fields ${list.length} ${canonicalText(names, frame, site)}`;
  return frame.once(list, what, () => {
    frame.chargeList(list.length * 2, site);
    const index = new Map<string, number>();
    list.forEach((item, position) => {
      if (!isObject(item)) return;
      const key = keyOf(item, names, frame, site);
      if (index.has(key)) return;
      frame.chargeText(key.length, site);
      index.set(key, position);
    });
    return index;
  });
}
