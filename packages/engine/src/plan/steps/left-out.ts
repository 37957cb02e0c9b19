// What a mapping left out and what it could not make, as the history keeps them.
import type { MappingProblem, RejectedRecord } from '@patchbay/mapping';
import type { LeftOut } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

/** Of the records that a map leaves out, so many are kept in the history. */
export const keptRejected = 20;

export function keptRecords(rejected: readonly RejectedRecord[]): LeftOut {
  const first = rejected.slice(0, keptRejected).map(({ path, source, index, item, problem }) => ({
    path,
    source,
    index: index ?? null,
    item: toJson(item),
    reason: problem.message,
  }));
  return { count: rejected.length, first };
}

export function mappingFailure(problems: readonly MappingProblem[]): StepFailure {
  const shown = problems.slice(0, 20);
  const message = shown.map((problem) => problem.message).join(' ');
  return new StepFailure({
    code: 'mapping',
    message: problems.length > shown.length ? `${message} And ${problems.length - shown.length} more.` : message,
    next: 'Look at the values that came in. If they are right, an analyst mends the rule in the mapping.',
    details: shown.map((problem) => ({ path: problem.path, message: problem.message })),
  });
}
