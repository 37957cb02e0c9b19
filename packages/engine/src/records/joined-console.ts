import type { StepConsole } from '@patchbay/model/run';

const maxConsoleLines = 200;

/** What code wrote over several parts of its records: the first lines of all, and how many others there were. */
export function joinedConsole(before: StepConsole, next: StepConsole): StepConsole {
  const lines = [...before.lines, ...next.lines];
  const dropped = before.dropped + next.dropped + Math.max(0, lines.length - maxConsoleLines);
  return { lines: lines.slice(0, maxConsoleLines), dropped };
}
