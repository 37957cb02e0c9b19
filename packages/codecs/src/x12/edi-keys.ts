// Names of properties in X12 and EDIFACT: the segment's id in small letters, then two digits for the element and for the component.

const two = (number: number): string => String(number).padStart(2, '0');

/** `N103`, and `SV101-2` for a component. */
export function ediLabel(segment: string, [element = 0, component]: readonly number[]): string {
  const label = segment + two(element);
  return component === undefined ? label : `${label}-${component}`;
}

export function parseEdiKey(segment: string, key: string): readonly number[] | undefined {
  const id = segment.toLowerCase();
  if (!key.startsWith(id)) return undefined;
  const numbers = /^(\d\d)(\d\d)?$/.exec(key.slice(id.length));
  if (numbers === null) return undefined;
  return numbers[2] === undefined ? [Number(numbers[1])] : [Number(numbers[1]), Number(numbers[2])];
}
