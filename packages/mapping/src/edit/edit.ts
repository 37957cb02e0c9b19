// An edit of a mapping as data: the document after it, where it was made, and what it did in words.
import type { MappingDocument } from '@patchbay/model/mapping';

export interface Edit {
  readonly doc: MappingDocument;
  /** The rule to look at afterwards; the root is the empty text. */
  readonly path: string;
  /** One sentence for the history, for screen readers and for the note beside the row. */
  readonly said: string;
}

/** An edit that made something with a name: a table, a sample. */
export interface NamedEdit extends Edit {
  readonly name: string;
}

/** What cannot be done, and why, in words. */
export interface Refusal {
  readonly refused: string;
}

export type EditResult = Edit | Refusal;

export const isRefusal = (result: object): result is Refusal => 'refused' in result;

export const refuse = (refused: string): Refusal => ({ refused });
