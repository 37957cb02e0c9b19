// A prepared schema → a function that reads its values, as JSON: unions bare, bytes as base64, logical types as text.
import type { Json, JsonObject } from '@patchbay/model/schema';
import { toBase64 } from '../value/base64.ts';
import { setField } from '../value/set-field.ts';
import type { AvroPrimitive, AvroType, AvroTypeOf } from './avro-type.ts';
import type { ByteReader } from './byte-reader.ts';
import { readDecimal, readDuration, readTime, uuidText } from './logical-values.ts';

export type AvroRead = (reader: ByteReader) => Json;

const maxDepth = 200;
/** Items that take no bytes (null, an empty record) could be as many as a number can say. */
const maxEmptyItems = 1_000_000;
/** Objects with more names than this take far more memory for each. */
const manyFields = 1000;

export function decoderOf(type: AvroType): AvroRead {
  const known = new Map<AvroType, AvroRead>();
  const compile = (inner: AvroType): AvroRead => {
    const made = known.get(inner);
    if (made !== undefined) return made;
    // A recursive type refers to itself before it is made.
    let read: AvroRead | undefined;
    known.set(inner, (reader) => (read === undefined ? null : read(reader)));
    read = compileType(inner, compile);
    known.set(inner, read);
    return read;
  };
  return compile(type);
}

function compileType(type: AvroType, compile: (type: AvroType) => AvroRead): AvroRead {
  switch (type.kind) {
    case 'record':
      return recordReader(type.fields.map(({ name, type: inner }) => [name, compile(inner)] as const));
    case 'array':
      return arrayReader(compile(type.items), takesNothing(type.items));
    case 'map':
      return mapReader(compile(type.values));
    case 'union': {
      const branches = type.branches.map((branch) => compile(branch));
      return (reader) => {
        const branch = branches[reader.int()];
        if (branch === undefined) throw reader.mistake('a union has no such branch');
        return branch(reader);
      };
    }
    case 'enum': {
      const { symbols } = type;
      return (reader) => {
        const symbol = symbols[reader.int()];
        if (symbol === undefined) throw reader.mistake('an enum has no such symbol');
        return symbol;
      };
    }
    case 'fixed':
      return fixedReader(type);
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
      return primitiveReader(type);
  }
}

/** One level deeper; the count comes back with the value. */
function nested(reader: ByteReader, read: () => Json): Json {
  if (reader.depth >= maxDepth) throw reader.mistake(`it is nested more than ${maxDepth} levels deep`);
  reader.depth += 1;
  const value = read();
  reader.depth -= 1;
  return value;
}

function recordReader(fields: readonly (readonly [name: string, read: AvroRead])[]): AvroRead {
  const template: JsonObject = Object.fromEntries(fields.map(([name]) => [name, null]));
  const cost = (fields.length + 1) * (fields.length > manyFields ? 4 : 1);
  return (reader) =>
    nested(reader, () => {
      reader.spend(cost);
      const record = { ...template };
      for (const [name, read] of fields) record[name] = read(reader);
      return record;
    });
}

/** Blocks of items, each with its count; a negative count is followed by the size of the block. */
function blockCount(reader: ByteReader): number {
  const count = reader.long();
  if (typeof count === 'string') throw reader.mistake('a list says that it has too many items');
  if (count >= 0) return count;
  reader.long();
  return -count;
}

function arrayReader(read: AvroRead, isEmpty: boolean): AvroRead {
  return (reader) =>
    nested(reader, () => {
      const items: Json[] = [];
      for (let count = blockCount(reader); count > 0; count = blockCount(reader)) {
        const most = isEmpty ? maxEmptyItems - items.length : reader.left;
        if (count > most) throw reader.mistake('a list says that it has more items than there are');
        if (isEmpty) reader.spend(count);
        for (let at = 0; at < count; at += 1) items.push(read(reader));
      }
      return items;
    });
}

function mapReader(read: AvroRead): AvroRead {
  return (reader) =>
    nested(reader, () => {
      const map: JsonObject = {};
      for (let count = blockCount(reader); count > 0; count = blockCount(reader)) {
        if (count > reader.left) throw reader.mistake('a map says that it has more entries than there are');
        for (let at = 0; at < count; at += 1) setField(map, reader.text(), read(reader));
      }
      return map;
    });
}

/** Whether a value may take no bytes at all. */
function takesNothing(type: AvroType, depth = 0): boolean {
  if (type.kind === 'record') return depth < 20 && type.fields.every((field) => takesNothing(field.type, depth + 1));
  return type.kind === 'null' || (type.kind === 'fixed' && type.size === 0);
}

function fixedReader({ size, logical, scale = 0 }: AvroTypeOf<'fixed'>): AvroRead {
  if (logical === 'decimal') return (reader) => readDecimal(reader.take(size), scale);
  if (logical === 'duration' && size === 12) return (reader) => readDuration(reader.take(size));
  if (logical === 'uuid' && size === 16) return (reader) => uuidText(reader.take(size));
  return (reader) => toBase64(reader.take(size));
}

function primitiveReader(type: AvroTypeOf<AvroPrimitive>): AvroRead {
  const { kind, logical, scale = 0 } = type;
  switch (kind) {
    case 'null':
      return () => null;
    case 'boolean':
      return (reader) => {
        const byte = reader.byte();
        if (byte > 1) throw reader.mistake('a boolean is neither 0 nor 1');
        return byte === 1;
      };
    case 'int':
      return timed(logical, (reader) => reader.int());
    case 'long':
      return timed(logical, (reader) => reader.long());
    case 'float':
      return (reader) => finite(reader.float());
    case 'double':
      return (reader) => finite(reader.double());
    case 'bytes':
      if (logical === 'decimal') return (reader) => readDecimal(reader.take(reader.length()), scale);
      return (reader) => toBase64(reader.take(reader.length()));
    case 'string':
      return (reader) => reader.text();
  }
}

/** JSON has no NaN and nothing infinite: those become their names. */
const finite = (value: number): Json => (Number.isFinite(value) ? value : String(value));

/** A number that is no date keeps being a number. */
function timed(logical: string | undefined, read: (reader: ByteReader) => number | string): AvroRead {
  if (logical === undefined || !/^(date|time-\w+|(local-)?timestamp-\w+)$/.test(logical)) return read;
  return (reader) => {
    const value = read(reader);
    return readTime(logical, value) ?? value;
  };
}
