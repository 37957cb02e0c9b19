import type { NewDeadLetter } from '@patchbay/engine/drivers';

/** What of a run could not be taken back, as it is stored: JSON text, or nothing. */
export const remainingText = (deadLetter: NewDeadLetter | null): string | null =>
  deadLetter === null || deadLetter.remaining.length === 0 ? null : JSON.stringify(deadLetter.remaining);
