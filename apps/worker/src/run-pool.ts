// The runs under way in this process: how many there may be, and how to reach each.
import { advanceRun } from '@patchbay/engine';
import type { AdvanceDrivers } from '@patchbay/engine';
import type { ClaimedRun, RunStore } from '@patchbay/engine/drivers';
import type { RunId } from '@patchbay/model/identity';

export interface RunPoolParts {
  readonly limit: number;
  readonly store: RunStore;
  readonly drivers: AdvanceDrivers;
  /** This process works on the run no more: it ended, waits, or another took it over. */
  readonly onEnded?: (run: ClaimedRun) => void;
}

export class RunPool {
  readonly #active = new Map<RunId, AbortController>();
  readonly #limit: number;
  readonly #store: RunStore;
  readonly #drivers: AdvanceDrivers;
  readonly #onEnded: (run: ClaimedRun) => void;
  #waiting: (() => void)[] = [];
  #empty: (() => void)[] = [];
  #draining = false;
  #reserved = 0;

  constructor({ limit, store, drivers, onEnded = () => undefined }: RunPoolParts) {
    this.#limit = limit;
    this.#store = store;
    this.#drivers = drivers;
    this.#onEnded = onEnded;
  }

  get active(): number {
    return this.#active.size;
  }

  get activeIds(): RunId[] {
    return [...this.#active.keys()];
  }

  /** How many more runs may be claimed now. */
  get free(): number {
    return this.#draining ? 0 : Math.max(0, this.#limit - this.#active.size - this.#reserved);
  }

  /** Claims these runs once there is room, and advances what it got. Resolves when they are taken over, not when they end. */
  async takeOver(runIds: readonly RunId[]): Promise<void> {
    while (!this.#draining && this.free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#draining) return;
    this.#reserved += runIds.length;
    try {
      this.advance(await this.#store.claim(runIds));
    } finally {
      this.#reserved -= runIds.length;
    }
  }

  advance(runs: readonly ClaimedRun[]): void {
    for (const run of runs) {
      const controller = new AbortController();
      this.#active.set(run.runId, controller);
      const control = { cancel: controller.signal, draining: () => this.#draining };
      void advanceRun(run, this.#drivers, control).finally(() => this.#ended(run, controller));
    }
  }

  cancel(runId: string): void {
    this.#active.get(runId as RunId)?.abort();
  }

  /** Stops taking runs; resolves when those under way have ended or were handed over, or after `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    this.#letIn();
    if (this.#active.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([new Promise<void>((resolve) => this.#empty.push(resolve)), grace]);
    clearTimeout(timer);
  }

  #ended(run: ClaimedRun, controller: AbortController): void {
    if (this.#active.get(run.runId) === controller) this.#active.delete(run.runId);
    this.#letIn();
    this.#onEnded(run);
    if (this.#active.size > 0) return;
    const empty = this.#empty;
    this.#empty = [];
    for (const resolve of empty) resolve();
  }

  #letIn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
