import type { Site } from '../evaluate/site.ts';
import { unitName } from './add.ts';

/** How many of it make a second. */
const units: Readonly<Record<string, number>> = { second: 1, s: 1, millisecond: 1000, ms: 1000 };

/** How many of the unit make a second; fails with words for any unit but seconds and milliseconds. */
export function epochScale(unit: string, site: Site): number {
  const name = unitName(unit);
  const scale = Object.hasOwn(units, name) ? units[name] : undefined;
  if (scale !== undefined) return scale;
  throw site.error('invalidValue', `“${unit.slice(0, 40)}” is no unit. Use seconds or milliseconds.`);
}
