// One Avro type after another → DataSchema; records become definitions, so recursion stays a reference.
import { isJsonObject, refTo, unescapePointer } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { withNull } from '../with-null.ts';
import { namedType } from './avro-names.ts';
import type { AvroNames, NamedType } from './avro-names.ts';

const maxDepth = 150;

const primitives: Readonly<Record<string, DataSchema>> = {
  null: { type: 'null' },
  boolean: { type: 'boolean' },
  int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  long: { type: 'integer', format: 'int64' },
  float: { type: 'number' },
  double: { type: 'number' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  string: { type: 'string' },
};

/** Dates and times are ISO 8601 text in values, decimals text of digits. */
const logical: Readonly<Record<string, DataSchema>> = {
  decimal: { type: 'string', format: 'decimal' },
  'big-decimal': { type: 'string', format: 'decimal' },
  uuid: { type: 'string', format: 'uuid' },
  date: { type: 'string', format: 'date' },
  'time-millis': { type: 'string', format: 'time' },
  'time-micros': { type: 'string', format: 'time' },
  'timestamp-millis': { type: 'string', format: 'date-time' },
  'timestamp-micros': { type: 'string', format: 'date-time' },
  'timestamp-nanos': { type: 'string', format: 'date-time' },
  'local-timestamp-millis': { type: 'string', format: 'date-time' },
  'local-timestamp-micros': { type: 'string', format: 'date-time' },
  'local-timestamp-nanos': { type: 'string', format: 'date-time' },
  duration: { type: 'string', format: 'duration' },
};

export class AvroConverter {
  readonly definitions = new Map<string, DataSchema>();
  readonly #names: AvroNames;
  readonly #findings: Findings;
  #depth = 0;

  constructor(names: AvroNames, findings: Findings) {
    this.#names = names;
    this.#findings = findings;
  }

  /** The definition that a converted type is, when it is a record. */
  definitionName(schema: DataSchema): string | undefined {
    return schema.$ref === undefined ? undefined : unescapePointer(schema.$ref.slice('#/$defs/'.length));
  }

  convert(type: Json, namespace: string): DataSchema {
    if (this.#depth > maxDepth) {
      const message = `The types are nested more than ${maxDepth} levels deep; what is below may be anything.`;
      this.#findings.warning('tooLarge', message);
      return {};
    }
    this.#depth += 1;
    try {
      if (typeof type === 'string') return this.#byName(type, namespace);
      if (Array.isArray(type)) return this.#union(type, namespace);
      return isJsonObject(type) ? this.#object(type, namespace) : this.#unknown(JSON.stringify(type));
    } finally {
      this.#depth -= 1;
    }
  }

  #unknown(what: string): DataSchema {
    this.#findings.warning('unknownType', `The Avro type ${what} is not known, so it may be anything.`);
    return {};
  }

  #byName(name: string, namespace: string): DataSchema {
    const primitive = Object.hasOwn(primitives, name) ? primitives[name] : undefined;
    if (primitive !== undefined) return { ...primitive, 'x-avro': { type: name } };
    const found = this.#names.find(name, namespace);
    return found === undefined ? this.#unknown(name) : this.#named(found);
  }

  /** Null makes the rest nullable; of several others, one. */
  #union(branches: readonly Json[], namespace: string): DataSchema {
    const others = branches.filter((branch) => !isNull(branch)).map((branch) => this.convert(branch, namespace));
    const [only] = others;
    if (only === undefined) return { type: 'null' };
    const schema = others.length === 1 ? only : { oneOf: others };
    return others.length === branches.length ? schema : withNull(schema);
  }

  #object(type: JsonObject, namespace: string): DataSchema {
    const named = namedType(type, namespace);
    if (named !== undefined) return this.#named(this.#names.find(named.fullName, '') ?? named);
    const inner = type['type'];
    if (inner === 'array') return { type: 'array', items: this.convert(type['items'] ?? 'null', namespace) };
    if (inner === 'map')
      return { type: 'object', additionalProperties: this.convert(type['values'] ?? 'null', namespace) };
    if (typeof type['$ref'] === 'string') return this.#unknown(type['$ref']);
    if (inner === undefined) return this.#unknown(JSON.stringify(type).slice(0, 80));
    return withLogical(this.convert(inner, namespace), type);
  }

  #named({ fullName, namespace, type }: NamedType): DataSchema {
    const kind = typeof type['type'] === 'string' ? type['type'] : '';
    const annotation = { name: fullName, type: kind };
    const description = typeof type['doc'] === 'string' ? { description: type['doc'] } : {};
    if (type['type'] === 'enum') {
      const symbols = Array.isArray(type['symbols']) ? type['symbols'] : [];
      return { type: 'string', enum: symbols, ...description, 'x-avro': annotation };
    }
    if (type['type'] === 'fixed') {
      const size = typeof type['size'] === 'number' ? { size: type['size'] } : {};
      const fixed: DataSchema = {
        type: 'string',
        contentEncoding: 'base64',
        ...description,
        'x-avro': { ...annotation, ...size },
      };
      return withLogical(fixed, type);
    }
    if (!this.definitions.has(fullName)) {
      this.definitions.set(fullName, {});
      this.definitions.set(fullName, { ...this.#record(type, namespace), ...description, 'x-avro': annotation });
    }
    return { $ref: refTo(fullName) };
  }

  #record(type: JsonObject, namespace: string): DataSchema {
    const properties: [string, DataSchema][] = [];
    const required: string[] = [];
    const fields = Array.isArray(type['fields']) ? type['fields'] : [];
    for (const field of fields) {
      if (!isJsonObject(field) || typeof field['name'] !== 'string') continue;
      const { name } = field;
      const schema = this.convert(field['type'] ?? 'null', namespace);
      properties.push([name, withField(schema, field)]);
      if (field['default'] === undefined) required.push(name);
    }
    const title = typeof type['name'] === 'string' ? { title: type['name'].replace(/^.*\./, '') } : {};
    return {
      ...title,
      type: 'object',
      properties: Object.fromEntries(properties),
      required,
      additionalProperties: false,
    };
  }
}

const isNull = (branch: Json): boolean => branch === 'null' || (isJsonObject(branch) && branch['type'] === 'null');

function withLogical(schema: DataSchema, type: JsonObject): DataSchema {
  const { logicalType, precision, scale } = type;
  if (typeof logicalType !== 'string') return schema;
  const known = Object.hasOwn(logical, logicalType) ? logical[logicalType] : undefined;
  const annotation = {
    ...schema['x-avro'],
    logicalType,
    ...(typeof precision === 'number' ? { precision } : {}),
    ...(typeof scale === 'number' ? { scale } : {}),
  };
  const { description } = schema;
  const base = known === undefined ? schema : { ...known, ...(description === undefined ? {} : { description }) };
  return { ...base, 'x-avro': annotation };
}

function withField(schema: DataSchema, field: JsonObject): DataSchema {
  const value = field['default'];
  const isBytes = schema['contentEncoding'] !== undefined;
  return {
    ...schema,
    ...(typeof field['doc'] === 'string' ? { description: field['doc'] } : {}),
    ...(value === undefined || value === null || isBytes ? {} : { default: value }),
  };
}
