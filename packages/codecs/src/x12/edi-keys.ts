// Names of properties in X12 and EDIFACT: the segment's id in small letters, then two digits for the element and for the component.
import { rememberedKeys } from '../messages/key-names.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** `N103`, and `SV101-2` for a component. */
export function ediLabel(segment: string, [element = 0, component]: readonly number[]): string {
  const label = segment + two(element);
  return component === undefined ? label : `${label}-${component}`;
}

function parseEdiKey(segment: string, key: string): readonly number[] | undefined {
  const id = segment.toLowerCase();
  if (!key.startsWith(id)) return undefined;
  const numbers = /^(\d\d)(\d\d)?$/.exec(key.slice(id.length));
  if (numbers === null) return undefined;
  return numbers[2] === undefined ? [Number(numbers[1])] : [Number(numbers[1]), Number(numbers[2])];
}

/** How properties of X12 and EDIFACT are named: `n103`, `nad0201`. */
export const ediKeys = rememberedKeys({
  elementKey: (segment, element) => `${segment.toLowerCase()}${two(element)}`,
  partKey: (key, part) => key + two(part),
  parseKey: parseEdiKey,
});
