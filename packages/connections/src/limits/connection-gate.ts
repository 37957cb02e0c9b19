// The gate before one connection, as this process sees it: who asks while an answer is under way shares the next question, so
// that calls cost less than one statement each. A turn within a second is waited for here; a later one is handed back.
import type { GateStore } from '@patchbay/db/run-store';
import type { ConnectionLimits, HoldReason } from '@patchbay/model/connector';
import { emptyGate, GateState } from './gate-state.ts';
import { callsUnderWay, heldForMs, passGate } from './pass-gate.ts';
import type { EndedCall, GateAnswer } from './pass-gate.ts';

const patienceMs = 1_000;
/** When nobody can be asked: the wait before the next question. */
const unreachableMs = 2_000;
const renewMs = heldForMs / 3;

export type Entrance =
  | { readonly type: 'go'; readonly permit: GatePermit }
  | { readonly type: 'hold'; readonly reason: HoldReason; readonly atMs: number; readonly cause: string | null };

export interface GatePermit {
  /** Null: the system answered, whatever it said. Else why it failed, in words without secrets. */
  end(failure: string | null): void;
}

export interface ConnectionGateParts {
  readonly store: Pick<GateStore, 'swap'>;
  readonly at: { readonly workspaceId: string; readonly connectionId: string };
  /** Names this process. */
  readonly owner: string;
  /** The database's time. */
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
}

interface Waiter {
  back: boolean;
  askAtMs: number;
  readonly giveUpAtMs: number;
  readonly resolve: (entrance: Entrance) => void;
}

export class ConnectionGate {
  readonly #parts: ConnectionGateParts;
  #limits: ConnectionLimits = {};
  #version = 0;
  #state: GateState = emptyGate();
  #waiters: Waiter[] = [];
  #ended: EndedCall[] = [];
  #asking = false;
  #askedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: ConnectionGateParts) {
    this.#parts = parts;
  }

  enter(limits: ConnectionLimits, { back }: { back: boolean }): Promise<Entrance> {
    this.#limits = limits;
    const nowMs = this.#nowMs();
    return new Promise((resolve) => {
      this.#waiters.push({ back, askAtMs: nowMs, giveUpAtMs: nowMs + patienceMs, resolve });
      this.#ask();
    });
  }

  /** Nobody waits, nothing is under way: it may be forgotten. */
  get idle(): boolean {
    return this.#waiters.length === 0 && this.#ended.length === 0 && !this.#asking && this.#mine === 0;
  }

  /** What ended is still told. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#current;
  }

  get #mine(): number {
    return this.#state.underWay.find((one) => one.owner === this.#parts.owner)?.calls ?? 0;
  }

  #nowMs(): number {
    return this.#parts.now().getTime();
  }

  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    // At the end of this turn of the event loop: whoever else asks in it goes along.
    this.#current = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#askAll())
      .finally(() => {
        this.#asking = false;
        this.#planNext();
      });
  }

  async #askAll(): Promise<void> {
    for (;;) {
      const nowMs = this.#nowMs();
      const asking = this.#waiters.filter((waiter) => waiter.askAtMs <= nowMs);
      const renew = this.#mine > 0 && nowMs - this.#askedAtMs >= renewMs;
      if (asking.length === 0 && this.#ended.length === 0 && !renew) return;
      this.#waiters = this.#waiters.filter((waiter) => !asking.includes(waiter));
      const ended = this.#ended;
      this.#ended = [];
      try {
        this.#settle(asking, await this.#swap(asking, ended));
      } catch (error) {
        this.#parts.onError(error);
        this.#ended = [...ended, ...this.#ended];
        const atMs = this.#nowMs() + unreachableMs;
        for (const { resolve } of asking) resolve({ type: 'hold', reason: 'unreachable', atMs, cause: null });
        return;
      }
    }
  }

  async #swap(asking: readonly Waiter[], ended: readonly EndedCall[]): Promise<readonly GateAnswer[]> {
    const { store, at, owner } = this.#parts;
    for (;;) {
      const nowMs = this.#nowMs();
      const { state, answers } = passGate(this.#state, this.#limits, { owner, nowMs, ended, callers: asking });
      const found = await store.swap(at, { known: this.#version, state: JSON.stringify(state) });
      if (found === null) {
        this.#version = this.#version <= 0 ? 1 : this.#version + 1;
        this.#state = state;
        this.#askedAtMs = nowMs;
        return answers;
      }
      this.#version = found.version;
      this.#state = GateState.parse(JSON.parse(found.state));
    }
  }

  #settle(asking: readonly Waiter[], answers: readonly GateAnswer[]): void {
    asking.forEach((waiter, index) => {
      const answer = answers[index];
      if (answer === undefined) return;
      if (answer.type === 'go') {
        waiter.resolve({ type: 'go', permit: this.#permit(answer.probe) });
      } else if (answer.atMs > waiter.giveUpAtMs) {
        waiter.resolve({ ...answer, cause: this.#state.pause?.cause ?? null });
      } else {
        waiter.back = true;
        waiter.askAtMs = answer.atMs;
        this.#waiters.push(waiter);
      }
    });
  }

  #permit(probe: boolean): GatePermit {
    const { concurrent, breaker } = this.#limits;
    const beganMs = performance.now();
    let open = concurrent !== undefined || breaker !== undefined;
    return {
      end: (failure) => {
        if (!open) return;
        open = false;
        const call = { ms: Math.round(performance.now() - beganMs), failed: failure !== null, probe };
        this.#ended.push(failure === null ? call : { ...call, cause: failure });
        // Room was made: the first that waits here need not wait for its time.
        const next = concurrent === undefined ? undefined : this.#waiters[0];
        if (next !== undefined) next.askAtMs = 0;
        this.#ask();
      },
    };
  }

  #planNext(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const nowMs = this.#nowMs();
    const due = [
      ...this.#waiters.map((waiter) => waiter.askAtMs),
      ...(this.#ended.length > 0 ? [nowMs + unreachableMs] : []),
      ...(callsUnderWay(this.#state) > 0 && this.#mine > 0 ? [this.#askedAtMs + renewMs] : []),
    ];
    if (due.length === 0) return;
    this.#timer = setTimeout(() => this.#ask(), Math.max(1, Math.min(...due) - nowMs));
    this.#timer.unref();
  }
}
