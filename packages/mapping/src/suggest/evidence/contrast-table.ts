// What a field is about where that excludes something else: ship or bill, net or gross, first or last. From the word lists.
import type { Side } from '../fields/side.ts';
import { wordsOfName } from '../names/read-name.ts';
import { partsOfCompound } from '../names/resolve-word.ts';
import type { Vocabulary } from '../names/vocabulary.ts';

/** How a contrast falls out for a pair: `soft` may be meant at times, `doubtful` seldom, `hard` almost never. */
export type Contrasted = 'none' | 'soft' | 'doubtful' | 'hard';

export class ContrastTable {
  /** Bit sets of poles: one number a field and contrast. */
  readonly #masks: Int32Array;
  readonly #assumed: Int32Array;
  readonly #size: number;

  constructor(side: Side, vocabulary: Vocabulary) {
    const { contrasts } = vocabulary.lexicon;
    this.#size = contrasts.length;
    this.#masks = new Int32Array(side.fields.length * this.#size);
    this.#assumed = new Int32Array(this.#masks.length);
    for (const field of side.fields) {
      for (const [contrast, { reach, lastWord, byEnding }] of contrasts.entries()) {
        if (byEnding === true) {
          this.#masks[field.id * this.#size + contrast] = endingMask(field.name, contrast, vocabulary);
          continue;
        }
        let mask = masksOf(side, field.id, { contrast, vocabulary, ofLabel: true });
        const parent = side.contextOf[field.id] ?? -1;
        if (reach === 'path') {
          for (let at = parent; mask === 0 && at !== -1; at = side.contextOf[at] ?? -1) {
            if (side.fields[at]?.parent === -1) break;
            mask = masksOf(side, at, { contrast, vocabulary, ofLabel: false });
          }
        } else if (parent !== -1 && side.vague[field.id] === 1 && (mask === 0 || lastWord === true)) {
          const above = masksOf(side, parent, { contrast, vocabulary, ofLabel: false });
          if (mask === 0 || isPrecise(side.own[parent] ?? [], contrast, vocabulary)) mask = above;
        }
        this.#masks[field.id * this.#size + contrast] = mask;
        this.#assumed[field.id * this.#size + contrast] = assumedOf(side.own[field.id] ?? [], contrast, vocabulary);
      }
    }
  }

  /** The poles that go without saying for what the field is. */
  assumed(field: number, contrast: number): number {
    return this.#assumed[field * this.#size + contrast] ?? 0;
  }

  mask(field: number, contrast: number): number {
    return this.#masks[field * this.#size + contrast] ?? 0;
  }
}

/** Where the name ends in a word that is on a pole, phrases and compounds parted: `countryCode` in “code”. A reference’s name (`refName`) may be either. */
function endingMask(name: string, contrast: number, { lexicon }: Vocabulary): number {
  const words = wordsOfName(name, lexicon)
    .filter((word) => !/^\p{N}+$/u.test(word))
    .flatMap((word) => partsOfCompound(word, lexicon.sets));
  const concepts = words.map((word) => lexicon.concepts.get(word) ?? -1);
  if (concepts.length > 1 && concepts.every((concept) => lexicon.vague.has(concept))) return 0;
  let mask = 0;
  for (const ref of lexicon.poles.get(concepts.at(-1) ?? -1) ?? [])
    if (ref.contrast === contrast) mask |= 1 << ref.pole;
  return mask;
}

function assumedOf(words: readonly number[], contrast: number, { entries, lexicon }: Vocabulary): number {
  const { assumed = [], poles = [] } = lexicon.contrasts[contrast] ?? {};
  let mask = 0;
  for (const [concept, pole] of assumed) {
    const isNamed = words.some((word) => lexicon.conceptNames[entries[word]?.concept ?? -1] === concept);
    if (isNamed) mask |= 1 << poles.findIndex((names) => names.includes(pole));
  }
  return mask;
}

interface MaskRequest {
  readonly contrast: number;
  readonly vocabulary: Vocabulary;
  readonly ofLabel: boolean;
}

/** The name decides; where it names no pole, its label may, and above a vague name (`id`) its parent. Of kinds the last word counts, a “price currency” is a currency; but a “city name” a city. */
function masksOf(side: Side, field: number, request: MaskRequest): number {
  const across = side.across[field];
  const phrase = across === undefined ? 0 : maskOfWords([across], request);
  const own = maskOfWords(side.own[field] ?? [], request) | phrase;
  return own !== 0 || !request.ofLabel ? own : maskOfWords(side.label[field]?.words ?? [], request);
}

function maskOfWords(words: readonly number[], { contrast, vocabulary }: MaskRequest): number {
  const { poles, contrasts, vague } = vocabulary.lexicon;
  const lastOnly = contrasts[contrast]?.lastWord === true;
  let mask = 0;
  let isVague = true;
  for (const word of words) {
    const concept = vocabulary.entries[word]?.concept ?? -1;
    let own = 0;
    for (const ref of poles.get(concept) ?? []) if (ref.contrast === contrast) own |= 1 << ref.pole;
    if (own === 0) continue;
    if (!lastOnly) mask |= own;
    else if (isVague || !vague.has(concept)) mask = own;
    isVague &&= vague.has(concept);
  }
  return mask;
}

/** Whether a word is on a pole and says more than “name” or “number”: the name in `country/name` is a country. */
function isPrecise(words: readonly number[], contrast: number, { entries, lexicon }: Vocabulary): boolean {
  return words.some((word) => {
    const concept = entries[word]?.concept ?? -1;
    const refs = lexicon.poles.get(concept) ?? [];
    return !lexicon.vague.has(concept) && refs.some((ref) => ref.contrast === contrast);
  });
}

/** Which poles of a contrast are in doubt only, as bit sets by pole. */
export type SoftPoles = readonly (readonly number[])[];

export function softPoles({ lexicon }: Vocabulary): SoftPoles {
  return lexicon.contrasts.map(({ poles, soft = [] }) => {
    const poleOf = (concept: string): number => poles.findIndex((names) => names.includes(concept));
    const masks = poles.map(() => 0);
    for (const [left, right] of soft) {
      masks[poleOf(left)] = (masks[poleOf(left)] ?? 0) | (1 << poleOf(right));
      masks[poleOf(right)] = (masks[poleOf(right)] ?? 0) | (1 << poleOf(left));
    }
    return masks;
  });
}

/** Whether two sets of poles exclude each other. Nothing said on one side excludes nothing. */
export function contrasted(left: number, right: number, soft: readonly number[]): 'none' | 'soft' | 'hard' {
  if (left === 0 || right === 0 || (left & right) !== 0) return 'none';
  for (const [pole, mask] of soft.entries()) if ((left & (1 << pole)) !== 0 && (mask & right) !== 0) return 'soft';
  return 'hard';
}
