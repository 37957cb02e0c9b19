import type { AppError } from '@patchbay/model/errors';
import type { NodeId } from '@patchbay/model/flow';
import type { Attempt, StepRecord } from '@patchbay/model/run';

export interface Untaken {
  readonly path: string;
  readonly nodeId: NodeId;
  readonly startedAt: string;
  /** Tries before this one that found no place. */
  readonly earlier: readonly Attempt[];
}

/** No place was free: the step is tried again after this long. */
const tryAgainMs = 2_000;
const maxTries = 30;

/** The record of a step that found no place to run and waits for one; failed once it has tried often enough. */
export function tryLater({ path, nodeId, startedAt, earlier }: Untaken, thrown: AppError, now: Date): StepRecord {
  const error = { code: thrown.code, message: thrown.userMessage ?? 'There is no room to run the step now.' };
  const at = now.toISOString();
  const number = earlier.length + 1;
  const attempts = [...earlier, { number, startedAt: at, finishedAt: at, error, answer: thrown.code }];
  const record = { path, nodeId, error, attempts, startedAt };
  if (number >= maxTries) return { ...record, status: 'failed', ports: ['error'], finishedAt: at };
  const retryAt = new Date(now.getTime() + tryAgainMs).toISOString();
  return { ...record, status: 'waiting', ports: [], retryAt };
}
