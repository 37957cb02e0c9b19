// Users' code runs in processes of its own: what it takes is bounded, it is killed if need be, and neither its neighbours nor the
// caller's event loop feel it.
import { runRandom } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { silent } from './code-job.ts';
import type { CodeAnswer, CodeJob, CodeRequest, CodeText } from './code-job.ts';
import { CodeProcess, ProcessLost } from './code-process.ts';
import type { CodeFailure } from './code-reply.ts';

export interface CodePoolOptions {
  /** Processes at most; they start when they are needed. */
  readonly size: number;
  /** Jobs that wait at most; one more is refused with `unavailable`. */
  readonly maxWaiting: number;
  /** A process is replaced after so many jobs. */
  readonly maxJobs: number;
  /** A process that was idle for so long is ended. */
  readonly idleMs: number;
}

export interface CodePool extends AsyncDisposable {
  /**
   * @throws AppError `unavailable` when too many wait, the job was aborted, or the pool is closed or cannot start a process.
   * What the code itself does wrong is in the answer.
   */
  run(job: CodeJob): Promise<CodeAnswer>;
  /** Compiles the text and does not run it. Null: it is a program. `names` are those that it may read. */
  check(code: CodeText, names: readonly string[]): Promise<CodeFailure | null>;
}

interface Waiting {
  readonly request: CodeRequest;
  readonly data: string | null;
  readonly group: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (answer: CodeAnswer) => void;
  readonly reject: (cause: unknown) => void;
}

export function createCodePool(options: Partial<CodePoolOptions> = {}): CodePool {
  return new ProcessPool({ size: 2, maxWaiting: 10_000, maxJobs: 1_000, idleMs: 60_000, ...options });
}

class ProcessPool implements CodePool {
  readonly #options: CodePoolOptions;
  readonly #idle: { process: CodeProcess; since: number }[] = [];
  readonly #all = new Set<CodeProcess>();
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<string, number>();
  #sweep: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: CodePoolOptions) {
    this.#options = options;
  }

  run(job: CodeJob): Promise<CodeAnswer> {
    const { code, scope, records, clock, timeoutMs, memoryMb, group, signal } = job;
    const names = Object.keys(scope);
    const request = {
      code,
      group,
      names,
      isEach: records !== undefined,
      leavesOut: records !== undefined && job.leavesOut === true,
      now: clock.now,
      seed: seedOf(clock),
      firstIndex: job.firstIndex ?? 0,
      timeoutMs,
      memoryMb,
    };
    return this.#enqueue({ request, data: JSON.stringify({ scope, records }), group, signal });
  }

  async check(code: CodeText, names: readonly string[]): Promise<CodeFailure | null> {
    const fixed = { group: '', now: 0, seed: [0, 0, 0, 0], firstIndex: 0, timeoutMs: 5_000, memoryMb: 64 };
    const request = { code, names, isEach: false, leavesOut: false, ...fixed };
    const answer = await this.#enqueue({ request, data: null, group: '', signal: undefined });
    return answer.ok ? null : answer.failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    await Promise.all([...this.#all].map((process) => process.end()));
    this.#all.clear();
  }

  #enqueue(job: Omit<Waiting, 'resolve' | 'reject'>): Promise<CodeAnswer> {
    if (this.#closed) return Promise.reject(closed());
    if (this.#waiting.length >= this.#options.maxWaiting) {
      return Promise.reject(
        AppError.because(
          'unavailable',
          'Too many steps wait to run their code. Try again in a moment, or add a worker.',
        ),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...job, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (!this.#closed && this.#waiting.length > 0) {
      const process = this.#takeIdle() ?? this.#start();
      if (process === undefined) return;
      const job = this.#takeFairly();
      if (job !== undefined) void this.#work(process, job);
    }
  }

  /** The one used last; those that died meanwhile are forgotten. */
  #takeIdle(): CodeProcess | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.process.alive) return idle.process;
      this.#all.delete(idle.process);
    }
    return undefined;
  }

  /** The first that waits of the group that runs the least, so that no group's slow code holds all processes against the others. */
  #takeFairly(): Waiting | undefined {
    let best = 0;
    let least = Infinity;
    for (const [at, { group }] of this.#waiting.entries()) {
      const running = this.#running.get(group) ?? 0;
      if (running < least) [best, least] = [at, running];
      if (running === 0) break;
    }
    return this.#waiting.splice(best, 1)[0];
  }

  async #work(process: CodeProcess, job: Waiting): Promise<void> {
    this.#running.set(job.group, (this.#running.get(job.group) ?? 0) + 1);
    try {
      job.resolve(await this.#twice(process, job));
    } catch (cause) {
      job.reject(cause);
    } finally {
      const left = (this.#running.get(job.group) ?? 1) - 1;
      if (left === 0) this.#running.delete(job.group);
      else this.#running.set(job.group, left);
      this.#next();
    }
  }

  /** Code touches nothing, so what was lost with its process is simply done again; once, in case it was the code's doing. */
  async #twice(process: CodeProcess, job: Waiting): Promise<CodeAnswer> {
    const first = await this.#once(process, job);
    if (!(first instanceof ProcessLost)) return first;
    if (first.message === 'memory') return lost('memory', job.request);
    if (this.#closed) throw closed();
    const second = await this.#once(this.#replacement(), job);
    if (!(second instanceof ProcessLost)) return second;
    return lost(second.message === 'memory' ? 'memory' : 'crashed', job.request);
  }

  async #once(process: CodeProcess, { request, data, signal }: Waiting): Promise<CodeAnswer | ProcessLost> {
    try {
      return await process.run(request, data, signal);
    } catch (cause) {
      if (cause instanceof ProcessLost) return cause;
      throw cause;
    } finally {
      this.#done(process);
    }
  }

  #done(process: CodeProcess): void {
    if (process.alive && !this.#closed && process.jobs < this.#options.maxJobs) {
      this.#idle.push({ process, since: performance.now() });
      this.#watchIdle();
      return;
    }
    process.kill();
    this.#all.delete(process);
  }

  #start(): CodeProcess | undefined {
    return this.#all.size >= this.#options.size ? undefined : this.#replacement();
  }

  #replacement(): CodeProcess {
    const process = new CodeProcess();
    this.#all.add(process);
    return process;
  }

  #watchIdle(): void {
    this.#sweep ??= setInterval(() => {
      const long = performance.now() - this.#options.idleMs;
      while (this.#idle[0] !== undefined && this.#idle[0].since < long) {
        const [oldest] = this.#idle.splice(0, 1);
        oldest?.process.kill();
        if (oldest !== undefined) this.#all.delete(oldest.process);
      }
    }, this.#options.idleMs / 2).unref();
  }
}

/** 4 × 32 bits of the run's own chance. */
function seedOf({ seed, path }: CodeJob['clock']): number[] {
  const draw = runRandom(seed, path);
  return Array.from({ length: 4 }, () => Math.floor(draw() * 2 ** 32) | 0);
}

const closed = (): AppError => AppError.because('unavailable', 'This process is being stopped. Try again in a moment.');

function lost(kind: 'memory' | 'crashed', { memoryMb }: CodeRequest): CodeAnswer {
  const message =
    kind === 'memory'
      ? `The code needed more than ${memoryMb} MB of memory and was ended.`
      : 'The process that ran the code died, and so did the next one that tried.';
  return { ok: false, failure: { kind, message }, console: silent };
}
