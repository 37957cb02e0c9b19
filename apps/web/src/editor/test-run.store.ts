// The test run that is laid over the canvas. Outside the document: a run never marks the flow as changed.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { turnOfPath } from '@patchbay/model/run';
import type { RunStatus, StepRecord } from '@patchbay/model/run';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface TestRun {
  readonly runId: string | null;
  /** `starting`: asked for, not yet accepted. */
  readonly phase: 'none' | 'starting' | 'running' | 'finished';
  readonly status: RunStatus;
  readonly steps: readonly StepRecord[];
  /** The document that the run works on: what differs now makes an output stale. */
  readonly doc: FlowDocument | null;
  /** Why the run could not be started or followed. */
  readonly error: unknown;
}
export type TestRunStore = StoreApi<TestRun>;

export const noRun: TestRun = { runId: null, phase: 'none', status: 'queued', steps: [], doc: null, error: null };
export const createTestRun = (): TestRunStore => createStore<TestRun>(() => noRun);

/** The last record of a path wins; paths keep the order in which they first appeared. */
export function mergedSteps(known: readonly StepRecord[], news: readonly StepRecord[]): StepRecord[] {
  const byPath = new Map(known.map((step) => [step.path, step]));
  for (const step of news) byPath.set(step.path, step);
  return [...byPath.values()];
}

/** Of a step in a loop, that of the last turn. */
export const stepOf = (run: TestRun, nodeId: string): StepRecord | undefined =>
  run.steps.findLast((step) => step.nodeId === nodeId && turnOfPath(step.path) === null);

/** Whether a node's settings differ from those that the run used; where it stands does not matter. */
export function isStale(run: TestRun, node: FlowNode): boolean {
  const then = run.doc?.nodes.find((candidate) => candidate.id === node.id);
  if (then === undefined || then === node) return false;
  return JSON.stringify({ ...then, position: null }) !== JSON.stringify({ ...node, position: null });
}
