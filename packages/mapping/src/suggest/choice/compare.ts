// Compares fields of two prepared sides: the name first, then path, type, contrasts and values.
import { contrasted, softPoles } from '../evidence/contrast-table.ts';
import type { Contrasted, SoftPoles } from '../evidence/contrast-table.ts';
import { typeFit } from '../evidence/type-fit.ts';
import { valueLikeness } from '../evidence/value-profile.ts';
import { makeSide } from '../fields/side.ts';
import type { RootInput, Side } from '../fields/side.ts';
import type { SideBags } from '../fields/side-bags.ts';
import { rowsOf } from '../fields/other-names.ts';
import { covered, softMatch } from '../likeness/bags.ts';
import { WordTable } from '../likeness/word-table.ts';
import { Vocabulary } from '../names/vocabulary.ts';
import type { Lexicon } from '../words/lexicon.ts';
import type { Pair } from './pair.ts';
import { PreparedSide } from './prepared-side.ts';
import { weights } from './weights.ts';

/** What another name is held against: what a field is called, alone and with its parent, and what people call it. */
const namedBy = ['own', 'pair', 'label'] as const satisfies readonly (keyof SideBags)[];

const noContrast = { contrast: 'none', oneSided: 'no' } as const;

export class Comparer {
  readonly vocabulary: Vocabulary;
  readonly source: PreparedSide;
  readonly target: PreparedSide;
  readonly table: WordTable;
  readonly #soft: SoftPoles;
  readonly #roleContrasts: readonly number[];

  constructor(sources: readonly RootInput[], target: RootInput, lexicon: Lexicon) {
    this.vocabulary = new Vocabulary(lexicon);
    const from = makeSide(sources, this.vocabulary);
    const to = makeSide([target], this.vocabulary);
    this.table = new WordTable(this.vocabulary, wordsOf(from), wordsOf(to));
    const rarity = rarityOf([from, to], this.vocabulary);
    const unmatched = unmatchedWords([from, to], this.vocabulary, this.table);
    this.source = new PreparedSide(from, { inputs: sources, vocabulary: this.vocabulary, rarity, unmatched });
    this.target = new PreparedSide(to, { inputs: [target], vocabulary: this.vocabulary, rarity, unmatched });
    this.#soft = softPoles(this.vocabulary);
    this.#roleContrasts = lexicon.contrasts.flatMap(({ reach }, at) => (reach === 'path' ? [at] : []));
  }

