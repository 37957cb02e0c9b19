// The word lists made ready for reading names: concepts by word, phrases, short forms, contrasts.
import type { Abbreviations, Contrast, RelatedWords, WordGroup } from './word-group.ts';
import { CutWords } from '../names/cut-words.ts';
import { foldText } from '../names/fold-text.ts';
import { partsOfCompound, resolveWord } from '../names/resolve-word.ts';
import type { WordSets } from '../names/resolve-word.ts';
import { contrasts, unsaidWords } from './contrasts.ts';
import { abbreviationTables, languages, wordsOfConcepts } from './languages.ts';
import { relatedWords } from './related-words.ts';
import {
  anyDocumentConcepts,
  documentConcepts,
  kindConcepts,
  lightConcepts,
  preciseConcepts,
  vagueConcepts,
} from './word-weights.ts';

export interface WordList {
  readonly groups: readonly WordGroup[];
  readonly related: readonly RelatedWords[];
  readonly contrasts: readonly Contrast[];
  readonly abbreviations: readonly Abbreviations[];
}

/** The lists that come with Patchbay: words by language, and what is said of their concepts in all of them. */
export const standardWords: WordList = {
  groups: wordsOfConcepts.map(({ concept, entries }) => ({ concept, words: entries.map(({ text }) => text) })),
  related: relatedWords,
  contrasts,
  abbreviations: abbreviationTables,
};

/**
 * A workspace's own words. A group lists words and phrases that mean the same here; what is in a group of the standard list
 * already is joined to it. At most 2,000 groups, 50 words a group and 5,000 short forms are read.
 */
export interface ExtraWords {
  readonly groups?: readonly (readonly string[])[];
  /** Short form → what it stands for. */
  readonly abbreviations?: Readonly<Record<string, string>>;
}

/** Where a concept stands in a contrast. */
export interface PoleRef {
  readonly contrast: number;
  readonly pole: number;
}

export interface Lexicon {
  /** Concept of a word, or of the words of a phrase written together. */
  readonly concepts: ReadonlyMap<string, number>;
  readonly conceptNames: readonly string[];
  readonly sets: WordSets;
  /** The concept that several words make together, if they do. */
  readonly phraseOf: (words: readonly string[]) => number | undefined;
  readonly contrasts: readonly Contrast[];
  readonly poles: ReadonlyMap<number, readonly PoleRef[]>;
  /** By concept, the concepts that go without saying beside it. */
  readonly unsaid: ReadonlyMap<number, readonly number[]>;
  /** Kinds of documents, with the concepts that mean the same in one. */
  readonly subjects: ReadonlyMap<number, readonly number[]>;
  /** Concepts that mean whatever document it is. */
  readonly anyDocument: readonly number[];
  readonly kinds: ReadonlySet<number>;
  /** Kinds that any field may end in: they give way to a more precise word before them. */
  readonly vague: ReadonlySet<number>;
  /** Concepts that are one plain value, however it is wrapped: country, currency, unit. */
  readonly precise: ReadonlySet<number>;
  readonly light: ReadonlySet<string>;
  readonly lightConcepts: ReadonlySet<number>;
  readonly wrappers: ReadonlySet<string>;
  /** 0 when they have nothing to do with each other. */
  readonly relation: (left: number, right: number) => number;
}

export const maxPhraseWords = 5;
const limits = { groups: 2_000, wordsOfGroup: 50, abbreviations: 5_000, wordLength: 60 };
const sameGroup = 0.94;

let standard: Lexicon | undefined;

/** The standard list, with a workspace's own words on top. The plain standard list is made ready once. */
export function buildLexicon(extra?: ExtraWords): Lexicon {
  if (extra === undefined) {
    standard ??= new LexiconBuilder().finish();
    return standard;
  }
  const builder = new LexiconBuilder();
  builder.addExtra(extra);
  return builder.finish();
}

/** The words of an entry as `words` reads them: folded, parted at spaces. */
export const wordsOf = (entry: string): string[] =>
  foldText(entry.slice(0, limits.wordLength))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

interface WordEntry {
  readonly words: readonly string[];
  readonly concept: number;
  /** Its language writes compounds in one word: they are known by their parts too. */
  readonly mayPart: boolean;
}

