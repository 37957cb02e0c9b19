// Messages → definitions: names in lowerCamelCase, enumerations as text, 64-bit numbers as numbers or text, bytes as base64.
import { refTo } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import protobuf from 'protobufjs';
import { lookForCircles } from '../circles.ts';
import type { Findings } from '../schema-reading.ts';
import { jsonForm, sixtyFourBits } from './well-known.ts';

const scalars: Readonly<Record<string, DataSchema>> = {
  double: { type: 'number' },
  float: { type: 'number' },
  int32: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  sint32: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  sfixed32: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  uint32: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
  fixed32: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
  int64: sixtyFourBits,
  sint64: sixtyFourBits,
  sfixed64: sixtyFourBits,
  uint64: { ...sixtyFourBits, format: 'uint64' },
  fixed64: { ...sixtyFourBits, format: 'uint64' },
  bool: { type: 'boolean' },
  string: { type: 'string' },
  bytes: { type: 'string', contentEncoding: 'base64' },
};

export class ProtobufConverter {
  readonly definitions = new Map<string, DataSchema>();
  /** Messages that are fields of others. */
  readonly heldTypes = new Set<protobuf.Type>();
  readonly #names = new Map<protobuf.Type, string>();
  readonly #queue: protobuf.Type[] = [];
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  define(type: protobuf.Type): string {
    const known = this.#names.get(type);
    if (known !== undefined) return known;
    const full = type.fullName.slice(1);
    const name = this.definitions.has(type.name) ? full : type.name;
    this.#names.set(type, name);
    this.definitions.set(name, {});
    this.#queue.push(type);
    return name;
  }

  finish(): void {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.definitions.set(this.define(next), this.#message(next));
    }
    lookForCircles(this.definitions, this.definitions.keys(), this.#findings);
  }

  #message(type: protobuf.Type): DataSchema {
    const properties: [string, DataSchema][] = [];
    const required: string[] = [];
    for (const field of type.fieldsArray) {
      const name = jsonName(field);
      properties.push([name, this.#field(field)]);
      if (field.rule === 'required' || field.required || isLegacyRequired(field)) required.push(name);
    }
    return {
      title: type.name,
      ...described(type),
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
    };
  }

  #field(field: protobuf.Field): DataSchema {
    const one = this.#type(field.type, field.declaringField?.parent ?? field.parent);
    const oneof = oneofName(field);
    const rest: DataSchema = {
      ...described(field),
      ...(field.options?.['deprecated'] === true ? { deprecated: true } : {}),
      'x-protobuf': {
        number: field.id,
        name: field.declaringField?.fullName.slice(1) ?? field.name,
        type: field.type,
        ...(oneof === undefined ? {} : { oneof }),
      },
    };
    if (field instanceof protobuf.MapField) return { type: 'object', additionalProperties: one, ...rest };
    return field.repeated ? { type: 'array', items: one, ...rest } : { ...one, ...rest };
  }

  #type(name: string, from: protobuf.NamespaceBase | null): DataSchema {
    const scalar = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
    if (scalar !== undefined) return scalar;
    const found = from?.lookup(name, [protobuf.Type, protobuf.Enum]) ?? null;
    if (found instanceof protobuf.Enum) return { type: 'string', enum: Object.keys(found.values) };
    if (!(found instanceof protobuf.Type)) {
      this.#findings.warning('unknownReference', `The message ${name} is not declared, so it may be anything.`);
      return {};
    }
    const form = jsonForm(found.fullName);
    if (form !== undefined) return form;
    this.heldTypes.add(found);
    return { $ref: refTo(this.define(found)) };
  }
}

/** `proto3 optional` makes a oneof of one field, which is no choice. */
function oneofName(field: protobuf.Field): string | undefined {
  const { partOf } = field;
  return partOf === null || partOf.fieldsArray.length < 2 ? undefined : partOf.name;
}

/** What editions have in the place of `required`. */
function isLegacyRequired(field: protobuf.Field): boolean {
  const features: unknown = field.options?.['features'];
  return typeof features === 'object' && features !== null && 'field_presence' in features
    ? features.field_presence === 'LEGACY_REQUIRED'
    : false;
}

/** As proto3 JSON writes it, unless the field says otherwise; an extension by its full name. */
function jsonName(field: protobuf.Field): string {
  if (field.declaringField !== null && field.declaringField !== undefined)
    return `[${field.declaringField.fullName.slice(1)}]`;
  const own: unknown = field.options?.['json_name'];
  return typeof own === 'string'
    ? own
    : field.name.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function described({ comment }: protobuf.ReflectionObject): DataSchema {
  const text = comment?.replace(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? {} : { description: text };
}
