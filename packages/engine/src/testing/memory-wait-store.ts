// Waits in memory, with a clock that the test moves, for tests that answer early, late, or never.
import type { WaitAnswer, WaitKey, WaitState, WaitStore, WaitToOpen } from '../drivers/index.ts';

interface Kept {
  /** The run that opened it. */
  of: string | null;
  opened: { readonly dueAt: Date; readonly remindAt: Date | null; readonly ask: string | null } | null;
  remindedAt: Date | null;
  isOver: boolean;
  answer: WaitAnswer | null;
}

export class MemoryWaitStore implements WaitStore {
  readonly #waits = new Map<string, Kept>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Who does a run once more asks once more, unless the answer is there. */
  open(wait: WaitToOpen): Promise<WaitState> {
    const kept = this.#kept(wait);
    const at = this.#now().getTime();
    if (kept.of !== wait.runId && kept.answer === null)
      Object.assign(kept, { opened: null, remindedAt: null, isOver: false });
    kept.of = wait.runId;
    kept.opened ??= {
      dueAt: new Date(at + wait.timeoutMs),
      remindAt: wait.remindAfterMs === null ? null : new Date(at + wait.remindAfterMs),
      ask: wait.ask,
    };
    return Promise.resolve(this.#state(wait, kept));
  }

  look(key: WaitKey): Promise<WaitState | null> {
    const kept = this.#kept(key);
    const { opened } = kept;
    if (opened === null) return Promise.resolve(null);
    if (kept.answer === null) {
      if (opened.remindAt !== null && opened.remindAt <= this.#now()) kept.remindedAt ??= this.#now();
      if (opened.dueAt <= this.#now()) kept.isOver = true;
    }
    return Promise.resolve(this.#state(key, kept));
  }

  /** False: it takes none any more. */
  answer(key: Pick<WaitKey, 'path'>, body: unknown): boolean {
    const kept = this.#kept(key);
    if (kept.isOver || kept.answer !== null) return false;
    const bytes = Buffer.from(JSON.stringify(body));
    kept.answer = { at: this.#now(), contentType: 'application/json', meta: '{}', body: bytes, blob: null };
    return true;
  }

  /** Paths of waits that were opened and have no answer. */
  get unanswered(): string[] {
    return [...this.#waits].flatMap(([path, kept]) =>
      kept.opened !== null && kept.answer === null && !kept.isOver ? [path] : [],
    );
  }

  #kept({ path }: Pick<WaitKey, 'path'>): Kept {
    let kept = this.#waits.get(path);
    if (kept === undefined) {
      kept = { of: null, opened: null, remindedAt: null, isOver: false, answer: null };
      this.#waits.set(path, kept);
    }
    return kept;
  }

  #state({ effectRoot, path }: WaitKey, { opened, remindedAt, isOver, answer }: Kept): WaitState {
    const { dueAt, remindAt, ask } = opened ?? { dueAt: this.#now(), remindAt: null, ask: null };
    return { effectRoot, path, ask, dueAt, remindAt, remindedAt, isOver, answer };
  }
}