class LexiconBuilder {
  readonly #concepts = new Map<string, number>();
  readonly #conceptNames: string[] = [];
  readonly #abbreviations = new Map<string, readonly string[]>();
  readonly #sequences = new Map<string, number | undefined>();
  readonly #plain = new Set<string>();
  readonly #parts = new Set<string>();
  /** Single words that one kind of language has, by whether it writes compounds together. */
  readonly #wordsOf = new Map<boolean, Set<string>>();
  readonly #relations = new Map<number, number>();
  readonly #sets: WordSets;

  constructor() {
    this.#sets = {
      isKnown: (word) => this.#concepts.has(word) || this.#plain.has(word),
      isPart: (word) => this.#parts.has(word),
      abbreviations: this.#abbreviations,
      whole: () => undefined,
    };
    for (const table of standardWords.abbreviations) {
      for (const [long, shorts] of Object.entries(table)) this.#addAbbreviations(shorts.map((short) => [short, long]));
    }
    for (const word of languages.flatMap(({ standAlone }) => standAlone)) this.#plain.add(foldText(word));
    const entries = wordsOfConcepts.flatMap((group) => {
      const concept = this.#newConcept(group.concept);
      return group.entries.map(({ text, writesTogether }) => ({
        words: wordsOf(text),
        concept,
        mayPart: writesTogether,
      }));
    });
    this.#addEntries(entries);
    for (const { between, likeness } of standardWords.related)
      this.#relate(this.#named(between[0]), this.#named(between[1]), likeness);
  }

  addExtra(extra: ExtraWords): void {
    this.#addAbbreviations(Object.entries(extra.abbreviations ?? {}).slice(0, limits.abbreviations));
    for (const group of (extra.groups ?? []).slice(0, limits.groups)) {
      const entries = group.slice(0, limits.wordsOfGroup).map(wordsOf);
      const found = entries.map((words) => this.#concepts.get(this.#key(words)));
      const known = [...new Set(found.filter((concept) => concept !== undefined))];
      const concept = known[0] ?? this.#newConcept(group[0] ?? '');
      for (const other of known.slice(1)) this.#relate(concept, other, sameGroup);
      const added = entries.filter((_, at) => found[at] === undefined);
      this.#addEntries(added.map((words) => ({ words, concept, mayPart: true })));
    }
  }

  finish(): Lexicon {
    const poles = new Map<number, PoleRef[]>();
    for (const [contrast, { poles: list }] of standardWords.contrasts.entries()) {
      for (const [pole, names] of list.entries()) {
        for (const name of names) {
          const concept = this.#conceptNames.indexOf(name);
          poles.set(concept, [...(poles.get(concept) ?? []), { contrast, pole }]);
        }
      }
    }
    const relations = this.#relations;
    const concepts = this.#concepts;
    const sequences = this.#sequences;
    const cut = new CutWords(this.#concepts);
    return {
      concepts: this.#concepts,
      conceptNames: this.#conceptNames,
      sets: { ...this.#sets, whole: (word) => cut.whole(word) },
      phraseOf: (words) => {
        const key = sequenceKey(words, concepts);
        return concepts.get(words.join('')) ?? (key === undefined ? undefined : sequences.get(key));
      },
      contrasts: standardWords.contrasts,
      poles,
      unsaid: this.#unsaid(),
      subjects: new Map(
        documentConcepts.map((names) => {
          const concepts = names.map((name) => this.#conceptNames.indexOf(name));
          return [concepts[0] ?? -1, concepts] as const;
        }),
      ),
      anyDocument: anyDocumentConcepts.map((name) => this.#conceptNames.indexOf(name)),
      kinds: new Set(kindConcepts.map((name) => this.#conceptNames.indexOf(name))),
      precise: new Set(preciseConcepts.map((name) => this.#conceptNames.indexOf(name))),
      vague: new Set(vagueConcepts.map((name) => this.#conceptNames.indexOf(name))),
      light: new Set(languages.flatMap(({ light }) => light.map(foldText))),
      lightConcepts: new Set(lightConcepts.map((name) => this.#conceptNames.indexOf(name))),
      wrappers: new Set(languages.flatMap(({ wrappers }) => wrappers.map(foldText))),
      relation: (left, right) => (left === right ? sameGroup : (relations.get(pairKey(left, right)) ?? 0)),
    };
  }

  #unsaid(): Map<number, number[]> {
    const unsaid = new Map<number, number[]>();
    for (const { beside, says } of unsaidWords) {
      const concepts = says.map((name) => this.#conceptNames.indexOf(name));
      for (const name of beside) unsaid.set(this.#conceptNames.indexOf(name), concepts);
    }
    return unsaid;
  }

  #newConcept(name: string): number {
    return this.#conceptNames.push(name) - 1;
  }

  /** A concept by its name; a word by its own, which it gets when it has only that of its group. */
  #named(name: string): number {
    const concept = this.#conceptNames.indexOf(name);
    if (concept !== -1) return concept;
    const group = this.#concepts.get(foldText(name));
    if (group === undefined) throw new Error(`the word lists relate “${name}”, which is neither a concept nor a word`);
    const own = this.#newConcept(name);
    this.#concepts.set(foldText(name), own);
    this.#relate(own, group, sameGroup);
    return own;
  }

  #relate(left: number, right: number, likeness: number): void {
    this.#relations.set(pairKey(left, right), likeness);
  }

  /** Single words first: phrases are stored in the base form of their words. “Haus-Nr.” is read as haus, number. */
  #addEntries(entries: readonly WordEntry[]): void {
    for (const { words, concept, mayPart } of entries) {
      const key = words.join('');
      this.#addKey(key, concept);
      if (words.length === 1) this.#singleWords(mayPart).add(key);
      if (key.endsWith('nummer')) this.#addKey(key.replace(/nummer$/, 'number'), concept);
    }
    for (const { words, concept, mayPart } of entries) {
      for (const word of words.length > 1 ? words : []) this.#parts.add(word);
      const base = this.#baseWords(words, mayPart);
      this.#addKey(base.join(''), concept);
      if (words.length > 1 && !this.#isForeign(base, mayPart)) this.#addSequence(base, concept);
    }
  }

  /** A phrase by its concepts. What two groups claim (“item number”, “line number”) is known by its words only. */
  #addSequence(words: readonly string[], concept: number): void {
    const key = sequenceKey(words, this.#concepts);
    if (words.length < 2 || key === undefined) return;
    const isOpen = !this.#sequences.has(key) || this.#sequences.get(key) === concept;
    this.#sequences.set(key, isOpen ? concept : undefined);
  }

  #singleWords(mayPart: boolean): Set<string> {
    const known = this.#wordsOf.get(mayPart) ?? new Set();
    this.#wordsOf.set(mayPart, known);
    return known;
  }

  /** The “art” of “art id” is short for an article, though the German “Art” is a type: no “type id” is meant by it. */
  #isForeign(words: readonly string[], mayPart: boolean): boolean {
    return words.some((word) => this.#singleWords(!mayPart).has(word) && !this.#singleWords(mayPart).has(word));
  }

  /** The first entry keeps a word. */
  #addKey(key: string, concept: number): void {
    if (key !== '' && !this.#concepts.has(key)) this.#concepts.set(key, concept);
  }

  #addAbbreviations(entries: readonly (readonly [string, string])[]): void {
    for (const [short, long] of entries) {
      const key = wordsOf(short).join('');
      const words = wordsOf(long);
      if (key !== '' && words.length > 0) this.#abbreviations.set(key, words);
    }
  }

  /** The phrase as names will bring it: short forms written out, words in their base form, compounds without their links. */
  #key(words: readonly string[]): string {
    return this.#baseWords(words, true).join('');
  }

  #baseWords(words: readonly string[], mayPart: boolean): string[] {
    const parts = mayPart && words.length === 1 ? partsOfCompound(words[0] ?? '', this.#sets) : words;
    return parts.flatMap((word) => resolveWord(word, this.#sets).map((resolved) => resolved.word));
  }
}

const pairKey = (left: number, right: number): number =>
  left < right ? left * 100_000 + right : right * 100_000 + left;

/** The concepts of words in order; undefined when one has none. */
function sequenceKey(words: readonly string[], concepts: ReadonlyMap<string, number>): string | undefined {
  const found = words.map((word) => concepts.get(word));
  return found.includes(undefined) ? undefined : found.join(' ');
}
