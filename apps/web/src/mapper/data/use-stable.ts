import type { Line } from '@patchbay/mapping';
import { useRef } from 'react';

/** The earlier value as long as the new one is equal to it: what is derived from it is not derived again. */
export function useStable<Value>(value: Value, isEqual: (one: Value, other: Value) => boolean): Value {
  const held = useRef(value);
  if (held.current !== value && !isEqual(held.current, value)) held.current = value;
  return held.current;
}

/** Lists of equal length whose elements have the same members. */
export function sameElements<Element extends object>(one: readonly Element[], other: readonly Element[]): boolean {
  return (
    one.length === other.length &&
    one.every((element, index) => {
      const partner = other[index];
      return partner !== undefined && sameMembers(element, partner);
    })
  );
}

export function sameKeys(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size !== other.size) return false;
  for (const key of one) if (!other.has(key)) return false;
  return true;
}

/** Lines of a rule that was changed and reads the same are new ones; those of other rules are the same objects. */
export function sameLines(one: readonly Line[], other: readonly Line[]): boolean {
  return (
    one.length === other.length &&
    one.every((line, at) => {
      const partner = other[at];
      return line === partner || (partner !== undefined && sameMembers(told(line), told(partner)));
    })
  );
}

const told = ({ functions, ...line }: Line): object => ({ ...line, functions: functions.join(' ') });

export function sameMembers<Element extends object>(one: Element, other: Element): boolean {
  const keys = Object.keys(one) as (keyof Element)[];
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(one[key], other[key]));
}
