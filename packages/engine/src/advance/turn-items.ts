// The items of loops. Those of a loop over a list stand with its record; those of a loop over records in parts of the blob store, and
// only items of turns that are open are held.
import { turnOfPath } from '@patchbay/model/run';
import type { StepError, StoredPart } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Place } from '../decide/index.ts';
import { StepFailure } from '../plan/index.ts';
import { toStepError } from './failed-attempt.ts';
import { persist } from './persist.ts';
import type { RunParts } from './run-loop.ts';

/** Parts that were read last: turns go through them one after the other. */
const partsHeld = 2;

const putBack =
  'An administrator restores the blob store; then an operator replays the run, whose turns have the same records.';

export class TurnItems {
  readonly #parts: Pick<RunParts, 'run' | 'drivers' | 'journal'>;
  /** By the path of the turn. */
  readonly #held = new Map<string, Json>();
  readonly #wanted = new Set<string>();
  /** Why the item of a turn that is open, or is to begin, cannot be had. */
  readonly #lost = new Map<string, StepError>();
  /** The one that was read longest ago first. */
  readonly #read = new Map<string, readonly Json[]>();

  constructor(parts: Pick<RunParts, 'run' | 'drivers' | 'journal'>) {
    this.#parts = parts;
  }

  /** What the turn got when it began. Throws why it is lost. */
  of(container: string, turn: number): Json {
    const { records } = this.#parts.journal;
    const path = `${container}[${turn}]`;
    const lost = this.#lost.get(path);
    if (lost !== undefined) throw new StepFailure(lost);
    const own = this.#held.get(path) ?? records.get(path)?.input;
    if (own !== undefined) return own;
    const list = records.get(container)?.input;
    return Array.isArray(list) ? (list[turn] ?? null) : null;
  }

  /** Of a loop over records, once its turn has begun here; undefined of others: their items stand with the loop. */
  held(path: string): Json | undefined {
    return this.#held.get(path);
  }

  /** Why the item of the turn is lost; null: it is not. */
  lost(path: string): StepError | null {
    return this.#lost.get(path) ?? null;
  }

  /** The same of the turns around a place. */
  lostAround(place: Place): StepError | null {
    for (let { around } = place; around !== null; { around } = around.place) {
      const { place: outer, container, turn } = around;
      const lost = turn === null ? null : this.lost(`${outer.prefix}${container.id}[${turn}]`);
      if (lost !== null) return lost;
    }
    return null;
  }

  letGo(path: string): void {
    this.#held.delete(path);
    this.#lost.delete(path);
  }

  /** Whether the turn may begin; false: `read` has to come first. */
  take(container: string, turn: number): boolean {
    const path = `${container}[${turn}]`;
    const found = this.#partOf(container, turn);
    if (found === null || this.#held.has(path) || this.#lost.has(path)) return true;
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

  /** A part that is lost fails its turns, not the run: others go on, or are taken back, all the same. */
  async read(): Promise<void> {
    const { run, drivers } = this.#parts;
    for (const path of this.#wanted) {
      const turn = turnOfPath(path);
      const found = turn === null ? null : this.#partOf(turn.container, turn.index);
      try {
        if (found !== null) this.#held.set(path, (await this.#itemsOf(found.part))[found.at] ?? null);
      } catch (thrown) {
        const error = toStepError(thrown);
        if (error.code === 'internal') drivers.onFault(run.runId, thrown);
        this.#lost.set(path, error.next === undefined ? { ...error, next: putBack } : error);
      }
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
