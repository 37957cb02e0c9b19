import type { Row, Rows } from './record-step.ts';
import type { Spill } from './spill/spill.ts';
import type { SpillFile } from './spill/spill-file.ts';

/** Records that come before anybody wants them: they are taken all the same and kept on disk, in their order. */
export class KeptAside {
  readonly #source: AsyncIterator<readonly Row[]>;
  readonly #file: SpillFile<Row>;
  #isWanted = false;
  #filling: Promise<void> | undefined;
  /** What came while they began to be wanted. */
  #last: readonly Row[] = [];
  #isEnded = false;

  constructor(rows: Rows, spill: Spill) {
    this.#source = rows[Symbol.asyncIterator]();
    this.#file = spill.file<Row>();
  }

  /** Hands on what is read first; as long as that goes on, records are kept. */
  async *during<Batch>(first: AsyncIterable<Batch>): AsyncGenerator<Batch> {
    this.#filling = this.#fill();
    // Told where the records are read, which is after this.
    this.#filling.catch(() => undefined);
    try {
      yield* first;
    } finally {
      this.#isWanted = true;
    }
  }

  /** All records: those that were kept, then the others as they come. */
  async *rows(): Rows & AsyncGenerator<readonly Row[]> {
    try {
      await this.#filling;
      yield* this.#file.read();
      await this.#file.remove();
      if (this.#last.length > 0) yield this.#last;
      while (!this.#isEnded) {
        const next = await this.#source.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await this.#source.return?.();
    }
  }

  async #fill(): Promise<void> {
    try {
      await this.#keep();
    } catch (failed) {
      // Whoever hands the records out must not wait for somebody to take them: the same reader may feed what is read first.
      await this.#source.return?.();
      throw failed;
    }
  }

  async #keep(): Promise<void> {
    while (!this.#isWanted) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#isEnded = true;
        return;
      }
      if (this.#isWanted) {
        this.#last = next.value;
        return;
      }
      for (const row of next.value) this.#file.add(row);
      await this.#file.flush();
    }
  }
}
