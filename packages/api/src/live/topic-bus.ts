import type { LiveBus } from './live-bus.ts';

const runPrefix = 'run:';
const runsPrefix = 'runs:';

/** A bus within one process, fed by whoever hears the database's notices. */
export class TopicBus implements LiveBus {
  readonly #listeners = new Map<string, Set<() => void>>();

  subscribe(topic: string, wake: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(wake);
    return () => {
      listeners.delete(wake);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  publish(topic: string): void {
    for (const wake of this.#listeners.get(topic) ?? []) wake();
    // A list of runs changes with each of its runs; which list a run belongs to, its notice does not say.
    if (!topic.startsWith(runPrefix)) return;
    for (const [list, listeners] of this.#listeners) {
      if (list.startsWith(runsPrefix)) for (const wake of listeners) wake();
    }
  }

  /** A notice as it comes from the database: `[topic, note]` as JSON. */
  receive(payload: string): void {
    const notice: unknown = JSON.parse(payload);
    if (Array.isArray(notice) && typeof notice[0] === 'string') this.publish(notice[0]);
  }

  /** After a lost connection to the database: everybody looks once. */
  publishAll(): void {
    for (const topic of this.#listeners.keys()) this.publish(topic);
  }
}
