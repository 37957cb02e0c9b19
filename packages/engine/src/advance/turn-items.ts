// The items of loops. Those of a loop over a list stand with its record; those of a loop over records in parts of the blob store, and
// only items of turns that are open are held.
import { turnOfPath } from '@patchbay/model/run';
import type { StoredPart } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { persist } from './persist.ts';
import type { RunParts } from './run-loop.ts';

/** Parts that were read last: turns go through them one after the other. */
const partsHeld = 2;

export class TurnItems {
  readonly #parts: Pick<RunParts, 'run' | 'drivers' | 'journal'>;
  /** By the path of the turn. */
  readonly #held = new Map<string, Json>();
  readonly #wanted = new Set<string>();
  /** The one that was read longest ago first. */
  readonly #read = new Map<string, readonly Json[]>();

  constructor(parts: Pick<RunParts, 'run' | 'drivers' | 'journal'>) {
    this.#parts = parts;
  }

  /** What the turn got when it began. */
  of(container: string, turn: number): Json {
    const { records } = this.#parts.journal;
    const path = `${container}[${turn}]`;
    const own = this.#held.get(path) ?? records.get(path)?.input;
    if (own !== undefined) return own;
    const list = records.get(container)?.input;
    return Array.isArray(list) ? (list[turn] ?? null) : null;
  }

  /** Of a loop over records, once its turn has begun here; undefined of others: their items stand with the loop. */
  held(path: string): Json | undefined {
    return this.#held.get(path);
  }

  letGo(path: string): void {
    this.#held.delete(path);
  }

  /** Whether the turn may begin; false: `read` has to come first. */
  take(container: string, turn: number): boolean {
    const path = `${container}[${turn}]`;
    const found = this.#partOf(container, turn);
    if (found === null || this.#held.has(path)) return true;
    const items = this.#read.get(found.part.sha256);
    if (items === undefined) {
      this.#wanted.add(path);
      return false;
    }
    this.#held.set(path, items[found.at] ?? null);
    return true;
  }

  /** Turns that are open when a worker takes the run over, or takes it up again. */
  wantOpen(): void {
    const { records } = this.#parts.journal;
    for (const { path, status, turns } of records.all()) {
      if (turns?.parts === undefined || status !== 'started') continue;
      for (const turn of records.turns(path).open) this.take(path, turn);
    }
  }

  get wantsReading(): boolean {
    return this.#wanted.size > 0;
  }

  /** Rejects with AppError `gone` where a part is lost. */
  async read(): Promise<void> {
    for (const path of this.#wanted) {
      const turn = turnOfPath(path);
      const found = turn === null ? null : this.#partOf(turn.container, turn.index);
      if (found !== null) this.#held.set(path, (await this.#itemsOf(found.part))[found.at] ?? null);
      this.#wanted.delete(path);
    }
  }

  async #itemsOf({ sha256 }: StoredPart): Promise<readonly Json[]> {
    const known = this.#read.get(sha256);
    if (known !== undefined) return known;
    const { run, drivers } = this.#parts;
    const content = await persist(() => drivers.readBlob(run.workspaceId, sha256));
    const items = JSON.parse(Buffer.from(content).toString('utf8')) as Json[];
    this.#read.set(sha256, items);
    const [oldest] = this.#read.keys();
    if (this.#read.size > partsHeld && oldest !== undefined) this.#read.delete(oldest);
    return items;
  }

  #partOf(container: string, turn: number): { readonly part: StoredPart; readonly at: number } | null {
    let first = 0;
    for (const part of this.#parts.journal.records.get(container)?.turns?.parts ?? []) {
      if (turn < first + part.count) return { part, at: turn - first };
      first += part.count;
    }
    return null;
  }
}
