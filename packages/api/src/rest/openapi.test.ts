import { expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { openApiDocument } from './openapi.ts';
import { restEndpoints } from './rest-endpoints.ts';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
}
interface Content {
  readonly required?: boolean;
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema; readonly example?: unknown } };
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly schema: Schema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

const endpoints = restEndpoints(appRouter);
const document = (await openApiDocument(endpoints, '0.1.0')) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
const ofLibrary = operations.filter(({ tags: [tag] }) =>
  ['Mappings', 'Schemas', 'Lookups', 'Words'].includes(tag ?? ''),
);

/** Fields that nobody says a word about. What stands in the components is described there. */
function undescribed(schema: Schema, at: string): string[] {
  if (schema.$ref !== undefined) return [];
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description === undefined && field.$ref === undefined ? [`${at}.${name}`] : []),
    ...undescribed(field, `${at}.${name}`),
  ]);
  const items = schema.items === undefined ? [] : undescribed(schema.items, `${at}[]`);
  return [...fields, ...items, ...(schema.anyOf ?? []).flatMap((one) => undescribed(one, at))];
}

test.each(ofLibrary.map((operation) => [operation.operationId, operation] as const))(
  '%s describes every field of what goes in and out',
  (_name, { parameters, requestBody, responses }) => {
    const parts = [
      ...parameters.map(({ name, schema }): [string, Schema] => [`parameter`, { properties: { [name]: schema } }]),
      ...[requestBody, ...Object.values(responses)].flatMap((content): [string, Schema][] => {
        const schema = content?.content?.['application/json']?.schema;
        return schema === undefined ? [] : [['body', schema]];
      }),
    ];
    expect(parts.flatMap(([at, schema]) => undescribed(schema, at))).toEqual([]);
  },
);

test('the mapper’s own routes have examples of what goes in and comes out', () => {
  for (const path of [
    '/mappings/evaluate',
    '/mappings/check',
    '/mappings/suggest',
    '/mappings/test',
    '/schemas/import',
  ]) {
    const operation = document.paths[path]?.['post'];
    expect([path, operation?.requestBody?.content?.['application/json']?.example]).toEqual([path, expect.any(Object)]);
    expect([path, operation?.responses['200']?.content?.['application/json']?.example]).toEqual([
      path,
      expect.any(Object),
    ]);
  }
});

test('every change says that it may be too large', () => {
  for (const { operationId, requestBody, responses } of operations) {
    if (requestBody !== undefined)
      expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining(['413'])]);
  }
});

test('where one of two fields is needed, the body is, with exactly one of them', () => {
  for (const path of ['/mappings/evaluate', '/mappings/check', '/mappings/test']) {
    const body = document.paths[path]?.['post']?.requestBody;
    expect([path, body?.required]).toEqual([path, true]);
    expect(body?.content?.['application/json']?.schema.oneOf).toEqual([
      { required: ['document'] },
      { required: ['mapping'] },
    ]);
  }
});
