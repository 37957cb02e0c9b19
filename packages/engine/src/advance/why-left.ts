// Why a run is left as it is: what it waits for, and what a person has to look at once it has ended.
import { undonePath } from '@patchbay/model/run';
import type { StepError, StepWait } from '@patchbay/model/run';
import { findStep } from '../decide/index.ts';
import type { Decision, Held } from '../decide/index.ts';
import type { ClaimedRun, NewDeadLetter } from '../drivers/index.ts';
import type { FlowPlan } from '../plan/index.ts';
import type { RunJournal } from './run-journal.ts';
import type { UndoNotes } from './undo-notes.ts';

/** Why a run is parked, behind the name of the step. */
const waitWords: Readonly<Record<StepWait['kind'], string>> = {
  delay: 'goes on by itself when the time comes.',
  callback: 'waits for a call of another system.',
  approval: 'waits for a decision.',
  subflow: 'waits for the run of another flow.',
};

/** As the text of a StepError: the step in doubt, else the one that will be tried again. */
export function waitingFor(
  held: Held | null,
  { journal, plan }: { readonly journal: RunJournal; readonly plan: FlowPlan },
): string | null {
  const record = held === null ? undefined : journal.records.get(held.path);
  if (held === null || record === undefined) return null;
  if (record.waits !== undefined) {
    const { kind, title } = record.waits;
    const message = `${held.label ?? ''}: ${title === undefined ? waitWords[kind] : title}`;
    return JSON.stringify({ code: 'waits', message } satisfies StepError);
  }
  if (record.error === undefined) return null;
  const { code, message } = record.error;
  const details = record.held === undefined ? {} : { details: { connectionId: record.held.connectionId } };
  const undone = undonePath(held.path);
  const label = held.label ?? `Undo of ${findStep(plan, undone)?.node.label ?? undone}`;
  return JSON.stringify({ code, message: `${label}: ${message}`, ...details } satisfies StepError);
}

/** Null: nothing. */
export function deadLetterOf(
  { status, error }: Extract<Decision, { type: 'finish' }>,
  { run, journal, undo }: { readonly run: ClaimedRun; readonly journal: RunJournal; readonly undo: UndoNotes },
): NewDeadLetter | null {
  const isWhole = status === 'succeeded' && journal.ending === null;
  const remaining = isWhole ? undo.failed() : undo.remaining();
  const [first] = remaining;
  if (first !== undefined) {
    const names = [...new Set(remaining.map(({ step }) => step))].join(', ');
    return { kind: 'undo', reason: `Not everything was taken back: ${names}.`, lastStep: first.path, remaining };
  }
  // A refusal is an answer. What only the moment stood in the way of may work later; of a run that was called, its caller decides.
  const isSpent =
    status === 'failed' &&
    run.mode === 'live' &&
    run.isCalled !== true &&
    (error?.code === 'transient' || error?.code === 'rateLimited');
  return isSpent ? { kind: 'spent', reason: error.message, lastStep: journal.lastPath(), remaining: [] } : null;
}
