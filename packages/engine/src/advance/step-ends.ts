// How steps end that touch nothing outside: code, maps, lists. Their records, alike for all of them.
import type { StepError, StepRecord } from '@patchbay/model/run';
import type { PlannedNode, PureResult } from '../plan/index.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { toStepError } from './failed-attempt.ts';
import { timeText } from './time-text.ts';

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

  /** What is no fault of the flow is told to the operator of this process as well. */
  thrown(step: BegunStep, thrown: unknown): StepRecord {
    const { drivers, run } = this.#parts;
    const error = toStepError(thrown);
    if (error.code === 'internal') drivers.onFault(run.runId, thrown);
    return this.failed(step, error);
  }
}
