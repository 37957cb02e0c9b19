// Whole numbers that functions take: counts, positions, decimal places.
import type { Site } from '../evaluate/site.ts';

export function countOf(value: number, site: Site): number {
  if (Number.isFinite(value) && value >= 0) return Math.floor(value);
  throw site.error('invalidValue', `needs a count of 0 or more, not ${value}.`);
}

/** The first is 1. */
export function positionOf(value: number, site: Site): number {
  if (Number.isFinite(value) && value >= 1) return Math.floor(value);
  throw site.error('invalidValue', `positions begin at 1, so ${value} is none.`);
}

export function placesOf(value: number, site: Site): number {
  if (Number.isInteger(value) && Math.abs(value) <= 300) return value;
  throw site.error('invalidValue', `needs a whole number of decimal places, not ${value}.`);
}
