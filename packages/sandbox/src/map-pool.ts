// Mappings run in threads of their own: the caller's event loop stays free, a thread may be ended at any moment, and what it
// used is bounded. Generated code, never a user's.
import { AppError } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { MapAnswer, MapJob } from './map-job.ts';
import { MapThread } from './map-thread-handle.ts';

export interface MapPoolOptions {
  /** Threads at most; they start when they are needed. */
  readonly size: number;
  /** Heap of one thread; one that needs more is ended and its job fails. */
  readonly memoryMb: number;
  /** Jobs that wait at most; one more is refused with `unavailable`. */
  readonly maxWaiting: number;
}

export interface MapPool extends AsyncDisposable {
  /**
   * @throws AppError `unprocessable` when the job took longer than its deadline or more memory than a thread has,
   * `unavailable` when too many wait or the pool is closed; the reason of the signal when it aborted. What the mapping itself
   * finds wrong is in the answer.
   */
  run(job: MapJob): Promise<MapAnswer>;
}

interface Waiting {
  readonly job: MapJob;
  readonly number: number;
  readonly resolve: (answer: MapAnswer) => void;
  readonly reject: (cause: unknown) => void;
}

export function createMapPool(options: Partial<MapPoolOptions> = {}): MapPool {
  return new ThreadPool({ size: 2, memoryMb: 512, maxWaiting: 1_000, ...options });
}

class ThreadPool implements MapPool {
  readonly #options: MapPoolOptions;
  readonly #idle: MapThread[] = [];
  readonly #all = new Set<MapThread>();
  readonly #waiting: Waiting[] = [];
  readonly #numbers = new WeakMap<MappingDocument, number>();
  #mappings = 0;
  #closed = false;

  constructor(options: MapPoolOptions) {
    this.#options = options;
  }

  run(job: MapJob): Promise<MapAnswer> {
    if (this.#closed) return Promise.reject(closed());
    if (this.#waiting.length >= this.#options.maxWaiting) {
      return Promise.reject(
        AppError.because('unavailable', 'Too many mappings wait to be run. Try again in a moment, or add a worker.'),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, number: this.#numberOf(job.mapping), resolve, reject });
      this.#next();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
    await Promise.all([...this.#all].map((thread) => thread.end()));
    this.#all.clear();
  }

  /** Documents are immutable, so a document is known by being the same object. */
  #numberOf(mapping: MappingDocument): number {
    const known = this.#numbers.get(mapping);
    if (known !== undefined) return known;
    this.#mappings += 1;
    this.#numbers.set(mapping, this.#mappings);
    return this.#mappings;
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#idle.pop() ?? this.#start();
    if (thread === undefined) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const { job, number, resolve, reject } = next;
    thread
      .run(job, number)
      .then(resolve, reject)
      .finally(() => {
        if (thread.alive) this.#idle.push(thread);
        else this.#all.delete(thread);
        if (!this.#closed) this.#next();
      });
  }

  #start(): MapThread | undefined {
    if (this.#all.size >= this.#options.size) return undefined;
    const thread = new MapThread(this.#options.memoryMb);
    this.#all.add(thread);
    return thread;
  }
}

const closed = (): AppError => AppError.because('unavailable', 'This process is being stopped. Try again in a moment.');
