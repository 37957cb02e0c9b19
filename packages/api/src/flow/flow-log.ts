// The command log of a flow. An entry keeps the inverse too, so that an older document can be worked out from the draft.
import type { CommandRow } from '@patchbay/db/repositories';
import type { FlowCommand, FlowDocument } from '@patchbay/model/flow';
import { applyCommand } from '@patchbay/model/flow';
import { AppError } from '@patchbay/model/errors';

export interface LogEntry {
  readonly command: FlowCommand;
  readonly inverse: FlowCommand;
  /** The editor that sent it. */
  readonly clientId: string;
}

/** Entries are written by this file alone, so they are read back without a second check of their shape. */
export const readLog = (rows: readonly CommandRow[]): LogEntry[] =>
  rows.map((row) => JSON.parse(row.command) as LogEntry);

export const logRows = (afterRevision: number, entries: readonly LogEntry[]): CommandRow[] =>
  entries.map((entry, index) => ({ revision: afterRevision + index + 1, command: JSON.stringify(entry) }));

/** The document as it was before these entries, which lead to `doc`. */
export function documentBefore(doc: FlowDocument, entries: readonly LogEntry[]): FlowDocument {
  return entries.reduceRight((current, entry) => {
    const undone = applyCommand(current, entry.inverse);
    if (!undone.ok) throw new AppError('internal', `the command log does not lead back: ${undone.reason}`);
    return undone.doc;
  }, doc);
}

/** Applies commands that are known to fit, and keeps what is needed to log them. */
export function logged(
  doc: FlowDocument,
  commands: readonly FlowCommand[],
  clientId: string,
): { doc: FlowDocument; entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  let current = doc;
  for (const command of commands) {
    const result = applyCommand(current, command);
    if (!result.ok)
      throw new AppError('internal', `a command that was applied before does not apply: ${result.reason}`);
    entries.push({ command, inverse: result.inverse, clientId });
    current = result.doc;
  }
  return { doc: current, entries };
}

/** Whether the editor sends again what it sent before: its answer was lost on the way. */
export function alreadyApplied(
  since: readonly LogEntry[],
  commands: readonly FlowCommand[],
  clientId: string,
): boolean {
  const own = since.filter((entry) => entry.clientId === clientId).map((entry) => JSON.stringify(entry.command));
  const wanted = commands.map((command) => JSON.stringify(command));
  return wanted.length <= own.length && own.slice(own.length - wanted.length).every((text, at) => text === wanted[at]);
}
