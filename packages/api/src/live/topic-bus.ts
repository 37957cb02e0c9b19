import type { LiveBus } from './live-bus.ts';

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
  }

  /** After a lost connection to the database: everybody looks once. */
  publishAll(): void {
    for (const topic of this.#listeners.keys()) this.publish(topic);
  }
}
