// A schema came again and fields are gone: where each of them probably went. The same evidence as auto-map, from the old shape to the new.
import type { DataSchema } from '@patchbay/model/schema';
import { bandOf } from '../choice/band.ts';
import type { Band } from '../choice/band.ts';
import { CandidateIndex } from '../choice/candidate-index.ts';
import { baseScore, Comparer } from '../choice/compare.ts';
import type { Pair } from '../choice/pair.ts';
import { reasonsOf } from '../choice/reasons-of.ts';
import { calibrated, weights } from '../choice/weights.ts';
import { isLeaf } from '../fields/field.ts';
import type { Field } from '../fields/field.ts';
import type { MatchReason } from '../suggestion.ts';
import { buildLexicon } from '../words/lexicon.ts';
import { pathWords, sharedWords } from './shared-words.ts';
import type { PathWords, SharedWords } from './shared-words.ts';

export interface RelinkCandidate {
  /** Steps in the new schema; `[]` enters a list. */
  readonly path: readonly string[];
  /** 0–1. */
  readonly score: number;
  readonly band: Band;
  readonly reasons: readonly MatchReason[];
}

export interface Relink {
  /** The broken path, as it was given. */
  readonly from: readonly string[];
  /** Best first, at most three; none when nothing is likely, or when the old schema has no such path. */
  readonly candidates: readonly RelinkCandidate[];
}

const maxShown = 3;
const maxBroken = 2_000;
const maxBeside = 100;
/** A field that was there before has a meaning of its own: it is hardly what another was renamed to. */
const wasThere = 0.7;
/** The only field that came under a parent that lost one of the same type. */
const onlyOne = 0.6;
/** A name of the same words at another place; what is not said by both takes its part off. */
const sameWords = 0.8;

/** For each broken path of the old schema the likeliest paths of the new one. Paths are steps as in `walkSchema`. At most 2,000. */
export function proposeRelinks(
  oldSchema: DataSchema,
  newSchema: DataSchema,
  brokenPaths: readonly (readonly string[])[],
): Relink[] {
  const finder = new RelinkFinder(oldSchema, newSchema);
  return brokenPaths.slice(0, maxBroken).map((from) => ({ from, candidates: finder.find(from) }));
}

/** How likely it is that a field of the old schema is now another: 0–1 with reasons. Unknown paths give 0. */
export function scoreRename(request: {
  readonly oldSchema: DataSchema;
  readonly newSchema: DataSchema;
  readonly from: readonly string[];
  readonly to: readonly string[];
}): { readonly score: number; readonly reasons: readonly MatchReason[] } {
  return new RelinkFinder(request.oldSchema, request.newSchema).score(request.from, request.to);
}

class RelinkFinder {
  readonly #comparer: Comparer;
  readonly #index: CandidateIndex;
  readonly #old: ReadonlyMap<string, Field>;
  readonly #new: ReadonlyMap<string, Field>;
  readonly #containers: readonly number[];
  /** New leaves by each word of their own names. */
  readonly #addedByWord = new Map<string, number[]>();
  readonly #words = new Map<Field, PathWords>();
  /** What went and what came, by the parent's path. */
  readonly #lost: ReadonlyMap<string, readonly Field[]>;
  readonly #added: ReadonlyMap<string, readonly Field[]>;

