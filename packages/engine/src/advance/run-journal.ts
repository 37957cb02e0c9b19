// What is known of a run while it is advanced: records by path, what of them is not yet committed, and the writes.
import { isUndoPath } from '@patchbay/model/run';
import type { CheckpointData, Reply, RunEnding, StepRecord } from '@patchbay/model/run';
import { lastAttempt, StepRecords } from '../decide/index.ts';
import type {
  ClaimedRun,
  HistoryMark,
  OriginalHistory,
  ReleaseWrite,
  RunStore,
  RunWrite,
  StartingEffect,
  StoredHistory,
} from '../drivers/index.ts';
import { InheritedSteps } from './inherited-steps.ts';
import { holdsLarge, lacksOutput, withOutput, withoutLarge } from './large-outputs.ts';
import type { OutputStore } from './large-outputs.ts';
import { maxParkedBytes } from './parked-runs.ts';
import { persist } from './persist.ts';
import { roughSize } from './rough-size.ts';
import { WaitingSteps } from './waiting-steps.ts';

/** Records of one checkpoint. */
const maxPending = 500;
/** What a record takes beside its values. */
const recordBytes = 500;
/** What is read takes about so many times the bytes of its text. */
const textFactor = 3;

export class RunJournal {
  readonly records = new StepRecords();
  #run: ClaimedRun;
  readonly #store: Pick<RunStore, 'progress' | 'release'>;
  /** Absent where outputs of any size stand in the checkpoint. */
  readonly #outputs: OutputStore | undefined;
  /** Steps whose output was stored by a former owner of the run, and not read here yet. */
  readonly #unread = new Set<string>();
  #lastWrite: Promise<unknown> = Promise.resolve();
  #started = new Map<string, number>();
  readonly #inherited = new InheritedSteps();
  #pending = new Map<string, StepRecord>();
  readonly #waiting = new WaitingSteps();
  /** Paths of which the last reading of the history told. */
  #told = new Set<string>();
  /** Waits as they stood before they were looked at again. */
  readonly #asked = new Map<string, StepRecord>();
  #hasReply = false;
  #unsent: Reply | null = null;
  #seq = 0;
  #ending: RunEnding | null = null;
  #hasCalled = false;
  #newEnding: RunEnding | null = null;
  /** Null: nobody has asked for it. */
  #sizeBytes: number | null = null;
  #isParked = false;

  constructor(run: ClaimedRun, store: Pick<RunStore, 'progress' | 'release'>, outputs?: OutputStore) {
    this.#run = run;
    this.#store = store;
    this.#outputs = outputs;
  }

