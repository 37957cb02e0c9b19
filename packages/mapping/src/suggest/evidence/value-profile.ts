// Step 7: what the sample values of a field look like: their set, their form, their length and range. Bounded: 200 values a field.
import type { Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import type { Field } from '../fields/field.ts';
import type { ValueKind } from './type-fit.ts';

const maxValues = 200;
const maxSamples = 50;
const maxItems = 50;
const maxTextLength = 200;

export interface ValueProfile {
  /** Distinct values as folded text. */
  readonly values: ReadonlySet<string>;
  readonly count: number;
  /** How many have each form: `A9-9` is letters, digits, a dash, digits. */
  readonly shapes: ReadonlyMap<string, number>;
  readonly meanLength: number;
  /** Of numbers and of texts that are numbers. */
  readonly range: readonly [least: number, most: number] | undefined;
  /** What all values are, where they agree on more than text. */
  readonly kind: ValueKind | undefined;
}

const forms: readonly (readonly [ValueKind, RegExp])[] = [
  ['dateTime', /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i],
  ['date', /^(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))$/],
  ['integer', /^-?\d{1,15}$/],
  ['number', /^-?\d{1,15}([.,]\d{1,6})?$/],
  ['email', /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,60}$/],
  ['uri', /^https?:\/\/\S+$/],
  ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['boolean', /^(true|false)$/],
];

/** The values of a field in the samples, in order, at most 200. Missing and null ones are left out. */
export function valuesAt(samples: readonly Json[], path: readonly string[]): (string | number | boolean)[] {
  const found: (string | number | boolean)[] = [];
  const visit = (value: Json | undefined, step: number): void => {
    if (found.length >= maxValues || value === undefined || value === null) return;
    if (Array.isArray(value)) {
      const next = path[step] === '[]' ? step + 1 : step;
      for (const item of value.slice(0, maxItems)) visit(item, next);
      return;
    }
    const name = path[step];
    if (name === undefined) {
      if (typeof value !== 'object') found.push(value);
    } else if (isJsonObject(value) && Object.hasOwn(value, name)) visit(value[name], step + 1);
  };
  for (const sample of samples.slice(0, maxSamples)) visit(sample, 0);
  return found;
}

/** Undefined when no sample has a value. */
export function profileOf(field: Field, samples: readonly Json[]): ValueProfile | undefined {
  const values = valuesAt(samples, field.path);
  if (values.length === 0) return undefined;
  const texts = values.map((value) => String(value).slice(0, maxTextLength).trim().toLowerCase());
  const shapes = new Map<string, number>();
  for (const text of texts) shapes.set(shapeOf(text), (shapes.get(shapeOf(text)) ?? 0) + 1);
  const numbers = texts.map((text) => Number(text.replace(',', '.'))).filter((value) => !Number.isNaN(value));
  return {
    values: new Set(texts.filter((text) => text !== '')),
    count: values.length,
    shapes,
    meanLength: texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
    range: numbers.length === texts.length ? [Math.min(...numbers), Math.max(...numbers)] : undefined,
    kind: kindOf(texts.filter((text) => text !== '')),
  };
}

const kindOf = (texts: readonly string[]): ValueKind | undefined =>
  texts.length === 0 ? undefined : forms.find(([, form]) => texts.every((text) => form.test(text)))?.[0];

/** Runs of letters are `a`, of digits `9`; the rest stays: “MUG-RED-350” is `a-a-9`. */
const shapeOf = (text: string): string =>
  text
    .slice(0, 60)
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ');

export interface ValueLikeness {
  /** 0–1: how much the values speak for the pair; 0.5 says nothing. */
  readonly score: number;
  /** Distinct values of the target that the source has too, and how many there are. */
  readonly shared: number;
  readonly of: number;
}

/** Values in common, else form, length and range. Yes, no and small numbers are alike everywhere and prove nothing. */
export function valueLikeness(source: ValueProfile, target: ValueProfile): ValueLikeness {
  const telling = [...target.values].filter((value) => value.length > 2 && value !== 'true' && value !== 'false');
  const shared = telling.filter((value) => source.values.has(value)).length;
  const of = telling.length;
  if (shared > 0) return { score: 0.6 + 0.4 * (shared / of), shared, of };
  const form = shapeOverlap(source, target);
  const length = Math.min(source.meanLength, target.meanLength) / Math.max(source.meanLength, target.meanLength, 1);
  const range = rangeOverlap(source.range, target.range);
  return { score: 0.2 + 0.25 * form + 0.1 * length + 0.1 * range, shared, of };
}

function shapeOverlap(source: ValueProfile, target: ValueProfile): number {
  let both = 0;
  for (const [shape, count] of target.shapes) {
    both += Math.min(count / target.count, (source.shapes.get(shape) ?? 0) / source.count);
  }
  return both;
}

function rangeOverlap(left: ValueProfile['range'], right: ValueProfile['range']): number {
  if (left === undefined || right === undefined) return left === right ? 0.5 : 0;
  const width = Math.min(left[1], right[1]) - Math.max(left[0], right[0]);
  const whole = Math.max(left[1], right[1]) - Math.min(left[0], right[0]);
  return whole === 0 ? 1 : Math.max(0, width / whole);
}
