// Counting by stretches of time: a window is this many whole stretches and the one at hand, so it never counts too little.
import type { Tally } from './gate-state.ts';

export const stretches = 20;

const stretchMs = (windowMs: number): number => Math.max(1, windowMs / stretches);
const stretchOf = (atMs: number, windowMs: number): number => Math.floor(atMs / stretchMs(windowMs));

/** Without what lies before the window. */
function recent(tally: Tally, at: { nowMs: number; windowMs: number }): Tally {
  const from = stretchOf(at.nowMs, at.windowMs) - stretches;
  const gone = Math.max(0, from - tally.first);
  const counts = tally.counts.slice(gone);
  return counts.length === 0 ? { first: 0, counts } : { first: tally.first + gone, counts };
}

export function addTo(tally: Tally, at: { nowMs: number; windowMs: number }, count: number): Tally {
  const kept = recent(tally, at);
  if (count === 0) return kept;
  const stretch = stretchOf(at.nowMs, at.windowMs);
  const first = kept.counts.length === 0 ? stretch : Math.min(kept.first, stretch);
  const counts = Array.from(
    { length: Math.max(stretch, first + kept.counts.length - 1) - first + 1 },
    (_, index) => kept.counts[first + index - kept.first] ?? 0,
  );
  counts[stretch - first] = (counts[stretch - first] ?? 0) + count;
  return { first, counts };
}

export const countOf = (tally: Tally, at: { nowMs: number; windowMs: number }): number =>
  recent(tally, at).counts.reduce((sum, count) => sum + count, 0);

/** When the oldest that is counted now is counted no more; now, if nothing is. */
export function freedAtMs(tally: Tally, at: { nowMs: number; windowMs: number }): number {
  const kept = recent(tally, at);
  const oldest = kept.counts.findIndex((count) => count > 0);
  return oldest === -1 ? at.nowMs : Math.ceil((kept.first + oldest + stretches + 1) * stretchMs(at.windowMs));
}
