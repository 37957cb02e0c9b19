// Steps 2 to 4 for one word: short forms, base forms, compounds. The word lists are read through it too, so both sides agree.
import { baseForm, singular } from './base-form.ts';
import { splitCompound } from './split-compound.ts';

export interface WordSets {
  /** Words with a concept, and plain ones: what a name may hold as it is. */
  readonly isKnown: (word: string) => boolean;
  /** Words that occur inside phrases only: compounds are split at them too. */
  readonly isPart: (word: string) => boolean;
  readonly abbreviations: ReadonlyMap<string, readonly string[]>;
}

export interface ResolvedWord {
  readonly word: string;
  readonly written: string;
  readonly isShort: boolean;
}

/** One or more words for one folded word of a name. Numbers lose their leading zeros. */
export function resolveWord(written: string, sets: WordSets): ResolvedWord[] {
  if (/^\p{N}+$/u.test(written)) return [{ word: written.replace(/^0+(?=.)/, ''), written, isShort: false }];
  const whole = resolveWhole(written, sets);
  if (whole !== undefined) return whole;
  const parts = splitCompound(written, {
    isKnown: (part) => sets.isKnown(part) || sets.isPart(part),
    isShortForm: (part) => sets.abbreviations.has(part),
  });
  if (parts === undefined)
    return [{ word: sets.isPart(written) ? written : singular(written), written, isShort: false }];
  return parts.flatMap((part) => resolveWhole(part, sets) ?? [{ word: part, written: part, isShort: false }]);
}

function resolveWhole(written: string, { isKnown, abbreviations }: WordSets): ResolvedWord[] | undefined {
  if (isKnown(written)) return [{ word: written, written, isShort: false }];
  const long = abbreviations.get(written) ?? abbreviations.get(singular(written));
  if (long !== undefined) return long.map((word) => ({ word, written, isShort: true }));
  const base = baseForm(written, isKnown);
  return base === undefined ? undefined : [{ word: base, written, isShort: false }];
}