  /** `structure` is still 0 and `base` counts without it. */
  compare(source: number, target: number): Pair {
    const { name, byLabel, byOther = 0 } = this.#nameLikeness(source, target);
    // Whoever states another name means the field as a whole, wherever it stands.
    const path = Math.max(this.#match('full', source, target), byOther * weights.wholePath);
    const type = typeFit(this.source.kinds[source] ?? 'any', this.target.kinds[target] ?? 'any');
    const shape = this.source.side.fields[source]?.kind === this.target.side.fields[target]?.kind ? 1 : 0.4;
    const contrasts = this.#contrast(source, target);
    // And means it whatever else the field's own name may stand for, unless that says the opposite.
    const { contrast, oneSided } = byOther > 0 && contrasts.contrast !== 'hard' ? noContrast : contrasts;
    const left = this.source.profile(source);
    const right = this.target.profile(target);
    const values = left === undefined || right === undefined ? undefined : valueLikeness(left, right);
    const isRetold = byLabel && !this.source.side.cryptic.has(source) && !this.target.side.cryptic.has(target);
    const pair = {
      source,
      target,
      name,
      byLabel,
      isRetold,
      path,
      type: type * shape,
      contrast,
      oneSided,
      values,
      structure: 0,
      base: 0,
    };
    pair.base = baseScore(pair);
    return pair;
  }

  /** How alike the names of two fields are, arrays and objects too. */
  nameLikeness(source: number, target: number): number {
    return this.#nameLikeness(source, target).name;
  }

  pathLikeness(source: number, target: number): number {
    return this.#match('full', source, target);
  }

  /** The same pair, once it is settled that the source's array is walked for the target's: what stands around both counts no more. */
  insideLoop(pair: Pair): Pair {
    const path = Math.max(pair.path, this.#match('inner', pair.source, pair.target));
    const inside = { ...pair, path };
    inside.base = baseScore(inside);
    return inside;
  }

  #nameLikeness(source: number, target: number): { name: number; byLabel: boolean; byOther?: number } {
    const from = this.source.bags;
    const to = this.target.bags;
    const match = (left: keyof SideBags, right: keyof SideBags): number =>
      softMatch({ bags: from[left], row: source }, { bags: to[right], row: target }, this.table);
    const own = match('own', 'own');
    const pair = match('pair', 'pair');
    if (own > 0.99 && pair > 0.99) return { name: 1, byLabel: false };
    const coveredSource = this.#covered(source, target);
    const coveredTarget = this.#coveredByPath(source, target);
    const name = Math.max(
      own * weights.withoutParents,
      pair * Math.min(coveredSource, coveredTarget),
      weights.acrossLevels * match('own', 'pair') * coveredTarget,
      weights.acrossLevels * match('pair', 'own') * coveredSource,
      weights.wholePath * match('own', 'full') * coveredTarget,
      weights.wholePath * match('full', 'own') * coveredSource,
      weights.asPhrase * Math.max(match('across', 'across'), match('across', 'own'), match('own', 'across')),
    );
    const other = this.otherName(source, target);
    if (other !== null && other.likeness > Math.max(own, name))
      return { name: other.likeness, byLabel: false, byOther: other.likeness };
    const hasLabels = !from.label.isEmpty(source) || !to.label.isEmpty(target);
    if (!hasLabels) return { name, byLabel: false };
    const described = Math.max(
      weights.nameToLabel *
        Math.max(match('label', 'own'), match('label', 'pair'), match('own', 'label'), match('pair', 'label')),
      weights.labelToLabel * match('label', 'label'),
    );
    const isCryptic = this.source.side.cryptic.has(source) || this.target.side.cryptic.has(target);
    const label = isCryptic ? described : described * weights.retold;
    return label > name ? { name: label, byLabel: true } : { name, byLabel: false };
  }

  /** The best match by a name from the `x-synonyms` of either field, with that name; null: neither field has such names. */
  otherName(source: number, target: number): { readonly likeness: number; readonly text: string } | null {
    const [from, to] = [this.source, this.target];
    let best: { likeness: number; text: string } | null = null;
    const take = (match: number, text: string | undefined): void => {
      const likeness = match * weights.otherName;
      if (text !== undefined && (best === null || likeness > best.likeness)) best = { likeness, text };
    };
    for (const row of rowsOf(from.side.otherNames, source)) {
      const left = { bags: from.bags.other, row };
      const text = from.side.otherNames.texts[row];
      for (const bag of namedBy) take(softMatch(left, { bags: to.bags[bag], row: target }, this.table), text);
      for (const at of rowsOf(to.side.otherNames, target)) {
        take(softMatch(left, { bags: to.bags.other, row: at }, this.table), text);
      }
    }
    for (const row of rowsOf(to.side.otherNames, target)) {
      const right = { bags: to.bags.other, row };
      const text = to.side.otherNames.texts[row];
      for (const bag of namedBy) take(softMatch({ bags: from.bags[bag], row: source }, right, this.table), text);
    }
    return best;
  }

  /** How much of the source's own name the target's path says. */
  #covered(source: number, target: number): number {
    return covered(
      { bags: this.source.bags.own, row: source },
      { bags: this.target.bags.full, row: target },
      (own, other) => this.table.of(own, other),
    );
  }