  /** What it knows of the history. */
  get mark(): HistoryMark {
    return { nextSeq: this.#seq, fence: this.#run.fence };
  }

  /** The run was let go and waits, and all that is known of it is stored. */
  get isParked(): boolean {
    return this.#isParked;
  }

  /** About what it holds. Once asked for, it grows with what is recorded, and what bodies held that have ended stays in it. */
  get sizeBytes(): number {
    if (this.#sizeBytes === null) {
      this.#sizeBytes = 0;
      this.#grow(this.records.all());
      this.#grow(this.#inherited.all());
      for (const [path, record] of this.records.undoable()) if (!this.records.has(path)) this.#grow([record]);
    }
    return this.#sizeBytes;
  }

  /** The run that was parked goes on under another claim; what others wrote meanwhile is loaded next. */
  resume(run: ClaimedRun): void {
    this.#run = run;
    this.#isParked = false;
  }

  /** The flow has answered its caller. */
  get hasReply(): boolean {
    return this.#hasReply;
  }

  /** When the next of the steps that wait is due; null: none is, or all are due already. */
  nextDueMs(nowMs: number): number | null {
    return this.#waiting.nextDueMs(nowMs);
  }

  /** Some step is to be tried again: it failed, found no room, or was held back. */
  get triesAgain(): boolean {
    return this.#waiting.triesAgain;
  }

  /** Some step waits for an answer from elsewhere. */
  get awaitsAnswers(): boolean {
    return this.#waiting.awaitsAnswers;
  }

  /** How the run ends once all is taken back; null: it has not come to that. */
  get ending(): RunEnding | null {
    return this.#ending;
  }

  beginUndo(ending: RunEnding): void {
    this.#ending = ending;
    this.#newEnding = ending;
  }

  /** Steps with effects of which nobody knows how they ended. */
  doubtfulPaths(): Set<string> {
    const started = [...this.#started.keys()].filter((path) => this.doubtfulAttempt(path) !== null);
    return new Set([...this.records.doubts(), ...started.filter((path) => !isUndoPath(path))]);
  }

  /** The last attempt that was about to start when the run was last left, if no record settles it. */
  doubtfulAttempt(path: string): number | null {
    const started = this.#started.get(path);
    if (started === undefined) return null;
    return started > lastAttempt(this.records.get(path)) ? started : null;
  }

  /**
   * Steps that limits held back, or that wait for an answer, ask again whenever the run goes on: the limits may have changed
   * meanwhile, or the answer is there.
   */
  askAgain(at: string): void {
    for (const path of this.#waiting.heldBack) {
      const record = this.records.get(path);
      if (record !== undefined) this.#know({ ...record, retryAt: at });
    }
    this.lookAgain(at);
  }

  /** Steps that wait for an answer are due, as they may have it. */
  lookAgain(at: string): void {
    for (const path of this.#waiting.unanswered(Date.parse(at))) {
      const record = this.records.get(path);
      if (record === undefined) continue;
      this.#asked.set(path, record);
      this.#know({ ...record, retryAt: at });
    }
  }

  load(history: StoredHistory): void {
    const ended = new Set<string>();
    this.#told = new Set();
    for (const { steps, reply, ending } of history.checkpoints) {
      this.#grow(steps);
      for (const step of steps) {
        for (const path of this.#know(step)) ended.add(path);
        this.#told.add(step.path);
      }
      if (reply !== undefined) this.#hasReply = true;
      if (ending !== undefined) this.#ending = ending;
    }
    for (const { path, attempt } of history.startedEffects) this.#started.set(path, attempt);
    for (const path of ended) this.#started.delete(path);
    this.#seq = history.nextSeq;
  }

  /** What was loaded last: all that is known, unless the run was parked here. */
  *loaded(): IterableIterator<StepRecord> {
    for (const path of this.#told) {
      const record = this.records.get(path);
      if (record !== undefined) yield record;
    }
  }

  /** Oldest first. */
  inherit(originals: readonly OriginalHistory[]): void {
    for (const original of originals) {
      for (const { steps } of original.checkpoints) this.#grow(steps);
      this.#inherited.inherit(original);
    }
  }

  /** Some step that could be read has an output that stands elsewhere still. */
  get hasUnread(): boolean {
    return this.#unread.size > 0 || this.#inherited.hasUnread;
  }

  /** Reads the outputs that stand elsewhere, before steps go on from them. Rejects with AppError `gone` where one is lost. */
  async readOutputs(): Promise<void> {
    const outputs = this.#outputs;
    if (outputs === undefined) return;
    for (const path of this.#unread) {
      const record = this.records.get(path);
      if (record !== undefined) this.records.set(await this.#opened(record, outputs));
      this.#unread.delete(path);
    }
    await this.#inherited.readOutputs((record) => this.#opened(record, outputs));
  }

  async #opened(record: StepRecord, outputs: OutputStore): Promise<StepRecord> {
    const opened = await persist(() => withOutput(record, outputs));
    const { input, inputRef, output, outputRef } = record;
    if (this.#sizeBytes === null) return opened;
    if (opened.input !== input) this.#sizeBytes += textFactor * (inputRef?.sizeBytes ?? 0);
    if (opened.output !== output) this.#sizeBytes += textFactor * (outputRef?.sizeBytes ?? 0);
    return opened;
  }

  /** How an effect of the original ended that must not simply be done again: it happened, or nobody knows. */
  inheritedEffect(path: string): StepRecord | null {
    return this.#inherited.effect(path);
  }

  /** The records of the original that last began the turns of this loop over records, by path; null: none has. */
  inheritedLoop(path: string): ReadonlyMap<string, StepRecord> | null {
    return this.#inherited.begun(path);
  }

  /** An original was about to do it and ended, or was lost, before it said how that went. */
  inheritsDoubt(path: string): boolean {
    return this.#inherited.isInDoubt(path);
  }

  /** How often the effect of the step was taken back before this run: it has a new key each time. */
  roundOf(path: string): number {
    const own = this.records.get(path);
    return own === undefined ? this.#inherited.roundOf(path) : (own.round ?? 0);
  }

  /** The last path that the run was at, for the dead letter. */
  lastPath(): string | null {
    const open = [...this.#started.keys()].find((path) => this.doubtfulAttempt(path) !== null);
    return open ?? [...this.records.paths()].at(-1) ?? null;
  }

  record(record: StepRecord, reply?: Reply): void {
    // What stood in a body that has ended is settled by its end, started effects included.
    for (const path of this.#know(record)) {
      this.#started.delete(path);
      this.#asked.delete(path);
    }
    // A wait that was looked at and stands as it stood is no news.
    const asked = this.#asked.get(record.path);
    if (asked === undefined || JSON.stringify(asked) !== JSON.stringify(record)) {
      // Read again, the records must come in the order in which they were made: effects are taken back the other way round.
      this.#pending.delete(record.path);
      this.#pending.set(record.path, record);
    }
    if (reply === undefined) return;
    this.#hasReply = true;
    this.#unsent = reply;
  }

  /** So much waits for a commit that it should be given one: a checkpoint stays of a size that can be read. */
  get isFull(): boolean {
    return this.#pending.size >= maxPending;
  }

  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** Commits what is pending together with the effects that start next. False: this worker was replaced. */
  async progress(starting: readonly StartingEffect[]): Promise<boolean> {
    this.#grow(this.#pending.values());
    const write = { ...this.#write(), starting };
    for (const { path, attempt } of starting) this.#started.set(path, attempt);
    return this.#inOrder(write, (stored) => this.#store.progress(stored));
  }

  /** Parks or ends the run with all that is pending. */
  async release(
    end: Pick<ReleaseWrite, 'status' | 'wakeAt' | 'error' | 'deadLetter'> &
      Partial<Pick<ReleaseWrite, 'atRest' | 'undoing' | 'hasCalled'>> & { readonly lastReply: Reply | null },
  ): Promise<boolean> {
    const { lastReply, ...given } = end;
    const state = { undoing: null, hasCalled: this.#hasCalled, ...given };
    const isWaiting = end.status === 'waiting';
    if (isWaiting) this.#grow(this.#pending.values());
    const write = this.#write();
    const released = { ...write, ...state, reply: write.reply ?? lastReply };
    const counts = await this.#inOrder(released, (stored) => this.#store.release(stored));
    this.#isParked = counts && isWaiting;
    return counts;
  }

  /** What is large first, then the write that names them; none overtakes the one before it. */
  #inOrder<Write extends RunWrite>(write: Write, store: (write: Write) => Promise<boolean>): Promise<boolean> {
    const work = async (): Promise<boolean> => {
      const outputs = this.#outputs;
      const { data } = write;
      // Nearly always there is nothing to put elsewhere, and nothing to wait for.
      if (outputs === undefined || data === null || !holdsLarge(data, outputs)) return persist(() => store(write));
      const stored = { ...write, data: await persist(() => withoutLarge(data, outputs)) };
      return persist(() => store(stored));
    };
    const done = this.#lastWrite.then(work);
    this.#lastWrite = done.catch(() => undefined);
    return done;
  }

  #know(record: StepRecord): readonly string[] {
    if (record.calls !== undefined) this.#hasCalled = true;
    const gone = this.records.set(record);
    this.#waiting.know(record);
    if (lacksOutput(record)) this.#unread.add(record.path);
    else this.#unread.delete(record.path);
    for (const path of gone) {
      this.#waiting.forget(path);
      this.#unread.delete(path);
    }
    return gone;
  }

  /** Only a run that was parked here is measured. What is too large to be kept is not looked at any further. */
  #grow(records: Iterable<StepRecord>): void {
    if (this.#sizeBytes === null) return;
    let sizeBytes = this.#sizeBytes;
    for (const { input, output } of records) {
      sizeBytes += recordBytes;
      if (sizeBytes <= maxParkedBytes) sizeBytes += roughSize(input, maxParkedBytes - sizeBytes);
      if (sizeBytes <= maxParkedBytes) sizeBytes += roughSize(output, maxParkedBytes - sizeBytes);
    }
    this.#sizeBytes = sizeBytes;
  }

  #write(): RunWrite {
    const reply = this.#unsent;
    const ending = this.#newEnding;
    const data: CheckpointData | null =
      this.#pending.size === 0 && reply === null && ending === null
        ? null
        : {
            steps: [...this.#pending.values()],
            ...(reply === null ? {} : { reply }),
            ...(ending === null ? {} : { ending }),
          };
    const seq = this.#seq;
    if (data !== null) this.#seq += 1;
    this.#pending = new Map();
    this.#unsent = null;
    this.#newEnding = null;
    const { runId, workspaceId, fence, replyTo } = this.#run;
    return { runId, workspaceId, fence, seq, data, replyTo, reply, announce: this.#run.mode === 'test' };
  }
}
