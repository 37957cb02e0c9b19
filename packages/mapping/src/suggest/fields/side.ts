// One side of the match made ready: fields, leaves, and their words with weights.
import type { Json } from '@patchbay/model/schema';
import { Bags, maxBagWords } from '../likeness/bags.ts';
import type { WeightedWord } from '../likeness/bags.ts';
import type { Vocabulary } from '../names/vocabulary.ts';
import { isLeaf } from './field.ts';
import type { Field } from './field.ts';
import { flattenSchemas } from './flatten-schema.ts';
import type { SchemaRoot } from './flatten-schema.ts';

export interface RootInput extends SchemaRoot {
  readonly samples?: readonly Json[] | undefined;
}

export interface Side {
  readonly fields: readonly Field[];
  /** Ids of the plain values and lists. */
  readonly leaves: readonly number[];
  readonly truncated: boolean;
  /** Words of the field's own name, by field. A wrapper (`value`, `#text`) bears its parent's. */
  readonly own: readonly (readonly number[])[];
  /** Words of title or description; empty when there are none. */
  readonly label: readonly Label[];
  /** Fields whose own name no list knows and that bear their label's words instead. */
  readonly cryptic: ReadonlySet<number>;
  /** Where the field's context begins: its parent, or its grandparent for a wrapper. -1 for none. */
  readonly contextOf: readonly number[];
  /** How many leaves are in it, over all leaves. */
  readonly share: Float32Array;
}

/** “City of the partner”: what follows the preposition is context. */
export interface Label {
  readonly words: readonly number[];
  readonly rest: readonly number[];
}

const maxOwnWords = 8;
const maxLabelWords = 8;
const maxLabelLength = 120;

export function makeSide(roots: readonly RootInput[], vocabulary: Vocabulary): Side {
  const { fields, truncated } = flattenSchemas(roots);
  const own: (readonly number[])[] = [];
  const contextOf: number[] = [];
  const label: Label[] = [];
  const cryptic = new Set<number>();
  for (const field of fields) {
    const words = vocabulary.read(field.name).words.slice(0, maxOwnWords);
    const described = labelOf(field, vocabulary);
    const parent = fields[field.parent];
    label.push(described);
    const wraps =
      parent !== undefined && parent.parent !== -1 && parent.kind !== 'array' && isWrapper(words, vocabulary);
    if (wraps) own.push(own[parent.id] ?? []);
    else if (described.words.length > 0 && isCryptic(words, vocabulary)) {
      own.push(described.words);
      cryptic.add(field.id);
    } else own.push(words);
    contextOf.push(wraps ? (contextOf[parent.id] ?? -1) : field.parent);
  }
  const leaves = fields.filter(isLeaf).map((field) => field.id);
  return { fields, leaves, truncated, own, label, cryptic, contextOf, share: sharesOf(fields, leaves) };
}

/** `Price/Money/#text`: the price. */
const isWrapper = (words: readonly number[], { entries, lexicon }: Vocabulary): boolean =>
  words.every((word) => lexicon.wrappers.has(entries[word]?.word ?? ''));

/** Names such as BELNR or F0042 tell nothing by themselves. */
const isCryptic = (words: readonly number[], { entries, lexicon }: Vocabulary): boolean =>
  words.every((word) => {
    const entry = entries[word];
    return entry === undefined || (entry.concept < 0 && !lexicon.sets.isKnown(entry.word));
  });

/** The title, else the first clause of the description: after it come remarks about values. */
function labelOf({ schema }: Field, vocabulary: Vocabulary): Label {
  const text = schema.title ?? schema.description;
  if (typeof text !== 'string') return { words: [], rest: [] };
  const clause = /^[^,;:.()[\]\n]*/.exec(text.slice(0, maxLabelLength))?.[0] ?? '';
  const [head = '', ...rest] = clause.split(prepositions);
  const words = vocabulary.read(head).words.slice(0, maxLabelWords);
  return { words, rest: vocabulary.read(rest.join(' ')).words.slice(0, maxLabelWords) };
}

const prepositions = /\b(?:of|for|in|der|des|für|im)\b/i;

