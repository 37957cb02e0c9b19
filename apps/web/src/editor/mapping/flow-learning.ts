// What auto-map learned in the mappings of the flow that is open. It is watched as long as the editor's undo reaches, whether
// a mapper is shown or not.
import type { FlowDocument } from '@patchbay/model/flow';
import { Learning } from '../../mapper/index.ts';
import type { Learn, RememberedPair } from '../../mapper/index.ts';
import type { EditorStore } from '../editor.store.ts';
import { mappingAt, nodeAt } from './mapping-place.ts';
import type { MappingPlace } from './mapping-place.ts';

export class FlowLearning {
  readonly #remember: (pairs: readonly RememberedPair[]) => void;
  readonly #places = new Map<string, { readonly place: MappingPlace; readonly learning: Learning }>();

  constructor(store: EditorStore, remember: (pairs: readonly RememberedPair[]) => void) {
    this.#remember = remember;
    store.subscribe(({ doc }, before) => {
      if (doc !== before.doc) this.#follow(doc);
    });
  }

  /** Of one mapping of the flow. */
  learnAt(place: MappingPlace): Learn {
    const key = JSON.stringify([place.nodeId, place.field, place.entry]);
    return (pairs, edit) => {
      let known = this.#places.get(key);
      if (known === undefined) {
        known = { place, learning: new Learning(this.#remember) };
        this.#places.set(key, known);
      }
      known.learning.learn(pairs, edit);
    };
  }

  /** A step that is deleted takes nothing back: its pairs were right. */
  #follow(doc: FlowDocument): void {
    for (const { place, learning } of this.#places.values()) {
      const mapping = mappingAt(nodeAt(doc, place), place);
      if (mapping !== undefined) learning.follow(mapping);
    }
  }
}
