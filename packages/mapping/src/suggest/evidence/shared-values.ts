// Fields whose sample values are the same are worth comparing even when their names share nothing.
import type { PreparedSide } from '../choice/prepared-side.ts';

const minLength = 4;
const minShared = 2;
/** A value that more fields hold identifies none. */
const maxFieldsOfValue = 10;

/** Pairs of leaves with two telling values in common at least, or all of a single one. */
export function sharedValues(source: PreparedSide, target: PreparedSide): [source: number, target: number][] {
  const holders = new Map<string, number[]>();
  for (const leaf of source.side.leaves) {
    for (const value of tellingValues(source, leaf)) {
      const list = holders.get(value);
      if (list === undefined) holders.set(value, [leaf]);
      else list.push(leaf);
    }
  }
  const pairs: [number, number][] = [];
  for (const leaf of target.side.leaves) {
    const values = tellingValues(target, leaf);
    const shared = new Map<number, number>();
    for (const value of values) {
      const list = holders.get(value) ?? [];
      if (list.length <= maxFieldsOfValue) for (const other of list) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    for (const [other, count] of shared) if (count >= Math.min(minShared, values.length)) pairs.push([other, leaf]);
  }
  return pairs;
}

const tellingValues = (side: PreparedSide, leaf: number): string[] =>
  [...(side.profile(leaf)?.values ?? [])].filter(
    (value) => value.length >= minLength && value !== 'true' && value !== 'false',
  );
