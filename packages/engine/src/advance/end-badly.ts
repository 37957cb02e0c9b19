// The end of a run that could not be followed to one of its own: it kills its workers, or met a fault of ours. Nothing here asks
// for a plan, which may be what is at fault.
import { failureReply } from '../accept/final-reply.ts';
import { isUndoPath, nodeOfPath } from '@patchbay/model/run';
import type { ClaimedRun, NewDeadLetter, PlanDriver } from '../drivers/index.ts';
import { toStepError } from './failed-attempt.ts';
import { persist } from './persist.ts';
import type { RunJournal } from './run-journal.ts';

type Titles = ReadonlyMap<string, string>;

export async function endPoisoned(run: ClaimedRun, journal: RunJournal, plans: PlanDriver): Promise<void> {
  const titles = await persist(() => plans.titlesOf(run.versionId));
  const lastStep = journal.lastPath();
  const at = lastStep === null ? '' : `, the last time at ${stepWords(lastStep, titles)}`;
  const error = {
    code: 'poison',
    message: `The worker died ${run.crashes} times while this run was under way${at}.`,
    next: 'An administrator looks at the worker’s log; replay the run once the cause is mended.',
  };
  await journal.release({
    status: 'failed',
    wakeAt: null,
    error: JSON.stringify(error),
    deadLetter: { kind: 'poison', reason: error.message, lastStep, remaining: leftUndone(journal, titles) },
    // Whether it has is not certain: a look costs little.
    hasCalled: true,
    lastReply: failureReply(run.runId),
  });
}

interface Faulty {
  readonly run: ClaimedRun;
  readonly journal: RunJournal;
  readonly plans: PlanDriver;
}

/** A fault of ours ends the run. */
export async function endFaulty({ run, journal, plans }: Faulty, fault: unknown): Promise<void> {
  const error = toStepError(fault);
  const hasLeft = journal.records.undoable().size > 0;
  // That the titles cannot be had may be the fault itself.
  const titles = hasLeft ? await plans.titlesOf(run.versionId).catch((): Titles => new Map()) : new Map();
  const remaining = leftUndone(journal, titles);
  await journal.release({
    status: 'failed',
    wakeAt: null,
    error: JSON.stringify(error),
    deadLetter:
      remaining.length === 0 ? null : { kind: 'undo', reason: error.message, lastStep: journal.lastPath(), remaining },
    // Whether it has is not certain: a look costs little.
    hasCalled: true,
    lastReply: failureReply(run.runId),
  });
}

const titleOf = (path: string, titles: Titles): string => titles.get(nodeOfPath(path)) ?? nodeOfPath(path);

function stepWords(path: string, titles: Titles): string {
  const step = `the step “${titleOf(path, titles)}”`;
  return isUndoPath(path) ? `taking back ${step}` : step;
}

const leftUndone = (journal: RunJournal, titles: Titles): NewDeadLetter['remaining'] =>
  [...journal.records.undoable().keys()].map((path) => ({
    path,
    step: titleOf(path, titles),
    why: 'It was not taken back.',
  }));
