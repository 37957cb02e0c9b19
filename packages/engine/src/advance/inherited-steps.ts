// What a replay takes over: how the steps of its originals ended, and of which of them nobody knows.
import { isUndoPath, undonePath } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';
import { lastAttempt } from '../decide/index.ts';
import type { OriginalHistory } from '../drivers/index.ts';
import { lacksOutput } from './large-outputs.ts';

export class InheritedSteps {
  readonly #records = new Map<string, StepRecord>();
  /** Steps that an original was about to do when it was left, and no record of it settles. */
  readonly #doubts = new Set<string>();
  /** Those that may be taken over and have an output that stands elsewhere still. */
  readonly #unread = new Set<string>();
  /** By the path of a loop over records: what stands of the original that last began its turns. */
  readonly #begun = new Map<string, ReadonlyMap<string, StepRecord>>();

  /** An original that ran later than those before it. */
  inherit({ checkpoints, startedEffects }: OriginalHistory): void {
    const own = new Map<string, StepRecord>();
    for (const { steps } of checkpoints) for (const step of steps) own.set(step.path, step);
    for (const [path, record] of own) {
      this.#records.set(path, record);
      this.#doubts.delete(path);
      if (isTakenOver(record) && lacksOutput(record)) this.#unread.add(path);
      else this.#unread.delete(path);
      if (record.turns?.parts !== undefined) this.#begun.set(path, own);
    }
    for (const { path, attempt } of startedEffects) {
      if (attempt > lastAttempt(own.get(path))) this.#doubts.add(path);
    }
  }

  all(): Iterable<StepRecord> {
    return this.#records.values();
  }

  /** Some step that may be taken over has an output that stands elsewhere still. */
  get hasUnread(): boolean {
    return this.#unread.size > 0;
  }

  async readOutputs(opened: (record: StepRecord) => Promise<StepRecord>): Promise<void> {
    for (const path of this.#unread) {
      const record = this.#records.get(path);
      if (record !== undefined) this.#records.set(path, await opened(record));
      this.#unread.delete(path);
    }
  }

  /** How an effect ended that must not simply be done again: it happened, or nobody knows. */
  effect(path: string): StepRecord | null {
    if (this.#wasTakenBack(path)) return null;
    const record = this.#records.get(path);
    return record !== undefined && isTakenOver(record) ? record : null;
  }

  /** The records of the original that last began the turns of this loop over records, by path; null: none has. */
  begun(loop: string): ReadonlyMap<string, StepRecord> | null {
    return this.#begun.get(loop) ?? null;
  }

  /** An original was about to do it and ended, or was lost, before it said how that went. */
  isInDoubt(path: string): boolean {
    return this.#doubts.has(path) && !this.#wasTakenBack(path);
  }

  /** How often the effect of the step was taken back before this run. */
  roundOf(path: string): number {
    const before = this.#records.get(path);
    return (before?.round ?? 0) + (before?.status === 'compensated' ? 1 : 0);
  }

  /** What took back the original's effect has nothing to do with the effect of this run. */
  #wasTakenBack(undo: string): boolean {
    return isUndoPath(undo) && this.#records.get(undonePath(undo))?.status === 'compensated';
  }
}

/** Others are done anew, whatever they had: nobody asks what that was. */
const isTakenOver = ({ status }: StepRecord): boolean => status === 'succeeded' || status === 'unknown';
