// An Avro schema (1.12) prepared: names looked up, so that a recursive one ends in itself.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { CodecError } from '../codec-error.ts';

export type AvroPrimitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  /** As the schema writes it; nothing where a value must be given. */
  readonly preset: Json | undefined;
}

type PrimitiveTypes = {
  [Kind in AvroPrimitive]: {
    readonly kind: Kind;
    readonly logical?: string | undefined;
    readonly scale?: number | undefined;
    /** Of a decimal: the most digits. */
    readonly precision?: number | undefined;
  };
};

/** The type of one kind, or of several. */
export type AvroTypeOf<Kind extends AvroType['kind']> = Extract<AvroType, { kind: Kind }>;

export type AvroType =
  | PrimitiveTypes[AvroPrimitive]
  | { readonly kind: 'record'; readonly name: string; readonly fields: AvroField[] }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | {
      readonly kind: 'fixed';
      readonly name: string;
      readonly size: number;
      readonly logical?: string | undefined;
      readonly scale?: number | undefined;
      /** Of a decimal: the most digits. */
      readonly precision?: number | undefined;
    }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] };

const primitives: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
const isPrimitive = (name: string): name is AvroPrimitive => primitives.has(name);

const maxDepth = 150;
const maxFixed = 16_777_216;

/** Throws `CodecError` with `option` as the name of the option that brought the schema. */
export function avroTypeOf(schema: Json, option = 'schema'): AvroType {
  return new TypeReader(option).read(schema, '', 0);
}

class TypeReader {
  readonly #option: string;
  readonly #named = new Map<string, AvroType>();

  constructor(option: string) {
    this.#option = option;
  }

  #wrong(reason: string): CodecError {
    return CodecError.option(this.#option, `it is no Avro schema: ${reason}`);
  }

  read(schema: Json, namespace: string, depth: number): AvroType {
    if (depth > maxDepth) throw this.#wrong(`it is nested more than ${maxDepth} levels deep`);
    if (typeof schema === 'string') return this.#byName(schema, namespace);
    if (Array.isArray(schema)) {
      const branches = schema.map((branch) => this.read(branch, namespace, depth + 1));
      if (branches.some(({ kind }) => kind === 'union')) throw this.#wrong('a union stands directly in a union');
      return { kind: 'union', branches };
    }
    if (!isJsonObject(schema)) throw this.#wrong(`${JSON.stringify(schema)} is no type`);
    return this.#complex(schema, namespace, depth);
  }

  #byName(name: string, namespace: string): AvroType {
    if (isPrimitive(name)) return { kind: name };
    const found = this.#named.get(fullName(name, namespace)) ?? this.#named.get(name);
    if (found === undefined) throw this.#wrong(`the type “${name.slice(0, 60)}” is not defined before it is used`);
    return found;
  }

  #complex(schema: JsonObject, namespace: string, depth: number): AvroType {
    const { type, logicalType, scale, precision } = schema;
    if (type === 'array') return { kind: 'array', items: this.read(schema['items'] ?? null, namespace, depth + 1) };
    if (type === 'map') return { kind: 'map', values: this.read(schema['values'] ?? null, namespace, depth + 1) };
    if (type === 'record' || type === 'error') return this.#record(schema, namespace, depth);
    if (type === 'enum') return this.#enum(schema, namespace);
    if (type === 'fixed') return this.#fixed(schema, namespace);
    const inner = this.read(type ?? null, namespace, depth + 1);
    if (typeof logicalType !== 'string' || !isPrimitive(inner.kind)) return inner;
    return { kind: inner.kind, logical: logicalType, ...digitsOf(scale, precision) };
  }

  #name(schema: JsonObject, namespace: string): { full: string; inside: string } {
    const { name, namespace: own } = schema;
    if (typeof name !== 'string') throw this.#wrong(`a named type has no name`);
    const full = fullName(name, typeof own === 'string' ? own : namespace);
    if (this.#named.has(full)) throw this.#wrong(`“${full.slice(0, 60)}” is defined twice`);
    return { full, inside: full.slice(0, Math.max(0, full.lastIndexOf('.'))) };
  }

  #record(schema: JsonObject, namespace: string, depth: number): AvroType {
    const { full, inside } = this.#name(schema, namespace);
    const record: AvroType = { kind: 'record', name: full, fields: [] };
    this.#named.set(full, record);
    const fields = schema['fields'];
    if (!Array.isArray(fields)) throw this.#wrong(`the record “${full.slice(0, 60)}” has no fields`);
    for (const field of fields) {
      const name = isJsonObject(field) ? field['name'] : undefined;
      if (!isJsonObject(field) || typeof name !== 'string')
        throw this.#wrong(`a field of “${full.slice(0, 60)}” has no name`);
      const type = this.read(field['type'] ?? null, inside, depth + 1);
      record.fields.push({ name, type, preset: Object.hasOwn(field, 'default') ? field['default'] : undefined });
    }
    return record;
  }

  #enum(schema: JsonObject, namespace: string): AvroType {
    const { full } = this.#name(schema, namespace);
    const { symbols } = schema;
    const isList = Array.isArray(symbols) && symbols.every((symbol) => typeof symbol === 'string');
    if (!isList) throw this.#wrong(`the enum “${full.slice(0, 60)}” has no symbols`);
    const type: AvroType = { kind: 'enum', name: full, symbols };
    this.#named.set(full, type);
    return type;
  }

  #fixed(schema: JsonObject, namespace: string): AvroType {
    const { full } = this.#name(schema, namespace);
    const { size, logicalType, scale, precision } = schema;
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > maxFixed) {
      throw this.#wrong(`the fixed type “${full.slice(0, 60)}” has no size`);
    }
    const logical = typeof logicalType === 'string' ? logicalType : undefined;
    const type: AvroType = { kind: 'fixed', name: full, size, logical, ...digitsOf(scale, precision) };
    this.#named.set(full, type);
    return type;
  }
}

const digitsOf = (scale: unknown, precision: unknown): { scale: number; precision: number | undefined } => ({
  scale: typeof scale === 'number' ? scale : 0,
  precision: typeof precision === 'number' && precision > 0 ? precision : undefined,
});

const fullName = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