  #coveredByPath(source: number, target: number): number {
    return covered(
      { bags: this.target.bags.own, row: target },
      { bags: this.source.bags.full, row: source },
      (own, other) => this.table.of(other, own),
    );
  }

  #match(bag: keyof SideBags, source: number, target: number): number {
    return softMatch(
      { bags: this.source.bags[bag], row: source },
      { bags: this.target.bags[bag], row: target },
      this.table,
    );
  }

  #contrast(source: number, target: number): Pick<Pair, 'contrast' | 'oneSided'> {
    let contrast: Contrasted = 'none';
    for (const [at, soft] of this.#soft.entries()) {
      const found = contrasted(this.source.contrasts.mask(source, at), this.target.contrasts.mask(target, at), soft);
      if (found === 'hard') return { contrast: 'hard', oneSided: 'no' };
      if (found === 'soft' && contrast !== 'doubtful')
        contrast = this.#roleContrasts.includes(at) ? 'doubtful' : 'soft';
    }
    const isOneSided = this.#roleContrasts.some((at) => this.#isOneSided(at, source, target));
    const isVague = this.source.side.vague[source] === 1 && this.target.side.vague[target] === 1;
    return { contrast, oneSided: !isOneSided ? 'no' : isVague ? 'vague' : 'some' };
  }

  /** One side says who, the other does not, and it is not what goes without saying. */
  #isOneSided(contrast: number, source: number, target: number): boolean {
    const left = this.source.contrasts.mask(source, contrast);
    const right = this.target.contrasts.mask(target, contrast);
    if ((left === 0) === (right === 0)) return false;
    const assumed = this.source.contrasts.assumed(source, contrast) & this.target.contrasts.assumed(target, contrast);
    return ((left | right) & assumed) === 0;
  }
}

export function baseScore(pair: Pair): number {
  let score =
    weights.name * pair.name + weights.path * pair.path + weights.structure * pair.structure + weights.type * pair.type;
  if (pair.type < 0.3) score *= 0.8;
  if (pair.contrast === 'hard') score *= weights.hardContrast;
  if (pair.contrast === 'soft' || pair.contrast === 'doubtful') score *= weights.softContrast;
  if (pair.oneSided === 'some') score *= weights.oneSidedRole;
  if (pair.oneSided === 'vague') score *= weights.oneSidedVague;
  if (pair.values !== undefined) score += weights.values * (pair.values.score - 0.5);
  return Math.min(1, Math.max(0, score));
}

const wordsOf = (side: Side): number[] => [
  ...new Set(
    [
      ...side.own,
      side.across.filter((word) => word !== undefined),
      ...side.label.map(({ words, rest }) => [...words, ...rest]),
      ...side.otherNames.words,
    ].flat(),
  ),
];

/** 0.55–1: a word that many names bear tells little. */
function rarityOf(sides: readonly Side[], vocabulary: Vocabulary): Float32Array {
  const counts = new Float32Array(vocabulary.entries.length);
  let names = 0;
  for (const side of sides) {
    for (const words of side.own) {
      names += 1;
      for (const word of new Set(words)) counts[word] = (counts[word] ?? 0) + 1;
    }
  }
  return counts.map((count) => 1 - (0.45 * Math.log(1 + count)) / Math.log(2 + names));
}

/** Words that no list knows and that nothing on the other side is like: they cannot tell fields apart. */
function unmatchedWords(sides: readonly [Side, Side], vocabulary: Vocabulary, table: WordTable): Set<number> {
  const [from, to] = sides;
  const matched = new Set<number>();
  for (const target of wordsOf(to)) {
    table.eachNeighbour(target, (source) => {
      matched.add(source).add(target);
    });
  }
  const isUnknown = (word: number): boolean => {
    const entry = vocabulary.entries[word];
    return entry !== undefined && entry.concept < 0 && !entry.isNumber && !vocabulary.lexicon.sets.isKnown(entry.word);
  };
  return new Set([...wordsOf(from), ...wordsOf(to)].filter((word) => isUnknown(word) && !matched.has(word)));
}
