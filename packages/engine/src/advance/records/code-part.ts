// One part of the records of a step of code, sent to the sandbox. Code touches nothing, so after a crash it is done again with the rest.
import type { Json } from '@patchbay/model/schema';
import type { ClaimedRun, CodeDriver } from '../../drivers/index.ts';
import { StepFailure } from '../../plan/index.ts';
import type { RunCodePart } from '../../records/code-records.ts';
import { stepErrorOf } from '../code-error.ts';

export interface CodePartParts {
  readonly run: Pick<ClaimedRun, 'workspaceId' | 'startedAt' | 'effectRoot'>;
  readonly driver: CodeDriver;
  readonly path: string;
  readonly signal: AbortSignal;
}

export function runCodePart({ run, driver, path, signal }: CodePartParts): RunCodePart {
  const clock = { now: run.startedAt.getTime(), seed: run.effectRoot };
  return async (code, { rows, first, leavesOut }) => {
    const outcome = await driver.run({
      ...code,
      records: rows,
      firstIndex: first,
      leavesOut,
      clock: { ...clock, path: first === 0 ? path : `${path}#${first}` },
      workspaceId: run.workspaceId,
      signal,
    });
    if (!outcome.ok) {
      const { failure } = outcome;
      const many = rows.length.toLocaleString('en');
      const slow = `The code took longer than ${code.timeoutMs / 1000} seconds for ${many} records and was ended.`;
      throw new StepFailure(stepErrorOf(failure.kind === 'time' ? { ...failure, message: slow } : failure));
    }
    const bad = (outcome.bad ?? []).map(({ index, ...fault }) => {
      const { code: reason, message } = stepErrorOf(fault);
      return { position: index ?? first, code: reason, message };
    });
    return { rows: outcome.output as Json[], bad, console: outcome.console };
  };
}
