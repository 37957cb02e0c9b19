// A prepared schema → a function that writes its values. What does not fit is refused with its path.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';
import { fromBase64, toBase64 } from '../value/base64.ts';
import { ownField } from '../value/set-field.ts';
import type { AvroField, AvroPrimitive, AvroType, AvroTypeOf } from './avro-type.ts';
import type { ByteWriter } from './byte-writer.ts';
import { uuidBytes, writeDecimal, writeDuration, writeTime } from './logical-values.ts';

const maxDepth = 200;

export function encodeAvro(type: AvroType, value: Json, { writer, path }: { writer: ByteWriter; path: string }): void {
  new Encoder(writer).write(type, value, [path]);
}

const refused = (path: readonly string[], reason: string): CodecError =>
  CodecError.value('Avro', reason, path.join('.'));

const inWords = (value: Json): string => {
  const text =
    typeof value === 'object' && value !== null
      ? Array.isArray(value)
        ? 'a list'
        : 'an object'
      : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

class Encoder {
  readonly #writer: ByteWriter;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  write(type: AvroType, value: Json, path: readonly string[]): void {
    if (path.length > maxDepth) throw refused(path, `it is nested more than ${maxDepth} levels deep`);
    switch (type.kind) {
      case 'record':
        this.#record(type, value, path);
        return;
      case 'array':
        if (!Array.isArray(value)) throw refused(path, `${inWords(value)} stands where a list belongs`);
        if (value.length > 0) this.#writer.long(value.length);
        for (const [at, item] of value.entries()) this.write(type.items, item, [...path, `[${at}]`]);
        this.#writer.byte(0);
        return;
      case 'map':
        this.#map(type.values, value, path);
        return;
      case 'union':
        this.#union(type.branches, value, path);
        return;
      case 'enum': {
        const index = typeof value === 'string' ? type.symbols.indexOf(value) : -1;
        if (index === -1) throw refused(path, `${inWords(value)} is none of ${type.symbols.slice(0, 10).join(', ')}`);
        this.#writer.long(index);
        return;
      }
      case 'null':
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
      case 'fixed': {
        const isWrong = this.#scalar(type, value);
        if (isWrong) throw refused(path, `${inWords(value)} is not ${wanted(type)}`);
      }
    }
  }

  #record({ name, fields }: AvroTypeOf<'record'>, value: Json, path: readonly string[]): void {
    if (!isJsonObject(value)) throw refused(path, `${inWords(value)} stands where a record ${name} belongs`);
    const names = new Set(fields.map((field) => field.name));
    const unknown = Object.keys(value).find((key) => !names.has(key));
    if (unknown !== undefined) throw refused(path, `the record ${name} has no field “${unknown}”`);
    for (const field of fields)
      this.write(field.type, fieldValue(field, ownField(value, field.name), path), [...path, field.name]);
  }

  #map(values: AvroType, value: Json, path: readonly string[]): void {
    if (!isJsonObject(value)) throw refused(path, `${inWords(value)} stands where an object belongs`);
    const entries = Object.entries(value);
    if (entries.length > 0) this.#writer.long(entries.length);
    for (const [key, item] of entries) {
      this.#writer.text(key);
      this.write(values, item, [...path, key]);
    }
    this.#writer.byte(0);
  }

  /** The first branch that admits the value; among records, one that knows all its names. */
  #union(branches: readonly AvroType[], value: Json, path: readonly string[]): void {
    const index = branches.findIndex((branch) => admits(branch, value));
    const branch = branches[index];
    if (branch === undefined) throw refused(path, `${inWords(value)} is none of what may stand there`);
    this.#writer.long(index);
    this.write(branch, value, path);
  }

  /** True when the value is not of the type. */
  #scalar(type: AvroTypeOf<AvroPrimitive | 'fixed'>, value: Json): boolean {
    const writer = this.#writer;
    switch (type.kind) {
      case 'null':
        return value !== null;
      case 'boolean':
        if (typeof value !== 'boolean') return true;
        writer.byte(value ? 1 : 0);
        return false;
      case 'int':
      case 'long': {
        const number = wholeNumber(value, type);
        if (number === undefined) return true;
        writer.long(number);
        return false;
      }
      case 'float':
      case 'double': {
        const number = realNumber(value);
        if (number === undefined) return true;
        if (type.kind === 'float') writer.float(number);
        else writer.double(number);
        return false;
      }
      case 'string':
        if (typeof value !== 'string' || !value.isWellFormed()) return true;
        writer.text(value);
        return false;
      case 'bytes':
      case 'fixed': {
        const bytes = bytesOf(type, value);
        if (bytes === undefined) return true;
        if (type.kind === 'fixed') writer.raw(bytes);
        else writer.bytes(bytes);
        return false;
      }
    }
  }
}

