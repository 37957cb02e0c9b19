// GraphQL (SDL, or the answer to an introspection query) → the schemas of types, and of what root fields take and give.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import {
  buildASTSchema,
  buildClientSchema,
  GraphQLError,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isTypeDefinitionNode,
  isUnionType,
  Kind,
  parse,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLNamedType,
  GraphQLSchema,
  IntrospectionQuery,
  ScalarTypeDefinitionNode,
} from 'graphql';
import { breakEmptyCircles, nameEndless } from './circles.ts';
import { GraphqlConverter } from './graphql/graphql-converter.ts';
import { inputText } from './input-text.ts';
import { jsonOf } from './json-text.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { definitionAsSchema, namedLazily, withDefinitions } from './with-definitions.ts';

const maxTokens = 300_000;

/** Types first, then `query orders result`, `mutation createOrder arguments` and the like. */
export function readGraphqlSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const text = inputText(input, { findings, file: options.name, what: 'a GraphQL schema', maxLength: maxSchemaLength });
  const schema = text === undefined ? undefined : schemaOf(text, { findings, file: options.name });
  if (schema === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const converter = new GraphqlConverter(schema);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isDataType(type) && !type.name.startsWith('__') && !roots.some((root) => root === type),
  );
  const names = types.map((type) => converter.define(type));
  const operations = operationsOf(schema, converter);
  converter.finish();
  breakEmptyCircles(converter.definitions, converter.definitions.keys(), findings);
  // Of what a server answers, a query takes as much as it wants.
  const inputs = types.filter(isInputObjectType).map((type) => converter.define(type));
  nameEndless(converter.definitions, inputs, findings);
  nameInterfaceCircles(types, findings);
  const schemas = [
    ...names.map((name) => namedLazily(name, () => definitionAsSchema(name, converter.definitions))),
    ...operations.map(({ name, schema: own }) => namedLazily(name, () => withDefinitions(own, converter.definitions))),
  ];
  if (schemas.length === 0) findings.warning('nothing', 'The schema declares no types.', { file: options.name });
  return { schemas, diagnostics: findings.diagnostics };
}

/** graphql-js is told to trust the text, so it does not say this itself. */
function nameInterfaceCircles(types: readonly GraphQLNamedType[], findings: Findings): void {
  for (const type of types.filter(isInterfaceType)) {
    const above = new Set(type.getInterfaces());
    for (const one of above) for (const next of one.getInterfaces()) above.add(next);
    if (!above.has(type)) continue;
    const message = `The interface ${type.name} implements itself, by ${[...above].map(({ name }) => name).join(', ')}. Its own fields are taken; mend it where the schema is made.`;
    findings.warning('circle', message);
  }
}

const isDataType = (type: GraphQLNamedType): boolean =>
  isObjectType(type) || isInputObjectType(type) || isInterfaceType(type) || isUnionType(type);

interface Place {
  readonly findings: Findings;
  readonly file: string | undefined;
}

function schemaOf(text: string, { findings, file }: Place): GraphQLSchema | undefined {
  try {
    if (/^\s*\{\s*"/.test(text)) {
      const json = jsonOf(text, { findings, file });
      const answer = introspectionIn(json);
      if (answer !== undefined) return schemaOfAnswer(answer, { findings, file });
      if (json !== undefined)
        findings.error('notGraphql', 'This JSON is no answer to an introspection query: “__schema” is missing.', {
          file,
        });
      return undefined;
    }
    const document = withMissingTypes(parse(text, { maxTokens }), { findings, file });
    return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const place = cause instanceof GraphQLError ? cause.locations?.[0] : undefined;
    const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
    const start = cause instanceof GraphQLError ? cause.positions?.[0] : undefined;
    const reason = cause.message.replace(/^Syntax Error: /, '').replace(/\.$/, '');
    findings.error('syntax', `The text is no valid GraphQL schema: ${reason}${where}.`, { file, start });
    return undefined;
  }
}

/** graphql-js trusts the answer: where it has another form, the mistake is a `TypeError` of its own. */
function schemaOfAnswer(answer: IntrospectionQuery, { findings, file }: Place): GraphQLSchema | undefined {
  try {
    return buildClientSchema(answer, { assumeValid: true });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const message =
      'The answer to the introspection query is not whole: types, fields or arguments in it have another form. Ask the API again with the query of graphql-js (getIntrospectionQuery), or import its SDL.';
    findings.error('introspection', message, { file });
    return undefined;
  }
}

const ownScalars = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

/** A type that is used but not declared becomes a scalar that may be anything, so that the rest can be read. */
function withMissingTypes(document: DocumentNode, { findings, file }: Place): DocumentNode {
  const declared = new Set<string>(ownScalars);
  const missing = new Map<string, number | undefined>();
  for (const definition of document.definitions) {
    if (isTypeDefinitionNode(definition)) declared.add(definition.name.value);
  }
  visit(document, {
    NamedType: ({ name, loc }) => {
      if (!declared.has(name.value)) missing.set(name.value, missing.get(name.value) ?? loc?.start);
    },
  });
  for (const [name, start] of missing) {
    findings.warning('unknownReference', `The type ${name} is not declared, so it may be anything.`, { file, start });
  }
  const scalars = [...missing.keys()].map((name): ScalarTypeDefinitionNode => ({
    kind: Kind.SCALAR_TYPE_DEFINITION,
    name: { kind: Kind.NAME, value: name },
  }));
  return { ...document, definitions: [...document.definitions, ...scalars] };
}

function introspectionIn(json: Json | undefined): IntrospectionQuery | undefined {
  const holder = isJsonObject(json) && isJsonObject(json['data']) ? json['data'] : json;
  return isJsonObject(holder) && isJsonObject(holder['__schema'])
    ? (holder as unknown as IntrospectionQuery)
    : undefined;
}

function operationsOf(schema: GraphQLSchema, converter: GraphqlConverter): NamedSchema[] {
  const kinds = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return kinds.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) => [
      ...(field.args.length === 0
        ? []
        : [{ name: `${kind} ${field.name} arguments`, schema: converter.inputs(field.args) }]),
      { name: `${kind} ${field.name} result`, schema: converter.output(field) },
    ]),
  );
}
