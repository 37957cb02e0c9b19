import type { Origin } from '../lineage/origin.ts';
import type { Place } from '../lineage/place.ts';

/** The one place that a value is taken from as it is. */
export function exactPlace({ taken, uses, fields }: Origin): Place | undefined {
  const [only, ...others] = taken;
  const isExact = others.length === 0 && uses.length === 0 && fields === undefined && only?.functions.length === 0;
  return isExact ? only.place : undefined;
}
