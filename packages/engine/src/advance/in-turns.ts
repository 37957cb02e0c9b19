// Long work on the event loop of a process goes on in turns, one piece at a time, so that nothing else waits for long.
import { setImmediate } from 'node:timers/promises';

/** For so long, in milliseconds, it may keep the event loop to itself. */
export const turnMs = 10;

let last: Promise<void> = Promise.resolve();

/** Resolves when it is the caller's turn, each in a round of the loop of its own. */
export function nextTurn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
