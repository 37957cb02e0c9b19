// How steps end that touch nothing outside: code, maps, lists. Their records, alike for all of them.
import { AppError } from '@patchbay/model/errors';
import type { StepError, StepRecord } from '@patchbay/model/run';
import type { PlannedNode, PureResult } from '../plan/index.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { toStepError } from './failed-attempt.ts';
import { timeText } from './time-text.ts';
import { tryLater } from './try-later.ts';
import type { Untaken } from './try-later.ts';

export interface BegunStep {
  readonly node: Pick<PlannedNode, 'id'>;
  readonly path: string;
  readonly startedAt: string;
}

export interface StepEndsParts {
  readonly run: { readonly runId: Parameters<AdvanceDrivers['onFault']>[0] };
  readonly drivers: Pick<AdvanceDrivers, 'now' | 'onFault'>;
}

export class StepEnds {
  readonly #parts: StepEndsParts;

  constructor(parts: StepEndsParts) {
    this.#parts = parts;
  }

  succeeded({ node, path, startedAt }: BegunStep, { output, ports, rejected }: PureResult): StepRecord {
    const finishedAt = timeText(this.#parts.drivers.now());
    const base = { path, nodeId: node.id, attempts: [], startedAt, finishedAt };
    const record: StepRecord = { ...base, status: 'succeeded', ports: [...ports], output };
    return rejected === undefined ? record : { ...record, rejected };
  }

  failed({ node, path, startedAt }: BegunStep, error: StepError): StepRecord {
    const finishedAt = timeText(this.#parts.drivers.now());
    return { path, nodeId: node.id, attempts: [], status: 'failed', ports: ['error'], error, startedAt, finishedAt };
  }

  /** Of a step that runs beside this process: cancelled with its run, tried later where no place was free, or failed. */
  notDone(
    step: BegunStep & Pick<Untaken, 'earlier'>,
    thrown: unknown,
    { cancel, cancelled }: { readonly cancel: AbortSignal; readonly cancelled: StepError },
  ): StepRecord {
    if (cancel.aborted) return this.failed(step, cancelled);
    if (!(thrown instanceof AppError && thrown.code === 'unavailable')) return this.thrown(step, thrown);
    const { node, path, startedAt, earlier } = step;
    return tryLater({ path, nodeId: node.id, startedAt, earlier }, thrown, this.#parts.drivers.now());
  }

  /** What is no fault of the flow is told to the operator of this process as well. */
  thrown(step: BegunStep, thrown: unknown): StepRecord {
    const { drivers, run } = this.#parts;
    const error = toStepError(thrown);
    if (error.code === 'internal') drivers.onFault(run.runId, thrown);
    return this.failed(step, error);
  }
}
