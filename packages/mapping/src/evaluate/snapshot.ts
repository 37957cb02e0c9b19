import type { Frame } from './frame.ts';
import { Site } from './site.ts';
import { put } from './value.ts';
import type { Row } from './value.ts';

const site = new Site('$target', { start: 0, end: 0 });

/** Whether a text may read what has been made so far. */
export const readsTarget = (text: string): boolean => text.includes('$target');

/**
 * What has been made so far, as it is now: the target goes on growing, and a part of it that was put into itself would
 * have no end. Plain values cost nothing.
 */
export function snapshot(value: unknown, frame: Frame): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    frame.chargeList(value.length, site);
    return value.map((item: unknown) => snapshot(item, frame));
  }
  const entries = Object.entries(value as Row);
  frame.chargeObject(entries.length, site);
  const copy: Record<string, unknown> = {};
  for (const [name, part] of entries) put(copy, name, snapshot(part, frame));
  return copy;
}
