// Group commit: items that arrive within a short delay share one statement. A failing batch is split until the bad item
// stands alone, so that it fails by itself and its neighbours do not.
import { isConnectionLoss } from './hot-connection.ts';

export interface BatcherOptions<Item, Result, Connection> {
  readonly maxItems: number;
  /** How long the first item of a batch waits for company; 0 means until the end of this turn of the event loop. */
  readonly delayMs: number;
  /** Of those that are free the last is used. */
  readonly connections: readonly Connection[];
  /** A batch ends before the item with which it would be larger than this. One item is always let through. */
  readonly most?: { readonly bytes: number; readonly sizeOf: (item: Item) => number };
  /** Nothing is stored behind a batch that was lost with its connection: what waits then fails with it. Takes one connection. */
  readonly inOrder?: boolean;
  /** One statement for all items; hands back one result per item, in their order. */
  readonly flush: (connection: Connection, items: readonly Item[]) => Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export class Batcher<Item, Result, Connection> {
  readonly #options: BatcherOptions<Item, Result, Connection>;
  readonly #free: Set<Connection>;
  #queue: Waiting<Item, Result>[] = [];
  #timer: { cancel(): void } | undefined;
  #idle: (() => void)[] = [];

  constructor(options: BatcherOptions<Item, Result, Connection>) {
    this.#options = options;
    this.#free = new Set(options.connections);
  }

  get pending(): number {
    return this.#queue.length;
  }

  push(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      if (this.#queue.length >= this.#options.maxItems) this.#flushNow();
      else if (this.#timer === undefined && this.#free.size > 0) this.#arm();
    });
  }

  /** Resolves once everything pushed so far is settled. */
  async drain(): Promise<void> {
    if (this.#queue.length === 0 && this.#free.size === this.#options.connections.length) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #arm(): void {
    const { delayMs } = this.#options;
    const fire = (): void => {
      this.#timer = undefined;
      this.#flushNow();
    };
    if (delayMs > 0) {
      const timer = setTimeout(fire, delayMs);
      this.#timer = { cancel: () => clearTimeout(timer) };
    } else {
      const immediate = setImmediate(fire);
      this.#timer = { cancel: () => clearImmediate(immediate) };
    }
  }

  #flushNow(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    while (this.#queue.length > 0) {
      const connection = this.#options.connections.findLast((one) => this.#free.has(one));
      if (connection === undefined) return;
      this.#free.delete(connection);
      const batch = this.#queue.splice(0, this.#nextLength());
      void this.#settle(connection, batch).finally(() => {
        this.#free.add(connection);
        if (this.#queue.length > 0) this.#flushNow();
        else if (this.#free.size === this.#options.connections.length) this.#reportIdle();
      });
    }
  }

  #nextLength(): number {
    const { maxItems, most } = this.#options;
    if (most === undefined) return maxItems;
    let bytes = 0;
    for (const [index, { item }] of this.#queue.entries()) {
      bytes += most.sizeOf(item);
      if (index === maxItems || (index > 0 && bytes > most.bytes)) return index;
    }
    return maxItems;
  }

  #reportIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  async #settle(connection: Connection, batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.flush(
        connection,
        batch.map((waiting) => waiting.item),
      );
      batch.forEach((waiting, index) => waiting.resolve(results[index] as Result));
    } catch (error) {
      if (isConnectionLoss(error)) this.#lost(batch, error);
      else if (batch.length === 1) batch[0]?.reject(error);
      else await this.#settleHalves(connection, batch);
    }
  }

  async #settleHalves(connection: Connection, batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const middle = batch.length >> 1;
    const second = batch.slice(middle);
    if (this.#options.inOrder === true) this.#queue.unshift(...second);
    await this.#settle(connection, batch.slice(0, middle));
    if (this.#options.inOrder !== true) await this.#settle(connection, second);
  }

  #lost(batch: readonly Waiting<Item, Result>[], error: unknown): void {
    const behind = this.#options.inOrder === true ? this.#queue.splice(0) : [];
    for (const waiting of [...batch, ...behind]) waiting.reject(error);
  }
}
