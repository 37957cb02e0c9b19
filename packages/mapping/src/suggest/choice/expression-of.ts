// The text of a rule for a pair: the source's path as it reads inside the loops around the target, with a conversion where needed.
import { parsePath, printPath } from '@patchbay/model/expression';
import type { PathStep } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import type { Field } from '../fields/field.ts';
import type { ValueKind } from '../evidence/type-fit.ts';
import type { ValueProfile } from '../evidence/value-profile.ts';
import type { Conversion } from '../suggestion.ts';
import type { Reach } from './choose.ts';

/** A loop in force: the array it walks and the name of its item. */
export interface OpenLoop {
  readonly array: Field;
  readonly alias: string;
}

/** The root of a source as steps; what is no path is taken for a name. */
export const rootSteps = (name: string): readonly PathStep[] => parsePath(name) ?? [{ kind: 'name', name }];

/**
 * @param loops those around the target, outermost first.
 * @param first lists on the way that no loop walks are read at their first item.
 */
export function pathText(field: Field, at: { root: string; loops: readonly OpenLoop[]; first: boolean }): string {
  const loop = at.loops.findLast(({ array }) => array.root === field.root && isInside(field.path, array.path));
  const start: readonly PathStep[] = loop === undefined ? rootSteps(at.root) : [{ kind: 'name', name: loop.alias }];
  const rest = loop === undefined ? field.path : field.path.slice(loop.array.path.length + 1);
  const steps = rest.flatMap((step): PathStep[] => {
    if (step !== '[]') return [{ kind: 'name', name: step }];
    return at.first ? [{ kind: 'index', index: 0 }] : [];
  });
  return printPath([...start, ...steps]);
}

const isInside = (path: readonly string[], array: readonly string[]): boolean =>
  path.length > array.length && path[array.length] === '[]' && array.every((step, at) => path[at] === step);

export interface ConversionRequest {
  readonly path: string;
  readonly reach: Reach;
  readonly source: { field: Field; declared: ValueKind; kind: ValueKind; profile: ValueProfile | undefined };
  readonly target: { field: Field; declared: ValueKind };
}

/** What is done to a value of the one kind to become one of the other. */
export function convert(request: ConversionRequest): { expression: string; conversion: Conversion } {
  const { path, reach, source, target } = request;
  if (reach === 'first') return { expression: path, conversion: 'first' };
  if (target.field.kind === 'list' && source.field.kind === 'value' && reach !== 'collected') {
    return source.kind === 'text' || source.kind === 'any'
      ? { expression: `MAP(TEXTSPLIT(${path}, ','), part -> TRIM(part))`, conversion: 'split' }
      : { expression: `LIST(${path})`, conversion: 'list' };
  }
  if (target.field.kind === 'list') return { expression: path, conversion: 'none' };
  if (source.field.kind === 'list') return { expression: `FIRST(${path})`, conversion: 'first' };
  if (needsLookup(source, target.field)) return { expression: path, conversion: 'lookup' };
  return converted(path, source, target.declared);
}

function converted(
  path: string,
  source: ConversionRequest['source'],
  target: ValueKind,
): { expression: string; conversion: Conversion } {
  const plain = { expression: path, conversion: 'none' } as const;
  const from = source.declared;
  const isText = !['boolean', 'integer', 'number', 'any', 'structure'].includes(from);
  if (target === 'number' && isText) return { expression: `NUMBER(${path})`, conversion: 'number' };
  if (target === 'integer' && (isText || from === 'number'))
    return { expression: `INTEGER(${path})`, conversion: 'integer' };
  if (target === 'boolean' && (isText || from === 'integer'))
    return { expression: `BOOLEAN(${path})`, conversion: 'boolean' };
  if (target === 'text' && ['boolean', 'integer', 'number'].includes(from))
    return { expression: `TEXT(${path})`, conversion: 'text' };
  if (target === 'date') return toDate(path, source);
  if (target === 'dateTime' && (source.kind === 'text' || source.kind === 'date') && from !== 'dateTime') {
    const pattern = datePattern(source.profile);
    return pattern === undefined ? plain : { expression: `DATEVALUE(${path}, '${pattern}')`, conversion: 'dateTime' };
  }
  return plain;
}

function toDate(path: string, source: ConversionRequest['source']): { expression: string; conversion: Conversion } {
  if (source.declared === 'date' && datePattern(source.profile) === undefined)
    return { expression: path, conversion: 'none' };
  if (source.declared === 'integer' || source.declared === 'number' || source.declared === 'boolean') {
    return { expression: path, conversion: 'none' };
  }
  const pattern = datePattern(source.profile);
  return {
    expression: pattern === undefined ? `DATEVALUE(${path})` : `DATEVALUE(${path}, '${pattern}')`,
    conversion: 'date',
  };
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^\d{2}\.\d{2}\.\d{4}$/, 'dd.MM.yyyy'],
  [/^\d{1,2}\.\d{1,2}\.\d{4}$/, 'd.M.yyyy'],
  [/^(19|20)\d{6}$/, 'yyyyMMdd'],
];

/** The pattern that all sample values have, where it is not ISO. Days and months that slashes leave open are not guessed. */
function datePattern(profile: ValueProfile | undefined): string | undefined {
  if (profile === undefined || profile.values.size === 0) return undefined;
  return patterns.find(([form]) => [...profile.values].every((value) => form.test(value)))?.[1];
}

/** Both sides name their values and some of the source's are none of the target's: a table has to translate. */
function needsLookup(source: ConversionRequest['source'], target: Field): boolean {
  const wanted = target.schema.enum;
  if (wanted === undefined) return false;
  const allowed = new Set(wanted.map(plainText));
  const given = source.field.schema.enum?.map(plainText);
  if (given !== undefined) return given.some((value) => !allowed.has(value));
  const folded = new Set([...allowed].map((value) => value.toLowerCase()));
  return source.profile !== undefined && [...source.profile.values].some((value) => !folded.has(value));
}

const plainText = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
