import type { MappingDocument } from '@patchbay/model/mapping';
import type { Learn, RememberedPair } from '../mapper-host.ts';
import { afterChange, learnedFrom } from './learned.ts';
import type { Learned } from './learned.ts';

/** The oldest are no longer watched: nobody undoes so far. */
const mostWatched = 2_000;

/**
 * Learns the confirmed pairs of one mapping at once, takes them back when their edit is undone, and learns them again when
 * it is redone. Whoever keeps the mapping's undo keeps this beside it: undo goes on when the mapper is left.
 */
export class Learning {
  readonly #remember: (pairs: readonly RememberedPair[]) => void;
  #learned: readonly Learned[] = [];

  constructor(remember: (pairs: readonly RememberedPair[]) => void) {
    this.#remember = remember;
  }

  readonly learn: Learn = (pairs, edit) => {
    this.#learned = [...this.#learned, ...learnedFrom(edit, pairs)].slice(-mostWatched);
    this.#remember(pairs);
  };

  /** To be told of the mapping after every change of it. */
  follow(doc: MappingDocument): void {
    const { learned, said } = afterChange(this.#learned, doc);
    this.#learned = learned;
    if (said.length > 0) this.#remember(said);
  }
}
