// The words of names by language, from the data files beside this: adding one is told in languages/README.md.
import english from './languages/english.json' with { type: 'json' };
import german from './languages/german.json' with { type: 'json' };
import systems from './languages/systems.json' with { type: 'json' };
import type { Abbreviations } from './word-group.ts';

/** A file of a language. Words are lower case; a space parts the words of a phrase; umlauts are written as they are. */
export interface LanguageWords {
  /** ISO 639-1. */
  readonly language: string;
  /** It writes compounds in one word: its words are known by their parts too. */
  readonly writesTogether: boolean;
  /** Words of one meaning, by concept. A word or phrase belongs to one concept, in all languages. */
  readonly concepts: Readonly<Record<string, readonly string[]>>;
  readonly abbreviations: Abbreviations;
  /** Words that stand alone: known, so that no likeness of letters is seen in them, and compounds can be split at them. */
  readonly standAlone: readonly string[];
  /** Words that tell two fields apart least: they count for a third. */
  readonly light: readonly string[];
  /** Names under which documents wrap a plain value: the field is named by its parent. */
  readonly wrappers: readonly string[];
}

/** Where a word or a short form has two meanings, the earlier language has it. */
export const languages: readonly LanguageWords[] = [english, german];

/** Those of business systems, which are no language, then those of languages; the later has a short form. */
export const abbreviationTables: readonly Abbreviations[] = [
  systems.abbreviations,
  ...languages.toReversed().map(({ abbreviations }) => abbreviations),
];

const conceptNames = [...new Set(languages.flatMap(({ concepts }) => Object.keys(concepts)))].sort();

/** Every word of a concept, with its language. */
export const wordsOfConcepts: readonly {
  readonly concept: string;
  readonly entries: readonly { readonly text: string; readonly writesTogether: boolean }[];
}[] = conceptNames.map((concept) => ({
  concept,
  entries: languages.flatMap(({ concepts, writesTogether }) =>
    (Object.hasOwn(concepts, concept) ? (concepts[concept] ?? []) : []).map((text) => ({ text, writesTogether })),
  ),
}));