/** What is written for a field that the value lacks: its default, or null where that may stand. */
function fieldValue({ name, type, preset }: AvroField, value: Json | undefined, path: readonly string[]): Json {
  if (value !== undefined) return value;
  if (preset !== undefined) return presetValue(type, preset);
  if (admits(type, null)) return null;
  throw refused([...path, name], 'it is missing, and the schema has no default for it');
}

/** Defaults of bytes are written in the schema as text, a character for each byte. Of a union they are of its first branch. */
function presetValue(type: AvroType, preset: Json): Json {
  const own = type.kind === 'union' ? type.branches[0] : type;
  const isBytes = (own?.kind === 'bytes' || own?.kind === 'fixed') && own.logical === undefined;
  return isBytes && typeof preset === 'string'
    ? toBase64(Uint8Array.from(preset, (letter) => letter.charCodeAt(0)))
    : preset;
}

function admits(type: AvroType, value: Json): boolean {
  switch (type.kind) {
    case 'union':
      return type.branches.some((branch) => admits(branch, value));
    case 'record': {
      if (!isJsonObject(value)) return false;
      const names = new Set(type.fields.map((field) => field.name));
      const isWhole = type.fields.every(
        (field) => Object.hasOwn(value, field.name) || field.preset !== undefined || admits(field.type, null),
      );
      return isWhole && Object.keys(value).every((key) => names.has(key));
    }
    case 'array':
      return Array.isArray(value);
    case 'map':
      return isJsonObject(value);
    case 'enum':
      return typeof value === 'string' && type.symbols.includes(value);
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
    case 'long':
      return wholeNumber(value, type) !== undefined;
    case 'float':
    case 'double':
      return realNumber(value) !== undefined;
    case 'string':
      return typeof value === 'string';
    case 'bytes':
    case 'fixed':
      return bytesOf(type, value) !== undefined;
  }
}

function wholeNumber(value: Json, { kind, logical }: AvroTypeOf<'int' | 'long'>): number | bigint | undefined {
  if (logical !== undefined && typeof value === 'string') {
    const time = writeTime(logical, value);
    if (time !== undefined) return time;
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return kind === 'long' || (value >= -2_147_483_648 && value <= 2_147_483_647) ? value : undefined;
  }
  if (kind === 'int' || typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return undefined;
  const wide = BigInt(value);
  return wide >= -(2n ** 63n) && wide < 2n ** 63n ? wide : undefined;
}

function realNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

/** Significant digits of a decimal once it is written with its scale. */
function digitsIn(text: string, scale: number): number {
  const [, whole = '', fraction = ''] = /^[+-]?(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  return `${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`.replace(/^0+/, '').length;
}

function bytesOf(type: AvroTypeOf<'bytes' | 'fixed'>, value: Json): Uint8Array | undefined {
  const size = type.kind === 'fixed' ? type.size : undefined;
  if (type.logical === 'decimal' && (typeof value === 'string' || typeof value === 'number')) {
    const { scale = 0, precision = Infinity } = type;
    return digitsIn(String(value), scale) > precision ? undefined : writeDecimal(String(value), scale, size);
  }
  if (typeof value !== 'string') return undefined;
  if (type.logical === 'duration') return writeDuration(value);
  const bytes = type.logical === 'uuid' ? uuidBytes(value) : fromBase64(value);
  return size === undefined || bytes?.length === size ? bytes : undefined;
}

function wanted(type: AvroType): string {
  if (!('logical' in type) || type.logical === undefined)
    return type.kind === 'fixed' ? `base64 of ${type.size} bytes` : `a value of the type ${type.kind}`;
  return `a value of the type ${type.logical}`;
}
