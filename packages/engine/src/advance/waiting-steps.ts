// Steps of a run that wait: for their time, for an answer from elsewhere, or for room that limits leave.
import type { StepRecord } from '@patchbay/model/run';

interface Waiting {
  readonly dueMs: number;
  /** It waits for an answer from elsewhere. */
  readonly asks: boolean;
  /** It failed, found no room or was held back, and is tried again. */
  readonly tries: boolean;
}

export class WaitingSteps {
  readonly #waiting = new Map<string, Waiting>();
  /** Those that limits hold back. */
  readonly #heldBack = new Set<string>();

  /** What a record says of its step now. */
  know({ path, status, retryAt, held, waits }: StepRecord): void {
    const isWaiting = status === 'waiting';
    if (isWaiting && retryAt !== undefined) {
      const asks = waits !== undefined && waits.kind !== 'delay';
      this.#waiting.set(path, { dueMs: Date.parse(retryAt), asks, tries: waits === undefined });
    } else this.#waiting.delete(path);
    if (isWaiting && held !== undefined) this.#heldBack.add(path);
    else this.#heldBack.delete(path);
  }

  forget(path: string): void {
    this.#waiting.delete(path);
    this.#heldBack.delete(path);
  }

  /** When the next of them is due; null: none is, or all are due already. */
  nextDueMs(nowMs: number): number | null {
    let next: number | null = null;
    for (const { dueMs } of this.#waiting.values()) if (dueMs > nowMs && (next === null || dueMs < next)) next = dueMs;
    return next;
  }

  /** Some step is to be tried again. */
  get triesAgain(): boolean {
    for (const { tries } of this.#waiting.values()) if (tries) return true;
    return false;
  }

  /** Some step waits for an answer from elsewhere. */
  get awaitsAnswers(): boolean {
    for (const { asks } of this.#waiting.values()) if (asks) return true;
    return false;
  }

  get heldBack(): readonly string[] {
    return [...this.#heldBack];
  }

  /** Those that wait for an answer and are not due. */
  unanswered(nowMs: number): string[] {
    const found: string[] = [];
    for (const [path, { asks, dueMs }] of this.#waiting) if (asks && dueMs > nowMs) found.push(path);
    return found;
  }
}