function sharesOf(fields: readonly Field[], leaves: readonly number[]): Float32Array {
  const counts = new Float32Array(fields.length);
  for (const leaf of leaves) {
    for (let at = leaf; at !== -1; at = fields[at]?.parent ?? -1) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count) => (leaves.length === 0 ? 0 : count / leaves.length));
}

export interface SideBags {
  /** The field's own words. */
  readonly own: Bags;
  /** With those of its parent, at half their weight. */
  readonly pair: Bags;
  /** With those of all ancestors but the root, the nearer the heavier. */
  readonly full: Bags;
  /** With those of the ancestors inside the nearest array: what counts once it is known which array is walked. */
  readonly inner: Bags;
  readonly label: Bags;
}

const parentWeight = 0.5;
const restWeight = 0.4;
const ancestorWeights = [0.7, 0.5, 0.35, 0.25];

/** @param rarity 0–1 by word: how few names of both sides bear it. */
export function makeBags(side: Side, vocabulary: Vocabulary, rarity: Float32Array): SideBags {
  const weighted = (words: readonly number[], factor: number): WeightedWord[] =>
    words.map((word) => ({ word, weight: factor * (vocabulary.entries[word]?.weight ?? 0) * (rarity[word] ?? 1) }));
  const own = side.own.map((words) => lightened(weighted(words, 1), vocabulary));
  const contexts = side.fields.map((field) => contextWords(side, field.id, { weighted, until: -1 }));
  const inner = side.fields.map((field) => contextWords(side, field.id, { weighted, until: field.array }));
  return {
    own: new Bags(own),
    pair: new Bags(own.map((words, at) => bag([...words, ...parentWords(side, at, weighted)]))),
    full: new Bags(own.map((words, at) => bag([...words, ...(contexts[at] ?? [])]))),
    inner: new Bags(own.map((words, at) => bag([...words, ...(inner[at] ?? [])]))),
    label: new Bags(side.label.map(({ words, rest }) => bag([...weighted(words, 1), ...weighted(rest, restWeight)]))),
  };
}

const assumedWeight = 0.3;

/** “Supplier” in “supplier article number” goes without saying: it tells this field from others by contrast, not by likeness. */
function lightened(words: WeightedWord[], { entries, lexicon }: Vocabulary): WeightedWord[] {
  const concepts = new Set(words.map(({ word }) => lexicon.conceptNames[entries[word]?.concept ?? -1]));
  const silent = new Set<string>();
  for (const { assumed = [], poles } of lexicon.contrasts) {
    for (const [concept, pole] of assumed) {
      if (concepts.has(concept)) for (const name of poles.find((names) => names.includes(pole)) ?? []) silent.add(name);
    }
  }
  if (silent.size === 0) return words;
  return words.map(({ word, weight }) => {
    const concept = lexicon.conceptNames[entries[word]?.concept ?? -1] ?? '';
    return { word, weight: silent.has(concept) ? weight * assumedWeight : weight };
  });
}

type Weigh = (words: readonly number[], factor: number) => WeightedWord[];

function parentWords(side: Side, field: number, weighted: Weigh): WeightedWord[] {
  const parent = side.contextOf[field] ?? -1;
  return parent === -1 || side.fields[parent]?.parent === -1 ? [] : weighted(side.own[parent] ?? [], parentWeight);
}

/** What nearly all fields stand below tells nothing: an ancestor counts for what it leaves out. */
function contextWords(
  side: Side,
  field: number,
  { weighted, until }: { weighted: Weigh; until: number },
): WeightedWord[] {
  const words: WeightedWord[] = [];
  let step = 0;
  for (let at = side.contextOf[field] ?? -1; at !== -1 && at !== until; at = side.contextOf[at] ?? -1) {
    if (side.fields[at]?.parent === -1 || words.length >= maxBagWords) break;
    const factor = (ancestorWeights[step] ?? 0.2) * (1 - (side.share[at] ?? 0));
    if (factor > 0.02) words.push(...weighted(side.own[at] ?? [], factor));
    step += 1;
  }
  return words;
}

/** A word that occurs twice counts once, with its larger weight. */
function bag(words: readonly WeightedWord[]): WeightedWord[] {
  const best = new Map<number, number>();
  for (const { word, weight } of words) best.set(word, Math.max(best.get(word) ?? 0, weight));
  return [...best].slice(0, maxBagWords).map(([word, weight]) => ({ word, weight }));
}
