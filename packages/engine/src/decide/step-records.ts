// What is known of a run's steps, so kept that a decision costs the same after ten thousand turns as after ten: turns
// that have ended are counted, and what stands in their bodies is let go.
import { bodyOfPath, isUndoPath, turnOfPath, undonePath } from '@patchbay/model/run';
import type { StepError, StepRecord } from '@patchbay/model/run';

export interface Turns {
  /** How many have begun: the next one has this index. */
  readonly begun: number;
  readonly open: ReadonlySet<number>;
  readonly failed: number;
  /** The first turn that failed, in the order in which they ended. */
  readonly failure: { readonly index: number; readonly error: StepError | undefined } | null;
}

interface KnownTurns extends Turns {
  begun: number;
  readonly open: Set<number>;
  failed: number;
  failure: Turns['failure'];
}

/** Attempts that were lost with a worker count, though not all of them stand in the record. */
export const lastAttempt = (record: StepRecord | undefined): number => record?.attempts.at(-1)?.number ?? 0;
export const nextAttempt = (record: StepRecord): number => lastAttempt(record) + 1;

const unnamed: StepError = { code: 'internal', message: 'The undo failed without a reason.' };

/** Whether the step stands in the body of the container, in any turn. */
export const isInside = (path: string, container: string): boolean =>
  path.startsWith(`${container}/`) || path.startsWith(`${container}[`);

/** Once somebody has said that it happened, nobody doubts it. */
const isDoubt = ({ inDoubt, status }: StepRecord): boolean =>
  inDoubt === true && status !== 'succeeded' && status !== 'compensated';

const noTurns: Turns = { begun: 0, open: new Set(), failed: 0, failure: null };

export class StepRecords {
  readonly #records = new Map<string, StepRecord>();
  readonly #turns = new Map<string, KnownTurns>();
  /** Paths that stand in the body of a turn or a container, by its path. */
  readonly #inside = new Map<string, string[]>();
  /** Steps whose effect can be taken back and was not, in the order in which they ended; kept when their body is let go. */
  readonly #undoable = new Map<string, StepRecord>();
  /** Why what was to take a step back failed for good, by the path of the step. */
  readonly #failedUndos = new Map<string, StepError>();
  readonly #doubts = new Set<string>();

  constructor(records: Iterable<StepRecord> = []) {
    for (const record of records) this.set(record);
  }

  get(path: string): StepRecord | undefined {
    return this.#records.get(path);
  }

  has(path: string): boolean {
    return this.#records.has(path);
  }

  paths(): IterableIterator<string> {
    return this.#records.keys();
  }

  all(): IterableIterator<StepRecord> {
    return this.#records.values();
  }

  turns(container: string): Turns {
    return this.#turns.get(container) ?? noTurns;
  }

  /** Oldest first. */
  undoable(): ReadonlyMap<string, StepRecord> {
    return this.#undoable;
  }

  failedUndo(path: string): StepError | undefined {
    return this.#failedUndos.get(path);
  }

  /** Steps with an undo that may have had their effect, or may not. */
  doubts(): ReadonlySet<string> {
    return this.#doubts;
  }

  /** The last record of a path wins. Hands back the paths that are let go because the body around them has ended. */
  set(record: StepRecord): readonly string[] {
    const { path } = record;
    const isNew = !this.#records.has(path);
    this.#records.set(path, record);
    if (record.undo !== undefined || isUndoPath(path)) this.#keepUndo(record);
    if (isDoubt(record)) this.#doubts.add(path);
    else if (!isNew) this.#doubts.delete(path);
    const turn = turnOfPath(path);
    if (turn !== null) this.#count(turn, record);
    if (isNew) this.#place(path);
    if (record.status !== 'succeeded' && record.status !== 'failed') return [];
    if (!this.#inside.has(path) && !this.#turns.has(path)) return [];
    const gone: string[] = [];
    this.#forgetBody(path, gone);
    return gone;
  }

  #keepUndo(record: StepRecord): void {
    const { path, status } = record;
    if (isUndoPath(path)) {
      if (status === 'failed') this.#failedUndos.set(undonePath(path), record.error ?? unnamed);
      return;
    }
    if (status === 'compensated') this.#undoable.delete(path);
    if (status !== 'succeeded' || this.#undoable.has(path)) return;
    // A container that says how all of it is undone stands for what it did inside.
    for (const inner of this.#undoable.keys()) {
      if (isInside(inner, path) && !this.#failedUndos.has(inner)) this.#undoable.delete(inner);
    }
    this.#undoable.set(path, record);
  }

  #place(path: string): void {
    const body = bodyOfPath(path);
    if (body === null) return;
    const paths = this.#inside.get(body);
    if (paths === undefined) this.#inside.set(body, [path]);
    else paths.push(path);
  }

  #count({ container, index }: { container: string; index: number }, record: StepRecord): void {
    let turns = this.#turns.get(container);
    if (turns === undefined) {
      turns = { begun: 0, open: new Set(), failed: 0, failure: null };
      this.#turns.set(container, turns);
    }
    turns.begun = Math.max(turns.begun, index + 1);
    if (record.status === 'started') {
      turns.open.add(index);
      return;
    }
    turns.open.delete(index);
    if (record.status !== 'failed') return;
    turns.failed += 1;
    turns.failure ??= { index, error: record.error };
  }

  #forgetBody(path: string, gone: string[]): void {
    for (const inner of this.#inside.get(path) ?? []) this.#forget(inner, gone);
    this.#inside.delete(path);
    const turns = this.#turns.get(path);
    for (let index = 0; index < (turns?.begun ?? 0); index += 1) this.#forget(`${path}[${index}]`, gone);
    this.#turns.delete(path);
  }

  #forget(path: string, gone: string[]): void {
    this.#forgetBody(path, gone);
    if (this.#records.delete(path)) gone.push(path);
  }
}
