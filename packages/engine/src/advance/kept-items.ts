// How much the items of turns that failed take, of loops over records: they stand with their turns until the loop ends.
import type { StepError } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { StepRecords } from '../decide/index.ts';
import { maxBytes } from './list-runner.ts';
import { roughSize } from './rough-size.ts';

export class KeptItems {
  readonly #records: StepRecords;
  /** By the path of the loop. */
  readonly #bytes = new Map<string, number>();

  constructor(records: StepRecords) {
    this.#records = records;
  }

  /** False: there is no room for it beside the others. */
  keep(loop: string, item: Json): boolean {
    const before = this.#bytes.get(loop) ?? this.#known(loop);
    const bytes = before + roughSize(item, maxBytes - before);
    const keeps = bytes <= maxBytes;
    this.#bytes.set(loop, keeps ? bytes : before);
    return keeps;
  }

  letGo(loop: string): void {
    this.#bytes.delete(loop);
  }

  /** What a former owner of the run has kept. */
  #known(loop: string): number {
    let bytes = 0;
    for (let turn = 0; turn < this.#records.turns(loop).begun && bytes <= maxBytes; turn += 1) {
      const record = this.#records.get(`${loop}[${turn}]`);
      if (record?.status === 'failed') bytes += roughSize(record.input, maxBytes - bytes);
    }
    return bytes;
  }
}

export const tooMuchKept: StepError = {
  code: 'budgetExceeded',
  message: `The loop would hand on more than ${maxBytes / 1_000_000} MB of records of turns that failed.`,
  next: 'An analyst lets failed turns be left out, or the loop stop at the first of them, or leaves out what the turns do not need, with a map before the loop.',
};
