// What a schema with `x-pos` says about lines: where each field stands, and which line is of which type.
import { resolveRef, shapeOf, typeInWords } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { recordSchema } from '../table/row-builder.ts';
import { textReaderFor } from '../table/typed-text.ts';
import type { TextReader } from '../table/typed-text.ts';

export interface FixedField {
  /** Names that lead to it in the record. */
  readonly path: readonly string[];
  /** From 0. */
  readonly start: number;
  readonly length: number;
  readonly isRight: boolean;
  readonly pad: string;
  readonly decimals: number | undefined;
  /** Of a date. */
  readonly pattern: string | undefined;
  readonly constant: string | number | boolean | undefined;
  readonly isText: boolean;
  /** Numbers are written with their sign, a plus too. */
  readonly isSigned: boolean;
  readonly isNullable: boolean;
  readonly read: TextReader | undefined;
  /** What it must be, in words. */
  readonly wanted: string;
}

export interface LineLayout {
  /** In order of their places. */
  readonly fields: readonly FixedField[];
  /** The fields whose constants say that a line is of this type. */
  readonly selectors: readonly FixedField[];
  /** Characters up to the end of the last field. */
  readonly length: number;
}

/** One layout, or one for each alternative of `oneOf`, told apart by fields with `const`. */
export function layoutsOf(schema: DataSchema | undefined): LineLayout[] {
  if (schema === undefined)
    throw CodecError.option('schema', 'fixed width cannot be read without a schema that says where fields stand');
  const record = resolveRef(schema, recordSchema(schema));
  const alternatives = record.oneOf ?? [record];
  return alternatives.map((alternative, at) =>
    layoutOf(schema, alternative, alternatives.length === 1 ? '' : ` of alternative ${at + 1}`),
  );
}

function layoutOf(root: DataSchema, schema: DataSchema, which: string): LineLayout {
  const found: FixedField[] = [];
  addFields(found, { root, schema, path: [] });
  const fields = found.toSorted((one, other) => one.start - other.start);
  if (fields.length === 0) throw CodecError.option('schema', `no field${which} has a position (x-pos)`);
  const selectors = fields.filter((field) => field.constant !== undefined);
  if (which !== '' && selectors.length === 0) {
    throw CodecError.option('schema', `no field${which} has a constant (const) by which its lines can be told`);
  }
  return { fields, selectors, length: Math.max(...fields.map((field) => field.start + field.length)) };
}

/** No line has more fields: a schema whose parts name each other many times over would not end. */
const mostFields = 10_000;

interface Part {
  readonly root: DataSchema;
  readonly schema: DataSchema;
  readonly path: readonly string[];
}

function addFields(found: FixedField[], { root, schema, path }: Part): void {
  for (const { name, schema: property } of shapeOf(root, schema).fields) {
    const own = resolveRef(root, property);
    const here = [...path, name];
    if (own['x-pos'] !== undefined) {
      if (found.length === mostFields)
        throw CodecError.option('schema', `a line has more than ${mostFields.toLocaleString('en')} fields`);
      found.push(fieldOf(root, own, here));
    } else if (shapeOf(root, own).fields.length > 0 && path.length < 20)
      addFields(found, { root, schema: own, path: here });
    else throw CodecError.option('schema', `the field ${here.join('.')} has no position (x-pos)`);
  }
}

function fieldOf(root: DataSchema, schema: DataSchema, path: readonly string[]): FixedField {
  const position = schema['x-pos'];
  const constant = schema.const;
  const { start = 1, length = 1, align, pad, decimals, pattern, sign = false } = position ?? {};
  const { types, nullable } = shapeOf(root, schema);
  const isText = types.length === 0 || types.includes('string');
  if (start + length > 1_000_000)
    throw CodecError.option('schema', `the field ${path.join('.')} lies beyond a million characters`);
  if (pad !== undefined && pad.length !== 1)
    throw CodecError.option('schema', `the pad of ${path.join('.')} must be one character`);
  return {
    path,
    start: start - 1,
    length,
    isRight: align === undefined ? !isText : align === 'right',
    pad: pad ?? ' ',
    decimals,
    pattern,
    constant: constant === null || typeof constant === 'object' ? undefined : constant,
    isText,
    isSigned: sign && !isText,
    isNullable: nullable || !isText,
    read: isText ? undefined : textReaderFor(schema, { root, groups: false }),
    wanted: pattern === undefined ? types.map((type) => typeInWords(type)).join(' or ') : `a date written ${pattern}`,
  };
}
