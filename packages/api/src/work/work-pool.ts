// Threads for what takes longer than a request of others should wait. Each starts when it is needed, does one thing after the
// other, and is ended when it takes too long or needs too much. Checks have one of their own: who saves never waits for an import.
import { Worker } from 'node:worker_threads';
import { AppError } from '@patchbay/model/errors';
import type { WorkReply } from './work-thread.ts';
import type { Work, WorkResults } from './work.ts';

export interface WorkPool extends AsyncDisposable {
  /** @throws AppError what the work threw, `unprocessable` when it was ended, `unavailable` when too much waits. */
  run<Kind extends Work['kind']>(work: Extract<Work, { kind: Kind }>): Promise<WorkResults[Kind]>;
}

export interface WorkPoolOptions {
  readonly deadlineMs: number;
  /** Heap of the thread. */
  readonly memoryMb: number;
  readonly maxWaiting: number;
}

export function openWorkPool(options: Partial<WorkPoolOptions> = {}): WorkPool {
  const all = { deadlineMs: 60_000, memoryMb: 1_024, maxWaiting: 20, ...options };
  const [checks, others] = [new WorkThread(all), new WorkThread(all)];
  return {
    run: (work) => (work.kind === 'check' ? checks : others).run(work),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([checks[Symbol.asyncDispose](), others[Symbol.asyncDispose]()]);
    },
  };
}

const words = {
  suggest: 'The suggestions',
  import: 'Reading the file',
  relinks: 'The re-links',
  check: 'The check',
  infer: 'Reading the samples',
} as const;

class WorkThread implements WorkPool {
  readonly #options: WorkPoolOptions;
  #worker: Worker | undefined;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: WorkPoolOptions) {
    this.#options = options;
  }

  async run<Kind extends Work['kind']>(work: Extract<Work, { kind: Kind }>): Promise<WorkResults[Kind]> {
    if (this.#closed || this.#waiting >= this.#options.maxWaiting) {
      throw AppError.because('unavailable', 'Too much waits to be worked out here. Try again in a moment.');
    }
    this.#waiting += 1;
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    try {
      await before;
      // The reply is that of this kind of work: the thread answers with what `doWork` gave.
      return (await this.#answer(work)) as WorkResults[Kind];
    } finally {
      this.#waiting -= 1;
      turn.resolve();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #answer(work: Work): Promise<unknown> {
    const { deadlineMs, memoryMb } = this.#options;
    const worker = this.#started();
    const reply = Promise.withResolvers<WorkReply>();
    const fail = (cause: unknown): void => reply.reject(endedBecause(work, cause, memoryMb));
    const timer = setTimeout(() => {
      reply.reject(ended(work, `took longer than ${deadlineMs / 1_000} seconds`));
      void this.#end();
    }, deadlineMs);
    worker.once('message', reply.resolve);
    worker.once('error', fail);
    worker.once('exit', fail);
    worker.ref();
    try {
      worker.postMessage(work);
      const answer = await reply.promise;
      if ('value' in answer) return answer.value;
      const { code, message, userMessage, details } = answer.refused;
      throw new AppError(code, message, {
        ...(userMessage === undefined ? {} : { userMessage }),
        ...(details === undefined ? {} : { details }),
      });
    } finally {
      clearTimeout(timer);
      worker.off('message', reply.resolve).off('error', fail).off('exit', fail).unref();
    }
  }

  #started(): Worker {
    if (this.#closed) throw AppError.because('unavailable', 'This process is being stopped. Try again in a moment.');
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./work-thread.ts', import.meta.url), {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb, stackSizeMb: 4 },
    });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    this.#worker = worker.on('error', forget).on('exit', forget);
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

const ended = (work: Work, why: string): AppError =>
  AppError.because('unprocessable', `${words[work.kind]} ${why}, so it was ended. Send less at once.`);

function endedBecause(work: Work, cause: unknown, memoryMb: number): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return ended(work, `needed more than ${memoryMb} MB of memory`);
  return new AppError('internal', 'the work thread ended by itself', { cause });
}
