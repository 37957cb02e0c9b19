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

function sameMembers<Element extends object>(one: Element, other: Element): boolean {
  const keys = Object.keys(one) as (keyof Element)[];
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(one[key], other[key]));
}
