import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';

/** Values with lists among them, however deep, as one run of plain values. */
export function flattened(values: readonly unknown[], frame: Frame, site: Site): readonly unknown[] {
  const [only] = values;
  if (values.length === 1 && Array.isArray(only) && !only.some(Array.isArray)) {
    frame.charge(1 + only.length, site);
    return only;
  }
  if (!values.some(Array.isArray)) return values;
  const flat: unknown[] = [];
  const add = (items: readonly unknown[]): void => {
    frame.chargeList(items.length, site);
    for (const item of items) {
      if (Array.isArray(item)) add(item);
      else flat.push(item);
    }
  };
  add(values);
  return flat;
}
