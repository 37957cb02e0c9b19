// The partners of a loop's item: by a hash index over their keys, which is made once a run where that is possible.
import type { Frame } from '../../evaluate/frame.ts';
import type { Site } from '../../evaluate/site.ts';
import { canonicalText, kindOf } from '../../evaluate/value.ts';
import type { JoinStage } from './loop-stages.ts';

type PartnerIndex = ReadonlyMap<string, readonly unknown[]>;

interface Kept {
  readonly list: readonly unknown[];
  /** Made when it is first asked for. */
  index: PartnerIndex | undefined;
}

const none: readonly unknown[] = [];

/** All partners, or those whose key is that of the present item. Nothing has no partner: it is no key. */
export function partnersOf(join: JoinStage, frame: Frame): readonly unknown[] {
  const kept = keptList(join, frame);
  if (join.on === undefined) return kept.list;
  const key = join.on.key(frame);
  if (key === null) return none;
  kept.index ??= indexOf(kept.list, join, frame);
  return kept.index.get(canonicalText(key, frame, join.site)) ?? none;
}

function keptList(join: JoinStage, frame: Frame): Kept {
  const known = frame.kept.get(join) as Kept | undefined;
  if (known !== undefined && join.per !== 'item') return known;
  const list = listOf(join.list(frame), join.site);
  // The same list has the same keys: an index outlives the item, or the loop, that it was made for.
  const last = known ?? (frame.kept.get(join.on ?? join) as Kept | undefined);
  if (last !== undefined && last.list === list && join.indexedOnce) {
    frame.kept.set(join, last);
    return last;
  }
  frame.chargeList(list.length, join.site);
  const kept: Kept = { list, index: undefined };
  frame.kept.set(join, kept);
  if (join.on !== undefined && join.indexedOnce) frame.kept.set(join.on, kept);
  return kept;
}

function listOf(value: unknown, site: Site): readonly unknown[] {
  if (value === null) return none;
  if (Array.isArray(value)) return value as unknown[];
  throw site.error('typeMismatch', `needs a list, but this is ${kindOf(value)}.`);
}

function indexOf(list: readonly unknown[], { on, site }: JoinStage, frame: Frame): PartnerIndex {
  frame.chargeList(list.length * 2, site);
  const index = new Map<string, unknown[]>();
  for (let position = 0; position < list.length; position += 1) {
    const partner = list[position] ?? null;
    const key = on?.item(frame, partner, position) ?? null;
    if (key === null) continue;
    const text = canonicalText(key, frame, site);
    const same = index.get(text);
    if (same === undefined) {
      frame.chargeText(text.length, site);
      index.set(text, [partner]);
    } else {
      same.push(partner);
    }
  }
  return index;
}
