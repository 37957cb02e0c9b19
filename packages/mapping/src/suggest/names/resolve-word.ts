// Steps 2 to 4 for one word: short forms, base forms, compounds. The word lists are read through it too, so both sides agree.
import { baseForm, singular } from './base-form.ts';
import { splitCompound } from './split-compound.ts';
import type { KnownWords } from './split-compound.ts';

export interface WordSets {
  /** Words with a concept, and plain ones: what a name may hold as it is. */
  readonly isKnown: (word: string) => boolean;
  /** Words that occur inside phrases only: compounds are split at them too. */
  readonly isPart: (word: string) => boolean;
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
  /** The word of which this is the beginning (“Zahlungskond”) or the consonants (“dlvry”), where only one can be meant. */
  readonly whole: (word: string) => string | undefined;
}

export interface ResolvedWord {
  readonly word: string;
  readonly written: string;
  readonly isShort: boolean;
}

/** One spelling for the words that phrases end in, so that “item identification” and “Artikel-Nummer” are found as phrases. */
const spellings: Readonly<Record<string, string>> = {
  identification: 'id',
  identifier: 'id',
  ident: 'id',
  nummer: 'number',
  datum: 'date',
  one: '1',
  two: '2',
  three: '3',
};

/** One or more words for one folded word of a name. Numbers lose their leading zeros. */
export const resolveWord = (written: string, sets: WordSets): ResolvedWord[] =>
  resolve(written, sets).map((resolved) =>
    Object.hasOwn(spellings, resolved.word) ? { ...resolved, word: spellings[resolved.word] ?? '' } : resolved,
  );

function resolve(written: string, sets: WordSets): ResolvedWord[] {
  if (/^\p{N}+$/u.test(written)) return [{ word: written.replace(/^0+(?=.)/, ''), written, isShort: false }];
  const whole = resolveWhole(written, sets);
  if (whole !== undefined) return whole;
  const parts = splitCompound(written, knownIn(sets));
  const cut = parts === undefined ? sets.whole(written) : undefined;
  if (cut !== undefined) return [{ word: cut, written, isShort: true }];
  if (parts === undefined)
    return [{ word: sets.isPart(written) ? written : singular(written), written, isShort: false }];
  return parts.flatMap((part) => resolveWhole(part, sets) ?? [{ word: part, written: part, isShort: false }]);
}

function resolveWhole(written: string, { isKnown, abbreviations }: WordSets): ResolvedWord[] | undefined {
  if (isKnown(written)) return [{ word: written, written, isShort: false }];
  const long = abbreviations.get(written) ?? abbreviations.get(singular(written));
  if (long !== undefined) {
    return long.map((word) => ({
      word: isKnown(word) ? word : (baseForm(word, isKnown) ?? word),
      written,
      isShort: true,
    }));
  }
  const base = baseForm(written, isKnown);
  return base === undefined ? undefined : [{ word: base, written, isShort: false }];
}

const knownIn = (sets: WordSets): KnownWords => ({
  isKnown: (part) => sets.isKnown(part) || sets.isPart(part),
  isShortForm: (part) => sets.abbreviations.has(part),
});

/** “Auftragsnummer” as names may write it apart: auftrag, nummer. The word itself when it is no compound. */
export const partsOfCompound = (word: string, sets: WordSets): readonly string[] =>
  splitCompound(word, knownIn(sets)) ?? [word];
