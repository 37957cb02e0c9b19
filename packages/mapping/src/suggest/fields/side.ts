// One side of the match made ready: fields, leaves, and their words with weights.
import { declaredKind } from '../evidence/type-fit.ts';
import type { Json } from '@patchbay/model/schema';
import type { Vocabulary } from '../names/vocabulary.ts';
import { isLeaf } from './field.ts';
import { NameBearers } from './name-bearers.ts';
import { Neighbours } from './neighbours.ts';
import type { Field } from './field.ts';
import { flattenSchemas } from './flatten-schema.ts';
import { labelText } from './label-text.ts';
import { otherNamesOf } from './other-names.ts';
import type { OtherNames } from './other-names.ts';
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
  /** The phrase that a name makes with its parent's: `item/name`, `tax/rate`. */
  readonly across: readonly (number | undefined)[];
  /** Words of alias, title or description; empty when there are none. */
  readonly label: readonly Label[];
  readonly otherNames: OtherNames;
  /** Fields whose own name no list knows and that bear their label's words instead. */
  readonly cryptic: ReadonlySet<number>;
  /** Where the field's context begins: its parent, or its grandparent for a wrapper. -1 for none. */
  readonly contextOf: readonly number[];
  /** Concepts that mean the document itself: `order` in an order, `document` anywhere. */
  readonly subject: ReadonlySet<number>;
  /** 1 where the name says only what kind of value it is: `id`, `name`, `date`. */
  readonly vague: Uint8Array;
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
  const across: (number | undefined)[] = [];
  const cryptic = new Set<number>();
  const bearers = new NameBearers(fields, vocabulary);
  const neighbours = new Neighbours(fields, vocabulary);
  for (const field of fields) {
    const words = (neighbours.meaningOf(field) ?? vocabulary.read(nameOf(field)).words).slice(0, maxOwnWords);
    const described = labelOf(field, vocabulary);
    const parent = fields[field.parent];
    label.push(described);
    across.push(parent === undefined ? undefined : vocabulary.across(nameOf(parent), field.name));
    const mayWrap = parent !== undefined && parent.parent !== -1 && parent.kind !== 'array';
    const wraps = mayWrap && (isWrapper(words, vocabulary) || bearers.isBearer(field, own[parent.id] ?? []));
    const isNamedByLabel = !wraps && described.words.length > 0 && isCryptic(words, vocabulary);
    if (isNamedByLabel) cryptic.add(field.id);
    const said = wraps ? (own[parent.id] ?? []) : isNamedByLabel ? described.words : words;
    own.push(withMoment(field, said, vocabulary));
    contextOf.push(wraps ? (contextOf[parent.id] ?? -1) : field.parent);
  }
  const vague = Uint8Array.from(own, (words) =>
    Number(words.every((word) => (vocabulary.entries[word]?.weight ?? 0) < 1)),
  );
  const leaves = fields.filter(isLeaf).map((field) => field.id);
  return {
    fields,
    leaves,
    truncated,
    own,
    across,
    label,
    otherNames: otherNamesOf(fields, vocabulary),
    cryptic,
    contextOf,
    vague,
    subject: subjectOf(own, vocabulary),
    share: sharesOf(fields, leaves),
  };
}

/** A root is known by the title of its schema: “Order”. */
const nameOf = ({ parent, schema, name }: Field): string => (parent === -1 ? (schema.title ?? name) : name);

/** “Promised”, of a date, is the date promised. */
function withMoment(field: Field, words: readonly number[], vocabulary: Vocabulary): readonly number[] {
  const kind = declaredKind(field);
  if (kind !== 'date' && kind !== 'dateTime') return words;
  const says = words.some((word) =>
    momentConcepts.has(vocabulary.lexicon.conceptNames[vocabulary.entries[word]?.concept ?? -1] ?? ''),
  );
  return says ? words : [...words, ...vocabulary.read('date').words];
}

const momentConcepts = new Set([
  'date',
  'time',
  'timestamp',
  'due',
  'birthDate',
  'hireDate',
  'leaveDate',
  'start',
  'end',
]);

/** `Price/Money/#text`: the price. */
const isWrapper = (words: readonly number[], { entries, lexicon }: Vocabulary): boolean =>
  words.every((word) => lexicon.wrappers.has(entries[word]?.word ?? ''));

/** Names such as BELNR or F0042 tell nothing by themselves. */
const isCryptic = (words: readonly number[], { entries, lexicon }: Vocabulary): boolean =>
  words.every((word) => {
    const entry = entries[word];
    return entry === undefined || (entry.concept < 0 && !lexicon.sets.isKnown(entry.word));
  });

/** The first clause of what people call it: after it come remarks about values. */
function labelOf({ schema }: Field, vocabulary: Vocabulary): Label {
  const text = labelText(schema);
  if (text === undefined) return { words: [], rest: [] };
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

/** What the names speak of most among the documents of business, and the words that may stand for any of them. */
function subjectOf(own: readonly (readonly number[])[], { entries, lexicon }: Vocabulary): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const word of own.flat()) {
    const concept = entries[word]?.concept ?? -1;
    if (lexicon.subjects.has(concept)) counts.set(concept, (counts.get(concept) ?? 0) + 1);
  }
  const [most] = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0]);
  const meant = most === undefined ? [] : (lexicon.subjects.get(most[0]) ?? []);
  return new Set([...lexicon.anyDocument, ...meant]);
}
