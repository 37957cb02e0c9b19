import { Worker } from 'node:worker_threads';
import { AppError } from '@patchbay/model/errors';
import { keptPrograms } from './map-job.ts';
import type { MapAnswer, MapFaultKind, MapJob, ThreadReply, ThreadRequest } from './map-job.ts';

/** One thread, one job at a time. A thread that failed a job by itself, or was too slow, is not used again. */
export class MapThread {
  readonly #worker: Worker;
  /** The programs that the thread keeps, the one used longest ago first. */
  readonly #sent = new Set<number>();
  #current = 0;
  #settle: { resolve: (answer: MapAnswer) => void; reject: (cause: unknown) => void } | undefined;
  #jobs = 0;
  alive = true;

  constructor(memoryMb: number) {
    this.#worker = new Worker(new URL('./map-thread.ts', import.meta.url), {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.on('message', (reply: ThreadReply) => {
      if ('answer' in reply) this.#settle?.resolve(reply.answer);
      else {
        // What failed may not have become a program: it is sent again.
        this.#sent.delete(this.#current);
        this.#settle?.reject(
          reply.noJson
            ? fault('body', `The body is not JSON: ${reply.failure}.`)
            : fault('crashed', `The mapping could not be run: ${reply.failure}`),
        );
      }
    });
    this.#worker.on('error', (cause) => this.#broken(failureOf(cause, memoryMb)));
    this.#worker.on('exit', () => this.#broken(new AppError('unavailable', 'the thread ended')));
  }

  async run(job: MapJob, number: number): Promise<MapAnswer> {
    const ended = Promise.withResolvers<never>();
    const endBecause = (cause: unknown): void => {
      ended.reject(cause);
      void this.end();
    };
    const timer = setTimeout(() => endBecause(tooSlow(job.deadlineMs)), job.deadlineMs);
    const onAbort = (): void => endBecause(job.signal?.reason);
    job.signal?.addEventListener('abort', onAbort, { once: true });
    this.#worker.ref();
    try {
      job.signal?.throwIfAborted();
      return await Promise.race([this.#answer(job, number), ended.promise]);
    } finally {
      clearTimeout(timer);
      job.signal?.removeEventListener('abort', onAbort);
      this.#worker.unref();
      this.#settle = undefined;
    }
  }

  async end(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }

  #answer({ mapping, scope, clock, budget, answer }: MapJob, number: number): Promise<MapAnswer> {
    this.#jobs += 1;
    const document = this.#keeps(number) ? null : mapping;
    this.#current = number;
    const request: ThreadRequest = { id: this.#jobs, mapping: { number, document }, scope, clock, budget, answer };
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  /** Whether the thread has the program still; from now on it has. */
  #keeps(number: number): boolean {
    const known = this.#sent.delete(number);
    const [oldest] = this.#sent;
    if (!known && this.#sent.size >= keptPrograms && oldest !== undefined) this.#sent.delete(oldest);
    this.#sent.add(number);
    return known;
  }

  #broken(cause: unknown): void {
    this.alive = false;
    this.#settle?.reject(cause);
  }
}

const fault = (kind: MapFaultKind, userMessage: string): AppError =>
  AppError.because('unprocessable', userMessage, { fault: kind });

const tooSlow = (deadlineMs: number): AppError =>
  fault(
    'time',
    `The mapping took longer than ${deadlineMs / 1000} seconds and was ended. Filter the data first, or map it in parts.`,
  );

function failureOf(cause: unknown, memoryMb: number): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause;
  return fault(
    'memory',
    `The mapping needed more than ${memoryMb} MB of memory and was ended. Filter the data first, or map it in parts.`,
  );
}
