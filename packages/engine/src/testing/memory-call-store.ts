// Runs of other flows in memory, with a clock that the test moves: some end at once, some while they are waited for, some never.
import { RunId } from '@patchbay/model/identity';
import type { CallDriver, CallState, CallToStart, WaitKey } from '../drivers/index.ts';
import { answer, fateOf, isFlaky, isRefused } from './drawn-flow.ts';

interface Called {
  runId: RunId;
  readonly caller: RunId;
  dueAt: Date;
  isOver: boolean;
  end: CallState['end'];
  readonly own: number;
  readonly n: number;
}

/** Without having succeeded. */
const isOver = (end: CallState['end'] | undefined): boolean => end?.status === 'failed' || end?.status === 'cancelled';

const refusal = { code: 'refused', message: 'No.' };

export class MemoryCallStore implements CallDriver {
  /** The inputs of all runs that were started for a path. */
  readonly started = new Map<string, number[]>();
  readonly #calls = new Map<string, Called>();
  readonly #now: () => Date;
  readonly #ownOf: (path: string) => number;

  constructor(now: () => Date, ownOf: (path: string) => number) {
    this.#now = now;
    this.#ownOf = ownOf;
  }

  /** A run that replays another calls anew where the call came to nothing. */
  start({ path, input, timeoutMs, after, caller }: CallToStart): Promise<void> {
    const before = this.#calls.get(path);
    const isRetried = before?.end?.status === 'failed' && before.runId === after;
    const isReplayed = isOver(before?.end) && before?.caller !== caller.runId;
    if (before !== undefined && !isRetried && !isReplayed) return Promise.resolve();
    const n = Number((input as { n: number }).n);
    const inputs = [...(this.started.get(path) ?? []), n];
    this.started.set(path, inputs);
    const runId = RunId.parse(
      `0192f3a0-0000-7000-8000-${String(this.started.size * 100 + inputs.length).padStart(12, '0')}`,
    );
    const dueAt = new Date(this.#now().getTime() + timeoutMs);
    const call: Called = { runId, caller: caller.runId, dueAt, isOver: false, end: null, own: this.#ownOf(path), n };
    this.#calls.set(path, call);
    if (fateOf(call.own) === 'early') this.#finish(path, call);
    return Promise.resolve();
  }

  look({ path }: WaitKey): Promise<CallState | null> {
    const call = this.#calls.get(path);
    if (call === undefined) return Promise.resolve(null);
    if (call.end === null && call.dueAt <= this.#now()) call.isOver = true;
    const { runId, dueAt, isOver, end } = call;
    return Promise.resolve({ runId, dueAt, isOver, end: isOver ? null : end });
  }

  end({ path }: WaitKey): Promise<void> {
    const call = this.#calls.get(path);
    if (call !== undefined) call.end ??= { status: 'cancelled', error: null };
    return Promise.resolve();
  }

  /** Ends what is waited for and ends at all. Whether there was something. */
  goOn(): boolean {
    const open = [...this.#calls].filter(
      ([, { end, isOver, own }]) => end === null && !isOver && fateOf(own) !== 'never',
    );
    for (const [path, call] of open) this.#finish(path, call);
    return open.length > 0;
  }

  #finish(path: string, call: Called): void {
    const isFirst = this.started.get(path)?.length === 1;
    const fails = isRefused(call.n) || (isFlaky(call.n) && isFirst);
    call.end = fails ? { status: 'failed', error: refusal } : { status: 'succeeded', output: { n: answer(call.n) } };
  }
}
