// Reading fields. Chains of up to three steps from a slot are one closure; own properties only.
import type { Closure, Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { isObject, own } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';

/** Names that every object inherits need the own-property check; all others cannot be found on a prototype. */
const isInherited = (name: string): boolean => name in Object.prototype;

/** One step. Over a list the step maps: nothing is left out, so that lists of the same items stay aligned. */
export function readField(value: unknown, name: string, frame: Frame, site: Site): unknown {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return own(value as Row, name);
  if (value.length < keptFrom) return fieldOfAll(value, name, frame, site);
  // The same list again, as in a look-up for every line: its fields, and an index over them, are made once.
  frame.charge(1, site);
  return frame.once(value, `. ${value.length} ${name}`, () => fieldOfAll(value, name, frame, site));
}

/** Below this, making the list of a field again costs less than looking whether there is one. */
const keptFrom = 16;

function fieldOfAll(list: readonly unknown[], name: string, frame: Frame, site: Site): unknown[] {
  frame.chargeList(list.length, site);
  return list.map((item) => readField(item, name, frame, site));
}

function plainStep(value: unknown, name: string, frame: Frame, site: Site): unknown {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return readField(value, name, frame, site);
  const found = (value as Row)[name];
  return found === undefined ? null : found;
}

export function slotPath(slot: number, names: readonly string[], site: Site): Closure {
  const [a, b, c] = names;
  if (a === undefined) return (frame) => frame.slots[slot];
  if (names.length > 3 || names.some(isInherited)) return stepsPath((frame) => frame.slots[slot], names, site);
  if (b === undefined) return (frame) => plainStep(frame.slots[slot], a, frame, site);
  if (c === undefined) return (frame) => plainStep(plainStep(frame.slots[slot], a, frame, site), b, frame, site);
  return (frame) => plainStep(plainStep(plainStep(frame.slots[slot], a, frame, site), b, frame, site), c, frame, site);
}

export function stepsPath(base: Closure, names: readonly string[], site: Site): Closure {
  const step = names.some(isInherited) ? readField : plainStep;
  return (frame) => {
    let value = base(frame);
    for (const name of names) value = step(value, name, frame, site);
    return value;
  };
}

/** A name that an item's own field may shadow, and the path after it. */
export function shadowedName(before: readonly number[], slot: number, name: string): Closure {
  return (frame) => {
    for (const candidate of before) {
      const item = frame.slots[candidate];
      if (isObject(item) && Object.hasOwn(item, name)) return own(item, name);
    }
    return frame.slots[slot];
  };
}

export const indexOf = (list: readonly unknown[], position: number): unknown => {
  const value = list[position < 0 ? list.length + position : position];
  return value === undefined ? null : value;
};
