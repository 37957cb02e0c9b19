// With what a step is taken back is worked out as soon as it has succeeded, and stands in its record: it must not depend on
// who goes on with the run, nor on what happens later.
import { isUndoPath, undoPath } from '@patchbay/model/run';
import type { StepError, StepRecord, StoredContent } from '@patchbay/model/run';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { findStep } from '../decide/index.ts';
import type { EffectStep, PlannedNode } from '../plan/index.ts';
import { StepFailure } from '../plan/index.ts';
import { toStepError } from './failed-attempt.ts';
import type { InnerSteps } from './inner-steps.ts';
import { persist } from './persist.ts';
import type { RunParts } from './run-loop.ts';

/** What is left undone when a run has ended. */
export interface Remaining {
  readonly path: string;
  readonly step: string;
  readonly why: string;
}

type UndoNote = Exclude<NonNullable<StepRecord['undo']>, { readonly inputRef: StoredContent }>;

export const notPlanned: StepError = {
  code: 'noUndo',
  message: 'The version of the flow that this run follows does not say how the step is taken back.',
  next: 'Take it back by hand, then discard the entry in the dead letters.',
};

export class UndoNotes {
  readonly #parts: RunParts;
  /** What stood elsewhere, by the path of the step. */
  readonly #read = new Map<string, UndoNote>();
  readonly #wanted = new Map<string, StoredContent>();
  readonly #inner: InnerSteps;

  constructor(parts: RunParts, inner: InnerSteps) {
    this.#parts = parts;
    this.#inner = inner;
  }

  /** Writes down how a step ended, with its undo; and of what took a step back, that the step is compensated. */
  record(record: StepRecord): void {
    const { journal } = this.#parts;
    journal.record(this.#noted(record));
    if (!isUndoPath(record.path) || record.status !== 'succeeded') return;
    const done = [...journal.records.undoable().values()].find(({ path }) => undoPath(path) === record.path);
    if (done !== undefined) journal.record({ ...done, status: 'compensated' });
  }

  /** Steps that a person or another version of the flow settled have no note yet. */
  completeNotes(): void {
    const { context, journal } = this.#parts;
    if (!context.plan.undoes) return;
    for (const record of journal.loaded()) {
      const noted = this.#noted(record);
      if (noted !== record) journal.record(noted);
    }
  }

  /** With what it is undone stands elsewhere: `read` has to come before `callFor`. */
  lacks({ path, undo }: StepRecord): boolean {
    if (undo === undefined || !('inputRef' in undo) || this.#read.has(path)) return false;
    this.#wanted.set(path, undo.inputRef);
    return true;
  }

  get wantsReading(): boolean {
    return this.#wanted.size > 0;
  }

  /** What is lost fails what undoes the step, not the run: the others are undone all the same. */
  async read(): Promise<void> {
    const { run, drivers } = this.#parts;
    for (const [path, { sha256 }] of this.#wanted) {
      try {
        const content = await persist(() => drivers.readBlob(run.workspaceId, sha256));
        this.#read.set(path, { input: JSON.parse(Buffer.from(content).toString('utf8')) as JsonObject });
      } catch (thrown) {
        this.#read.set(path, { error: toStepError(thrown) });
      }
      this.#wanted.delete(path);
    }
  }

  #noteOf({ path, undo }: StepRecord): UndoNote | undefined {
    return undo !== undefined && 'inputRef' in undo ? this.#read.get(path) : undo;
  }

  /** The call that takes the step back; it throws what its note says went wrong. */
  callFor(done: StepRecord): { readonly node: PlannedNode; readonly call: EffectStep } | null {
    const node = findStep(this.#parts.context.plan, done.path)?.node;
    const undo = this.#noteOf(done);
    const compensate = node?.compensate;
    if (node === undefined || compensate === undefined || undo === undefined) return null;
    const input = (): { values: Readonly<Record<string, Json>> } => {
      if ('error' in undo) throw new StepFailure(undo.error);
      // That it can be sent is known before the call is begun.
      compensate.sent(undo.input);
      return { values: undo.input };
    };
    return { node, call: { ...compensate, input } };
  }

  /** What was not taken back, and of which steps nobody knows whether there is something to take back. */
  remaining(): Remaining[] {
    const { context, journal } = this.#parts;
    const labelOf = (path: string): string => findStep(context.plan, path)?.node.label ?? path;
    const left = [...journal.records.undoable().keys()].map((path) => ({
      path,
      step: labelOf(path),
      why: journal.records.failedUndo(path)?.message ?? 'It was not taken back.',
    }));
    const doubts = [...journal.doubtfulPaths()].filter((path) => findStep(context.plan, path)?.node.compensate);
    return [
      ...left,
      ...doubts.map((path) => ({ path, step: labelOf(path), why: 'Nobody knows whether it happened.' })),
    ];
  }

  /** What a container was to take back and could not. */
  failed(): Remaining[] {
    return this.remaining().filter(({ path }) => this.#parts.journal.records.failedUndo(path) !== undefined);
  }

  #noted(record: StepRecord): StepRecord {
    const { context, drivers, run } = this.#parts;
    if (!context.plan.undoes || record.status !== 'succeeded' || record.undo !== undefined || isUndoPath(record.path))
      return record;
    // Left by another way, such as that of a time that is over, it has done nothing that could be taken back.
    if (!record.ports.includes('out')) return record;
    // A turn is no step of its own.
    const step = record.path.endsWith(']') ? null : findStep(context.plan, record.path);
    if (step?.node.compensate === undefined) return record;
    const clock = this.#inner.contextOf(undoPath(record.path));
    const { when, input } = step.node.compensate;
    try {
      const scope = this.#inner.scopeAt(step.place);
      const own = { ...scope, steps: { ...scope.steps, [step.node.name]: record.output ?? null } };
      // What somebody only said was done gave nothing that could be asked: it counts as done.
      if (record.output != null && when?.(own, clock) === false) return record;
      return { ...record, undo: { input: { ...input(own, clock).values } } };
    } catch (thrown) {
      const error = toStepError(thrown);
      if (error.code === 'internal') drivers.onFault(run.runId, thrown);
      return { ...record, undo: { error } };
    }
  }
}
