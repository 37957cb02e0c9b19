// Types of GraphQL → definitions. An interface or union is one of its types, told apart by `__typename`.
import { refTo } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLNamedType,
  GraphQLSchema,
  GraphQLType,
  GraphQLScalarType,
} from 'graphql';
import { withNull } from '../with-null.ts';

/** Scalars by name, lower case: those of the language and those that many servers add. */
const scalars: Readonly<Record<string, DataSchema>> = {
  id: { type: 'string' },
  string: { type: 'string' },
  int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  float: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  localdate: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  datetime: { type: 'string', format: 'date-time' },
  timestamp: { type: 'string', format: 'date-time' },
  timestamptz: { type: 'string', format: 'date-time' },
  duration: { type: 'string', format: 'duration' },
  uuid: { type: 'string', format: 'uuid' },
  url: { type: 'string', format: 'uri' },
  uri: { type: 'string', format: 'uri' },
  email: { type: 'string', format: 'email' },
  emailaddress: { type: 'string', format: 'email' },
  decimal: { type: ['number', 'string'], format: 'decimal' },
  bigdecimal: { type: ['number', 'string'], format: 'decimal' },
  money: { type: ['number', 'string'], format: 'decimal' },
  bigint: { type: ['integer', 'string'], format: 'int64' },
  long: { type: ['integer', 'string'], format: 'int64' },
  base64: { type: 'string', contentEncoding: 'base64' },
};

const maxLists = 20;

interface Typed {
  readonly type: GraphQLType;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

export class GraphqlConverter {
  readonly definitions = new Map<string, DataSchema>();
  readonly #schema: GraphQLSchema;
  readonly #queue: GraphQLNamedType[] = [];
  /** Types that stand for an interface or union somewhere. */
  readonly #possible = new Set<string>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isInterfaceType(type) && !isUnionType(type)) continue;
      for (const one of schema.getPossibleTypes(type)) this.#possible.add(one.name);
    }
  }

  define(type: GraphQLNamedType): string {
    if (!this.definitions.has(type.name)) {
      this.definitions.set(type.name, {});
      this.#queue.push(type);
    }
    return type.name;
  }

  finish(): void {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.definitions.set(next.name, this.#definition(next));
    }
  }

  /** An object of the arguments by name. */
  inputs(args: readonly (GraphQLArgument | GraphQLInputField)[]): DataSchema {
    const required = args
      .filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)
      .map((arg) => arg.name);
    return {
      type: 'object',
      properties: Object.fromEntries(args.map((arg) => [arg.name, this.#input(arg)])),
      ...(required.length > 0 ? { required } : {}),
    };
  }

  output(field: Typed): DataSchema {
    return { ...this.#type(field.type, 0), ...described(field) };
  }

  #input(arg: GraphQLArgument | GraphQLInputField): DataSchema {
    const schema = this.output(arg);
    return arg.defaultValue === undefined || arg.defaultValue === null
      ? schema
      : { ...schema, default: arg.defaultValue as Json };
  }

  #definition(type: GraphQLNamedType): DataSchema {
    const head = { title: type.name, ...described(type) };
    if (isInputObjectType(type))
      return { ...head, ...this.inputs(Object.values(type.getFields())), additionalProperties: false };
    if (isObjectType(type)) return { ...head, ...this.#object(Object.values(type.getFields()), this.#typeName(type)) };
    if (isInterfaceType(type) || isUnionType(type)) {
      const types = this.#schema.getPossibleTypes(type);
      const own =
        isInterfaceType(type) && types.length === 0 ? this.#object(Object.values(type.getFields()), undefined) : {};
      const oneOf = types.map((one) => ({ $ref: refTo(this.define(one)) }));
      return { ...head, ...own, ...(oneOf.length > 0 ? { oneOf, discriminator: { propertyName: '__typename' } } : {}) };
    }
    return {};
  }

  /** Only where a value may be of several types. */
  #typeName(type: GraphQLNamedType): DataSchema | undefined {
    return this.#possible.has(type.name) ? { const: type.name } : undefined;
  }

  #object(fields: readonly GraphQLField<unknown, unknown>[], typeName: DataSchema | undefined): DataSchema {
    const properties: [string, DataSchema][] = fields.map((field) => [field.name, this.output(field)]);
    if (typeName !== undefined) properties.unshift(['__typename', typeName]);
    const required = fields.filter((field) => isNonNullType(field.type)).map((field) => field.name);
    return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) };
  }

  #type(type: GraphQLType, lists: number): DataSchema {
    if (isNonNullType(type)) return this.#sure(type.ofType, lists);
    const schema = this.#sure(type, lists);
    return Object.keys(schema).length === 0 ? schema : withNull(schema);
  }

  #sure(type: GraphQLType, lists: number): DataSchema {
    if (isListType(type)) return lists > maxLists ? {} : { type: 'array', items: this.#type(type.ofType, lists + 1) };
    if (isNonNullType(type)) return this.#sure(type.ofType, lists);
    if (isScalarType(type)) return scalar(type);
    if (isEnumType(type)) return { type: 'string', enum: type.getValues().map((value) => value.name) };
    return { $ref: refTo(this.define(type)) };
  }
}

/** A scalar that is not known may be anything. */
function scalar(type: GraphQLScalarType): DataSchema {
  const name = type.name.toLowerCase();
  const known = Object.hasOwn(scalars, name) ? scalars[name] : undefined;
  return (
    known ??
    (type.specifiedByURL === 'https://tools.ietf.org/html/rfc3339' ? { type: 'string', format: 'date-time' } : {})
  );
}

function described({ description, deprecationReason }: Pick<Typed, 'description' | 'deprecationReason'>): DataSchema {
  return {
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
    ...(typeof deprecationReason === 'string' ? { deprecated: true } : {}),
  };
}
