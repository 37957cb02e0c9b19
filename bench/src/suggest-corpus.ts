// The schemas that auto-map is measured on, and the measure. Fields with the same `x-meaning` belong together; the matcher never sees it.
import { readFileSync, readdirSync } from 'node:fs';
import { suggestMapping } from '@patchbay/mapping/suggest';
import type { MatchResult } from '@patchbay/mapping/suggest';
import type { DataSchema } from '@patchbay/model/schema';

export interface CorpusSchema {
  readonly name: string;
  /** Without meanings. */
  readonly schema: DataSchema;
  /** Meanings by field, a JSON Pointer without list indexes. A field that may be taken two ways has two. */
  readonly meanings: ReadonlyMap<string, readonly string[]>;
}

const folder = new URL('../fixtures/schemas/', import.meta.url);

/**
 * `development` was looked at while the matcher was made. The others were judged unseen: `held-out-formats` are after the manner of
 * published formats, `held-out-systems` have the field names of the interfaces of business systems.
 */
export function readCorpus(part: 'development' | 'held-out-formats' | 'held-out-systems'): CorpusSchema[] {
  const place = new URL(`${part}/`, folder);
  return readdirSync(place)
    .filter((file) => file.endsWith('.schema.json'))
    .sort()
    .map((file) => {
      const meanings = new Map<string, readonly string[]>();
      const schema = JSON.parse(readFileSync(new URL(file, place), 'utf8')) as DataSchema;
      collect(schema, '', meanings);
      return { name: file.replace('.schema.json', ''), schema, meanings };
    });
}

function collect(schema: DataSchema, pointer: string, meanings: Map<string, readonly string[]>): void {
  const meaning = schema['x-meaning'];
  if (typeof meaning === 'string') meanings.set(pointer, meaning.split(' '));
  delete schema['x-meaning'];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    collect(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, meanings);
  }
  if (schema.items !== undefined) collect(schema.items, pointer, meanings);
}

export interface PairCounts {
  /** Fields of the target that have a partner in the source. */
  readonly wanted: number;
  /** Targets for which something of Medium or better was suggested, by the first candidate. */
  readonly offered: number;
  readonly right: number;
  readonly bands: Readonly<Record<'high' | 'medium' | 'low', { readonly right: number; readonly offered: number }>>;
  readonly mistakes: readonly Mistake[];
}

export interface Mistake {
  readonly target: string;
  readonly found: string;
  readonly wanted: string;
  readonly score: number;
  readonly why: string;
}

/** Counts the first candidates of a match from `source` to `target`. Medium and High count as offered; Low is shown on request only. */
export function countPair(source: CorpusSchema, target: CorpusSchema): PairCounts {
  const result = suggestMapping({
    sources: [{ name: 'source', schema: source.schema }],
    target: { schema: target.schema },
  });
  return countResult(result, source, target);
}

export function countResult(result: MatchResult, source: CorpusSchema, target: CorpusSchema): PairCounts {
  const places = new Map<string, string>();
  for (const [pointer, meanings] of source.meanings) for (const meaning of meanings) places.set(meaning, pointer);
  const bands = { high: { right: 0, offered: 0 }, medium: { right: 0, offered: 0 }, low: { right: 0, offered: 0 } };
  const mistakes: Mistake[] = [];
  let wanted = 0;
  for (const field of result.fields) {
    const meanings = target.meanings.get(field.target) ?? [];
    const gold = meanings.map((meaning) => places.get(meaning)).find((place) => place !== undefined);
    if (gold !== undefined) wanted += 1;
    const first = field.candidates[0];
    const found = first === undefined ? undefined : pointerOf(first.path);
    const isRight = source.meanings.get(found ?? '')?.some((meaning) => meanings.includes(meaning)) === true;
    if (first !== undefined) {
      bands[first.band].offered += 1;
      if (isRight) bands[first.band].right += 1;
    }
    if (!isRight && (found !== undefined || gold !== undefined)) {
      const why = first?.reasons.map((reason) => reason.detail).join('; ') ?? '';
      mistakes.push({ target: field.target, found: found ?? '', wanted: gold ?? '', score: first?.score ?? 0, why });
    }
  }
  const right = bands.high.right + bands.medium.right;
  return { wanted, offered: bands.high.offered + bands.medium.offered, right, bands, mistakes };
}

const pointerOf = (path: readonly string[]): string =>
  path
    .filter((step) => step !== '[]')
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function qualityOf({ wanted, offered, right }: { wanted: number; offered: number; right: number }): Quality {
  const precision = offered === 0 ? 1 : right / offered;
  const recall = wanted === 0 ? 1 : right / wanted;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
