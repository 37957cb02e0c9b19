// What is around the runs of a drawn flow: targets that write down what they are asked, people who answer and decide, a sandbox
// that knows the flow's code. It is the same for a run and those that replay it.
import { AppError } from '@patchbay/model/errors';
import { nodeOfPath } from '@patchbay/model/run';
import type { CheckpointData, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { CodeCall, CodeDriver, CodeOutcome, OperationCall } from '../drivers/index.ts';
import { snippets, unsafeOperation } from './drawn-document.ts';
import { answer, coded, decisionOf, everyStep, fateOf, isFlaky, isLost, isRefused } from './drawn-flow.ts';
import type { DrawnStep } from './drawn-flow.ts';
import type { MemoryRunStore } from './memory-run-store.ts';
import type { MemoryWaitStore } from './memory-wait-store.ts';

class Refusal extends Error {
  override readonly name = 'ConnectorError';
  readonly effect: 'none' | 'unknown';
  readonly kind: 'permanent' | 'transient';
  constructor(kind: 'permanent' | 'transient', effect: 'none' | 'unknown' = 'none') {
    super(kind);
    this.kind = kind;
    this.effect = effect;
  }
}

/** Without the round: what was taken back and is done again has another key. */
const pathOfKey = (key: string): string => key.slice(key.indexOf('|') + 1).replace(/:r\d+/, '');

/** One that honours keys, and one that does not; both write down what they were asked. */
export class Target {
  /** By the key. */
  readonly #asked = new Map<string, number[]>();
  /** What happened where keys are not honoured, by the key. */
  readonly happened = new Map<string, number[]>();
  /** Calls so far that are to do something; those that take it back do not count. */
  calls = 0;
  /** Told at each of them. */
  onCall: () => void = () => undefined;

  async call({ operation, input, idempotencyKey }: OperationCall): Promise<{ n: number }> {
    const n = Number(input['n']);
    const before = this.#asked.get(idempotencyKey) ?? [];
    this.#asked.set(idempotencyKey, [...before, n]);
    if (!idempotencyKey.endsWith(':c')) {
      this.calls += 1;
      this.onCall();
    }
    // Answers come in another order than the questions.
    for (let turn = n % 4; turn > 0; turn -= 1) await Promise.resolve();
    if (operation === unsafeOperation) return this.#happen(n, { key: idempotencyKey, isFirst: before.length === 0 });
    if (isRefused(n)) throw new Refusal('permanent');
    if (isFlaky(n) && before.length === 0) throw new Refusal('transient');
    return { n: answer(n) };
  }

  #happen(n: number, { key, isFirst }: { key: string; isFirst: boolean }): { n: number } {
    if (isFirst && isFlaky(n)) throw new Refusal('transient');
    this.happened.set(key, [...(this.happened.get(key) ?? []), n]);
    if (isFirst && isLost(n)) throw new Refusal('transient', 'unknown');
    return { n: answer(n) };
  }

  /** By the path of the step. */
  get asked(): Map<string, number[]> {
    const all = new Map<string, number[]>();
    for (const [key, inputs] of this.#asked) all.set(pathOfKey(key), [...(all.get(pathOfKey(key)) ?? []), ...inputs]);
    return all;
  }

  /** With which number a step happened that nobody else knows of; undefined: it did not. */
  happenedIn({ path, round = 0 }: StepRecord): number | undefined {
    const keyPath = round === 0 ? path : `${path}:r${round}`;
    return [...this.happened].find(([key]) => key.endsWith(`|${keyPath}`))?.[1][0];
  }

  /** How often the step happened, each time that it was to: at most, with one key. */
  mostOf(path: string): number {
    const counts = [...this.happened].filter(([key]) => pathOfKey(key) === path).map(([, inputs]) => inputs.length);
    return Math.max(0, ...counts);
  }
}

/** Those who answer: some before they are asked, some while the run waits, some once they are reminded, some never. */
export class Answerers {
  readonly #waits: MemoryWaitStore;
  readonly #steps: ReadonlyMap<string, DrawnStep>;

  constructor(waits: MemoryWaitStore, steps: readonly DrawnStep[]) {
    this.#waits = waits;
    this.#steps = new Map(everyStep(steps).map((step) => [step.name, step]));
  }

  answerEarly(paths: Iterable<string>): void {
    for (const path of paths) {
      const step = this.#steps.get(nodeOfPath(path));
      const waits = step?.kind === 'callback' || step?.kind === 'approval';
      if (waits && !path.endsWith(']') && fateOf(step.own) === 'early') this.#answer(path, step);
    }
  }

  /** Whether somebody answered. */
  answer(isReminded: (path: string) => boolean): boolean {
    return this.#waits.unanswered
      .map((path) => {
        const step = this.#steps.get(nodeOfPath(path));
        if (step === undefined || fateOf(step.own) === 'never') return false;
        const waitsForReminder = step.kind === 'approval' && fateOf(step.own) === 'late' && !isReminded(path);
        return !waitsForReminder && this.#answer(path, step);
      })
      .includes(true);
  }

  #answer(path: string, { kind, own }: DrawnStep): boolean {
    const decision = { decision: decisionOf(own), by: 'Ada', at: '1970-01-01T00:00:00.000Z', fields: {} };
    return this.#waits.answer({ path }, kind === 'approval' ? decision : { n: own });
  }
}

/** Settles each step in doubt by what the target did, as a person would who looks there. True: there was one. */
export function settleDoubts(store: MemoryRunStore, target: Target, at: string): boolean {
  const last = lastRecords(store.history.checkpoints);
  const doubts = [...last.values()].filter(({ status }) => status === 'unknown');
  const steps = doubts.map((step): StepRecord => {
    const n = target.happenedIn(step);
    if (n === undefined) return { ...step, status: 'waiting', ports: [], retryAt: at };
    return { ...step, status: 'succeeded', ports: ['out'], output: { n: answer(n) }, finishedAt: at };
  });
  if (steps.length > 0) store.decide(steps);
  return steps.length > 0;
}

/** The last record of each step, in the order in which the last ones came. */
export function lastRecords(checkpoints: readonly CheckpointData[]): Map<string, StepRecord> {
  const last = new Map<string, StepRecord>();
  for (const step of checkpoints.flatMap(({ steps }) => steps)) last.set(step.path, step);
  return last;
}

/** Runs what it knows by its text. Now and then there is no place the first time. */
export class KnownCode implements CodeDriver {
  readonly #asked = new Set<string>();

  run({ code, scope, records = [], firstIndex = 0, clock }: CodeCall): Promise<CodeOutcome> {
    const { n } = scope['input'] as { n: number };
    const isFirst = !this.#asked.has(clock.path);
    this.#asked.add(clock.path);
    if (isFirst && isFlaky(n)) return Promise.reject(AppError.because('unavailable', 'The sandbox is full.'));
    const console = { lines: [], dropped: 0 };
    const made = (output: Json): Promise<CodeOutcome> => Promise.resolve({ ok: true, output, sizeBytes: 0, console });
    if (code.text === snippets.codeEach) {
      const each = records as readonly { readonly n: number }[];
      return made(each.map((item, index) => ({ n: item.n + firstIndex + index + n })));
    }
    if (code.text !== snippets.code) return Promise.reject(new Error(`unknown code: ${code.text}`));
    if (!isRefused(n)) return made({ n: coded(n) });
    return Promise.resolve({ ok: false, failure: { kind: 'threw', message: 'No.' }, console });
  }
}
