import { partCount, partOf } from './key-hash.ts';
import type { SpillFile } from './spill-file.ts';
import type { Spill } from './spill.ts';

/** Entries divided by their keys: equal keys stand in one file, in the order in which they came. */
export class SpillParts<Entry> {
  readonly files: readonly SpillFile<Entry>[];
  readonly #level: number;

  /** @param level how often these entries have been divided before */
  constructor(spill: Spill, level: number) {
    this.files = Array.from({ length: partCount }, () => spill.file<Entry>());
    this.#level = level;
  }

  add(key: string, entry: Entry): void {
    this.files[partOf(key, this.#level)]?.add(entry);
  }

  async flush(): Promise<void> {
    for (const file of this.files) if (file.isFull) await file.flush();
  }
}
