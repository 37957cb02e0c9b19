// Asks the worker for the tests: one question at a time, and of those that wait only the newest.
import type { Scope } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { TestWork, TestWorkDone } from './test-work.ts';
import type { TestAnswer, TestQuestion } from './tests.worker.ts';

const partKeys = ['map', 'sources', 'target', 'lookups', 'root', 'samples', 'bundle'] as const;

export class TestsClerk {
  readonly #worker = new Worker(new URL('./tests.worker.ts', import.meta.url), { type: 'module' });
  readonly #tell: (work: TestWork, done: TestWorkDone) => void;
  #told: { readonly doc: Partial<MappingDocument>; readonly scopes: readonly Scope[] | null } = {
    doc: {},
    scopes: null,
  };
  #working: TestWork | null = null;
  #next: TestWork | null = null;
  #id = 0;

  constructor(tell: (work: TestWork, done: TestWorkDone) => void) {
    this.#tell = tell;
    this.#worker.onmessage = ({ data }: MessageEvent<TestAnswer>) => {
      if (data.id !== this.#id || this.#working === null) return;
      if (data.done !== null && this.#next === null) this.#tell(this.#working, data.done);
      this.#working = null;
      if (this.#next !== null) this.#send(this.#next);
    };
  }

  ask(work: TestWork): void {
    if (this.#working === null) this.#send(work);
    else this.#next = work;
  }

  stop(): void {
    this.#worker.terminate();
  }

  #send(work: TestWork): void {
    this.#next = null;
    this.#working = work;
    this.#id += 1;
    this.#worker.postMessage(questionOf(this.#id, work, this.#told));
    this.#told = work;
  }
}

/** Only what has changed since what was told last. */
export function questionOf(
  id: number,
  { doc, scopes }: TestWork,
  told: { readonly doc: Partial<MappingDocument>; readonly scopes: readonly Scope[] | null },
): TestQuestion {
  const changed = partKeys.filter((key) => doc[key] !== told.doc[key]);
  return {
    id,
    parts: Object.fromEntries(changed.filter((key) => doc[key] !== undefined).map((key) => [key, doc[key]])),
    gone: changed.filter((key) => doc[key] === undefined),
    ...(told.scopes === scopes ? {} : { scopes }),
  };
}
