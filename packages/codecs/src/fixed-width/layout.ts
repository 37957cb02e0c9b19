// What a schema with `x-pos` says about lines: where each field stands, and which line is of which type.
import { resolveRef, shapeOf, typeInWords } from '@patchbay/model/schema';
import type { DataSchema, PositionAnnotation } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { recordSchema } from '../table/row-builder.ts';
import { textReaderFor } from '../table/typed-text.ts';
import type { TextReader } from '../table/typed-text.ts';
import type { DigitSign } from './digit-sign.ts';

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
  /** Numbers are written with their sign, a plus too; of packed and binary ones, whether there may be a minus. */
  readonly isSigned: boolean;
  /** Where the sign stands, if not in front. */
  readonly sign: 'behind' | DigitSign | undefined;
  /** Of numbers that are no text. */
  readonly form: PositionAnnotation['form'];
  /** Of those: the most digits. */
  readonly digits: number;
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
  /** The same for the whole record, where more stands behind. */
  readonly recordLength: number;
  readonly hasBytes: boolean;
}

/** Whether lines hold numbers that are no text: then a line end may be a part of one, and records are told by their length alone. */
export const hasBytes = (layouts: readonly LineLayout[]): boolean => layouts.some((layout) => layout.hasBytes);

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
  const length = fields.reduce((end, field) => Math.max(end, field.start + field.length), 0);
  const whole = resolveRef(root, schema)['x-pos'];
  return {
    fields,
    selectors,
    length,
    recordLength: Math.max(length, whole?.length ?? 0),
    hasBytes: fields.some(({ form }) => form !== undefined),
  };
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
  const { start = 1, length = 1, align, pad, decimals, pattern, sign = false, form } = position ?? {};
  const { types, nullable } = shapeOf(root, schema);
  const isText = types.length === 0 || types.includes('string');
  if (start + length > 1_000_000)
    throw CodecError.option('schema', `the field ${path.join('.')} lies beyond a million characters`);
  if (form !== undefined && length > 20)
    throw CodecError.option(
      'schema',
      `the field ${path.join('.')} is ${length} bytes long, and no packed or binary number is`,
    );
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
    isSigned: sign !== false && (!isText || form !== undefined),
    sign: typeof sign === 'string' ? sign : undefined,
    form,
    digits: position?.digits ?? (form === 'packed' ? length * 2 - 1 : 38),
    isNullable: nullable || !isText,
    read: isText ? undefined : textReaderFor(schema, { root, groups: false }),
    wanted:
      form === 'packed'
        ? 'a packed decimal number'
        : pattern === undefined
          ? types.map((type) => typeInWords(type)).join(' or ')
          : `a date written ${pattern}`,
  };
}
