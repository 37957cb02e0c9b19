import { bands } from './weights.ts';

/** High is preselected, Low is shown on request. */
export type Band = 'high' | 'medium' | 'low';

/** Undefined below 0.55: nothing is offered. */
export function bandOf(score: number): Band | undefined {
  if (score >= bands.high) return 'high';
  if (score >= bands.medium) return 'medium';
  return score >= bands.low ? 'low' : undefined;
}
