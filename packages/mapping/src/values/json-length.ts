import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { own } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';

/** At most how long a value's JSON text is (every character may need an escape), without making it. */
export function jsonLength(value: unknown, frame: Frame, site: Site): number {
  if (typeof value === 'string') return value.length * 2 + 2;
  if (typeof value !== 'object' || value === null) return 25;
  if (Array.isArray(value)) {
    frame.charge(1 + value.length, site);
    return value.reduce<number>((sum, item) => sum + 1 + jsonLength(item, frame, site), 2);
  }
  const names = Object.keys(value);
  frame.charge(1 + names.length, site);
  return names.reduce((sum, name) => sum + name.length * 2 + 4 + jsonLength(own(value as Row, name), frame, site), 2);
}
