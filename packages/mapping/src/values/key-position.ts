import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { canonicalText, equal } from '../evaluate/value.ts';

/** Below this, walking the list is faster than making an index of it. */
export const indexedFrom = 16;

/** Where the key stands first. A longer list is indexed once per evaluation, by the canonical text of its keys. */
export function keyPosition(keys: readonly unknown[], key: unknown, frame: Frame, site: Site): number | undefined {
  if (keys.length < indexedFrom) {
    frame.charge(1 + keys.length, site);
    const found = keys.findIndex((candidate) => equal(candidate, key, frame, site));
    return found === -1 ? undefined : found;
  }
  frame.charge(1, site);
  return indexOf(keys, frame, site).get(canonicalText(key, frame, site));
}

function indexOf(keys: readonly unknown[], frame: Frame, site: Site): ReadonlyMap<string, number> {
  // A list of the target grows while the mapping runs: each length has an index of its own.
  return frame.once(keys, `positions ${keys.length}`, () => {
    frame.chargeList(keys.length * 2, site);
    const index = new Map<string, number>();
    keys.forEach((key, position) => {
      const text = canonicalText(key, frame, site);
      frame.chargeText(text.length, site);
      if (!index.has(text)) index.set(text, position);
    });
    return index;
  });
}
