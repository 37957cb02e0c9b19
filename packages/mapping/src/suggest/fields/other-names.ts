// Names that a schema says a field has elsewhere (`x-synonyms`): each as good as its own. Those of all fields stand after each other.
import type { Vocabulary } from '../names/vocabulary.ts';
import type { Field } from './field.ts';

export interface OtherNames {
  /** As they are written. */
  readonly texts: readonly string[];
  readonly words: readonly (readonly number[])[];
  /** Where those of a field begin; one more than there are fields. */
  readonly starts: readonly number[];
}

const maxNames = 12;
const maxNameLength = 80;
const maxNameWords = 8;

export function otherNamesOf(fields: readonly Field[], vocabulary: Vocabulary): OtherNames {
  const texts: string[] = [];
  const starts = [0];
  for (const { schema } of fields) {
    const stated = schema['x-synonyms'] ?? [];
    texts.push(...stated.filter((text) => text.trim() !== '' && text.length <= maxNameLength).slice(0, maxNames));
    starts.push(texts.length);
  }
  return { texts, starts, words: texts.map((text) => vocabulary.read(text).words.slice(0, maxNameWords)) };
}

/** Places in `texts` and `words`. */
export function* rowsOf({ starts }: OtherNames, field: number): IterableIterator<number> {
  for (let at = starts[field] ?? 0; at < (starts[field + 1] ?? 0); at += 1) yield at;
}
