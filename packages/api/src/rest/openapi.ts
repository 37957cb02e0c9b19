// The OpenAPI 3.1 description, made from the same schemas that check the requests.
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { RestEndpoint } from './rest-endpoints.ts';

type JsonSchema = Record<string, unknown>;

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457 problem document',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, and what to do next' },
    code: { type: 'string', description: 'Stable, for programs' },
    requestId: { type: 'string' },
    diagnostics: { type: 'array', items: { type: 'object' } },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};

const problemResponse = (description: string): JsonSchema => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** Schemas that refer to themselves keep their definitions; these move to the components of the whole document. */
class Components {
  readonly schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  readonly #names = new Map<string, string>();

  /** The schema with its references led to the components. */
  add(schema: z.ZodType, io: 'input' | 'output', name: string): JsonSchema {
    const made = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as JsonSchema;
    const { $schema: _dialect, $defs = {}, ...root } = made;
    const definitions = $defs as Record<string, JsonSchema>;
    const renamed = new Map<string, string>();
    for (const [id, definition] of Object.entries(definitions)) {
      const text = JSON.stringify(definition);
      const known = this.#names.get(`${io}${text}`);
      const component = known ?? `${name}_${id.replaceAll(/\W/g, '')}`;
      renamed.set(id, component);
      this.#names.set(`${io}${text}`, component);
    }
    const rootName = `${name}_${io}`;
    let ownRoot = false;
    const lead = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(lead);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          if (key !== '$ref' || typeof inner !== 'string') return [key, lead(inner)];
          if (inner === '#') {
            ownRoot = true;
            return [key, `#/components/schemas/${rootName}`];
          }
          const id = inner.replace('#/$defs/', '');
          return [key, `#/components/schemas/${renamed.get(id) ?? id}`];
        }),
      );
    };
    for (const [id, definition] of Object.entries(definitions)) {
      this.schemas[renamed.get(id) ?? id] ??= lead(definition) as JsonSchema;
    }
    const led = lead(root) as JsonSchema;
    if (!ownRoot) return led;
    this.schemas[rootName] = led;
    return { $ref: `#/components/schemas/${rootName}` };
  }
}

/** Half a second of work: between two endpoints others have their turn. */
export async function openApiDocument(endpoints: readonly RestEndpoint[], version: string): Promise<JsonSchema> {
  const components = new Components();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    await setImmediate();
    const path = (paths[endpoint.rest.path] ??= {});
    const described = operation(endpoint, components);
    path[endpoint.rest.method.toLowerCase()] = described;
    const { download } = endpoint.rest;
    if (download !== undefined) paths[download.path] = { get: downloadOperation(described, download.summary) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patchbay',
      version,
      description:
        'The public API. Send an API key as `Authorization: Bearer pb_…`; what a key may do depends on its role. Errors are problem documents whose `detail` says what to do next.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    tags: [...new Set(endpoints.map((endpoint) => endpoint.rest.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `pb_…`' } },
    },
  };
}

function operation(endpoint: RestEndpoint, components: Components): JsonSchema {
  const { name, rest, rule, input, output, pathParams, kind } = endpoint;
  const operationId = name.replaceAll('.', '_');
  const schema = input === null ? {} : components.add(input, 'input', operationId);
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema['required'] ?? []) as string[];
  const others = Object.entries(properties).filter(([field]) => !pathParams.includes(field));
  const status = String(rest.status ?? (isVoid(output) ? 204 : 200));
  return {
    operationId,
    summary: rest.summary,
    description: [rest.description, needs(rule.permission)].filter((text) => text !== undefined).join('\n\n'),
    tags: [rest.tag],
    parameters: [
      ...pathParams.map((field) => ({
        name: field,
        in: 'path',
        required: true,
        schema: properties[field] ?? { type: 'string' },
      })),
      ...(kind === 'query' ? others.map(([field, fieldSchema]) => queryParameter(field, fieldSchema, required)) : []),
    ],
    ...(kind === 'mutation' && others.length > 0 ? { requestBody: body(others, { required, pathParams, rest }) } : {}),
    responses: {
      [status]: {
        description: 'Done',
        ...(output === null || isVoid(output)
          ? {}
          : {
              content: {
                'application/json': {
                  schema: components.add(output, 'output', operationId),
                  ...(rest.example?.response === undefined ? {} : { example: rest.example.response }),
                },
              },
            }),
      },
      '400': problemResponse('The request was not understood'),
      '401': problemResponse('No valid API key'),
      '403': problemResponse('The role may not do this'),
      ...(pathParams.length > 0 ? { '404': problemResponse('There is no such thing in this workspace') } : {}),
      ...(kind === 'mutation'
        ? {
            '409': problemResponse('It was changed meanwhile'),
            '413': problemResponse('It is too large'),
            '422': problemResponse('It cannot be done as it stands'),
          }
        : {}),
    },
  };
}

const downloadOperation = (told: JsonSchema, summary: string): JsonSchema => ({
  ...told,
  operationId: `${String(told['operationId'])}_download`,
  summary,
  responses: {
    ...(told['responses'] as JsonSchema),
    '200': {
      description: 'The content, under the media type and the name that it was written with',
      content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
    },
  },
});

const needs = (permission: RestEndpoint['rule']['permission']): string =>
  permission === 'signedIn' ? 'Any role.' : `Needs the permission \`${permission}\`.`;

const isVoid = (output: z.ZodType | null): boolean => output === null || output instanceof z.ZodVoid;

const queryParameter = (name: string, schema: JsonSchema, required: readonly string[]): JsonSchema => ({
  name,
  in: 'query',
  required: required.includes(name),
  schema,
  ...(schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
});

function body(
  fields: readonly [string, JsonSchema][],
  {
    required,
    pathParams,
    rest: { exactlyOne = [], example },
  }: { required: readonly string[]; pathParams: readonly string[]; rest: RestEndpoint['rest'] },
): JsonSchema {
  const needed = required.filter((name) => !pathParams.includes(name));
  return {
    required: needed.length > 0 || exactlyOne.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: Object.fromEntries(fields),
          ...(needed.length > 0 ? { required: needed } : {}),
          ...(exactlyOne.length > 0 ? { oneOf: exactlyOne.map((name) => ({ required: [name] })) } : {}),
          additionalProperties: false,
        },
        ...(example?.request === undefined ? {} : { example: example.request }),
      },
    },
  };
}
