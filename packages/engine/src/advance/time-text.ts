// Times as they stand in records. Making the text takes longer than all else of a small step, and steps of one millisecond share it.

let lastMs = Number.NaN;
let lastText = '';

/** A time in ISO 8601, UTC, to the millisecond. */
export function timeText(time: Date): string {
  const ms = time.getTime();
  if (ms !== lastMs) {
    lastText = time.toISOString();
    lastMs = ms;
  }
  return lastText;
}
