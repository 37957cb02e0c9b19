import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { canonicalText, equal } from '../evaluate/value.ts';

/** Below this, walking the list is faster than making an index of it. */
const indexedFrom = 16;

/** Where the key stands first. A list that is asked again (a name, not a path) is indexed once per evaluation. */
export function keyPosition(keys: readonly unknown[], key: unknown, frame: Frame, site: Site): number | undefined {
  if (keys.length < indexedFrom) {
    frame.charge(1 + keys.length, site);
    const found = keys.findIndex((candidate) => equal(candidate, key, frame, site));
    return found === -1 ? undefined : found;
  }
  return indexOf(keys, frame, site).get(canonicalText(key, frame, site));
}

function indexOf(keys: readonly unknown[], frame: Frame, site: Site): Map<string, number> {
  const known = frame.indexes.get(keys);
  if (known !== undefined) return known;
  frame.chargeList(keys.length * 2, site);
  const index = new Map<string, number>();
  keys.forEach((key, position) => {
    const text = canonicalText(key, frame, site);
    if (!index.has(text)) index.set(text, position);
  });
  frame.indexes.set(keys, index);
  return index;
}
