// What has happened to a run, in few words: records of steps, and the state that `decide` looks at.
import { NodeId } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { nodeOfPath } from '@patchbay/model/run';
import type { StepRecord, StepStatus } from '@patchbay/model/run';
import type { RunState } from '../decide/index.ts';
import { StepRecords } from '../decide/index.ts';
import { planFlow } from '../plan/index.ts';
import type { FlowPlan } from '../plan/index.ts';
import { aCall } from './a-call.ts';

/** Every action of it is keyed. */
export const planOf = (doc: FlowDocument): FlowPlan => planFlow(doc, () => aCall('keyed'));

/** When everything happened. */
export const recordedAt = '2026-03-29T00:00:00.000Z';

export const record = (path: string, status: StepStatus, given: Partial<StepRecord> = {}): StepRecord => ({
  path,
  nodeId: NodeId.parse(nodeOfPath(path)),
  status,
  ports: [],
  attempts: [],
  startedAt: recordedAt,
  ...given,
});

export const done = (path: string, ...ports: string[]): StepRecord =>
  record(path, 'succeeded', { ports: ports.length === 0 ? ['out'] : ports });

export const failed = (path: string, ports: string[] = ['error']): StepRecord =>
  record(path, 'failed', { ports, error: { code: 'permanent', message: 'No.' } });

/** A container that has begun; a loop with so many turns. */
export const begun = (path: string, count?: number): StepRecord =>
  record(path, 'started', count === undefined ? {} : { turns: { count } });

export const state = (records: StepRecord[], given: Partial<RunState> = {}): RunState => ({
  records: new StepRecords(records),
  inFlight: new Set<string>(),
  cancelRequested: false,
  nowMs: Date.parse(recordedAt),
  ...given,
});