  constructor(oldSchema: DataSchema, newSchema: DataSchema) {
    this.#comparer = new Comparer([{ name: '', schema: newSchema }], { name: '', schema: oldSchema }, buildLexicon());
    const { source, target } = this.#comparer;
    this.#index = new CandidateIndex(source.side, source.bags, this.#comparer.table);
    this.#old = byPath(target.side.fields);
    this.#new = byPath(source.side.fields);
    this.#lost = byParent(target.side.fields, this.#new);
    this.#added = byParent(source.side.fields, this.#old);
    this.#containers = source.side.fields.filter((field) => !isLeaf(field) && field.parent !== -1).map(({ id }) => id);
    for (const field of [...this.#added.values()].flat().filter(isLeaf)) this.#indexWords(field);
  }

  #indexWords(field: Field): void {
    for (const word of this.#wordsOf(field).own) {
      const found = this.#addedByWord.get(word);
      if (found === undefined) this.#addedByWord.set(word, [field.id]);
      else if (found.length < maxBeside) found.push(field.id);
    }
  }

  #wordsOf(field: Field): PathWords {
    const known = this.#words.get(field);
    if (known !== undefined) return known;
    const words = pathWords(field.path, this.#comparer.vocabulary.lexicon);
    this.#words.set(field, words);
    return words;
  }

  find(from: readonly string[]): RelinkCandidate[] {
    const field = this.#old.get(keyOf(from));
    if (field === undefined || field.parent === -1) return [];
    const scored = this.#candidates(field).map((source) => ({ source, ...this.#scored(source, field) }));
    scored.sort((left, right) => right.score - left.score || left.source - right.source);
    return scored.slice(0, maxShown).flatMap(({ source, score, reasons }, at) => {
      const next = scored[at + 1]?.score ?? 0;
      const apart = at === 0 ? weights.apart * Math.min(1, (score - next) / weights.apartBy) : 0;
      const final = Math.min(1, calibrated(score) + apart);
      const band = bandOf(final);
      const path = this.#comparer.source.side.fields[source]?.path ?? [];
      return band === undefined ? [] : [{ path, score: Math.floor(final * 1000) / 1000, band, reasons }];
    });
  }

  score(from: readonly string[], to: readonly string[]): { score: number; reasons: readonly MatchReason[] } {
    const target = this.#old.get(keyOf(from));
    const source = this.#new.get(keyOf(to));
    if (target === undefined || source === undefined) return { score: 0, reasons: [] };
    const { score, reasons } = this.#scored(source.id, target);
    return { score: Math.floor(calibrated(score) * 1000) / 1000, reasons };
  }

  /** Leaves by their words, whole or one by one, and from beside the old place; structures among structures. */
  #candidates(field: Field): number[] {
    const { source, target } = this.#comparer;
    const beside = (this.#added.get(keyOf(parentPath(field, target.side.fields))) ?? [])
      .slice(0, maxBeside)
      .map(({ id }) => id);
    const found = isLeaf(field)
      ? [
          ...this.#index.candidates(target, field.id),
          ...[...this.#wordsOf(field).own].flatMap((word) => this.#addedByWord.get(word) ?? []),
        ]
      : this.#containers;
    const fits = (id: number): boolean => {
      const other = source.side.fields[id];
      return other !== undefined && isLeaf(other) === isLeaf(field) && (isLeaf(field) || other.kind === field.kind);
    };
    return [...new Set([...found, ...beside])].filter(fits);
  }

  #scored(source: number, field: Field): { score: number; reasons: readonly MatchReason[] } {
    const other = this.#comparer.source.side.fields[source];
    const pair: Pair = this.#comparer.compare(source, field.id);
    const oldParent = keyOf(parentPath(field, this.#comparer.target.side.fields));
    const stays = other !== undefined && keyOf(parentPath(other, this.#comparer.source.side.fields)) === oldParent;
    pair.structure = stays ? 1 : 0;
    pair.base = baseScore(pair);
    let score = pair.base;
    const wasBefore = other !== undefined && this.#old.has(keyOf(other.path));
    if (wasBefore) score *= wasThere;
    const reasons = [...reasonsOf({ pair, reach: 'same', score }, this.#comparer)];
    const shared =
      other === undefined || wasBefore || pair.contrast === 'hard' ? undefined : this.#shared(field, other);
    if (shared !== undefined && pair.type >= 0.75 && shared.likeness * sameWords > score) {
      score = shared.likeness * sameWords;
      reasons.unshift({ kind: 'name', detail: `“${shared.word}” in both` });
    }
    if (stays) {
      const isOnly = this.#isOnlyChange(field, other);
      if (isOnly && pair.type >= 0.75) score = Math.max(score, onlyOne);
      reasons.push({ kind: 'structure', detail: isOnly ? 'the only new field there' : 'same place' });
    }
    return { score, reasons };
  }

  /** Leaves alone: a structure is known by what is in it. */
  #shared(gone: Field, came: Field): SharedWords | undefined {
    if (!isLeaf(gone) || !isLeaf(came)) return undefined;
    return sharedWords(this.#wordsOf(gone), this.#wordsOf(came), this.#comparer.vocabulary.lexicon);
  }

  /** One field went and one came under the same parent. */
  #isOnlyChange(gone: Field, came: Field): boolean {
    const parent = keyOf(parentPath(gone, this.#comparer.target.side.fields));
    const lost = this.#lost.get(parent) ?? [];
    const added = this.#added.get(parent) ?? [];
    return lost.length === 1 && added.length === 1 && lost[0]?.id === gone.id && added[0]?.id === came.id;
  }
}

/** Names may hold anything: the key is unmistakable. */
const keyOf = (path: readonly string[]): string => JSON.stringify(path);

const byPath = (fields: readonly Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [keyOf(field.path), field]));

const parentPath = (field: Field, fields: readonly Field[]): readonly string[] => fields[field.parent]?.path ?? [];

/** Fields that the other schema does not have, by the path of their parent. */
function byParent(fields: readonly Field[], other: ReadonlyMap<string, Field>): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, Field[]>();
  for (const field of fields) {
    if (field.parent === -1 || other.has(keyOf(field.path))) continue;
    const parent = keyOf(parentPath(field, fields));
    const list = found.get(parent);
    if (list === undefined) found.set(parent, [field]);
    else list.push(field);
  }
  return found;
}
