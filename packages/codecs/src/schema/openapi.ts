// OpenAPI 3.0, 3.1 and Swagger 2.0 (JSON or YAML) → the schemas of components and of each operation's bodies.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { nameGiver } from './api/component-names.ts';
import { inputText } from './input-text.ts';
import { suppliedFiles } from './json-schema-reader.ts';
import { SchemaConverter } from './json-schema/converter.ts';
import { itemsOf, membersOf, placedAt } from './json-schema/placed-walk.ts';
import type { Placed, SchemaFiles } from './json-schema/schema-files.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { structuredOf } from './structured-text.ts';
import { definitionAsSchema, namedLazily, withDefinitions } from './with-definitions.ts';

/** Components first, then `GET /orders response 200` and the like, in the document's order. */
export function readOpenApiSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const file = options.name ?? 'openapi';
  const none = { schemas: [], diagnostics: findings.diagnostics };
  const text = inputText(input, {
    findings,
    file: options.name,
    what: 'an OpenAPI document',
    maxLength: maxSchemaLength,
  });
  const document = text === undefined ? undefined : structuredOf(text, { findings, file: options.name });
  if (document === undefined) return none;
  if (!isJsonObject(document) || (!hasText(document, 'openapi') && !hasText(document, 'swagger'))) {
    const message = 'This is no OpenAPI document: it begins neither with “openapi” nor with “swagger”.';
    findings.error('notOpenApi', message, { file: options.name });
    return none;
  }
  const parse = (content: string, name: string): Json | undefined => structuredOf(content, { findings, file: name });
  const files = suppliedFiles({ file, document, options, findings, parse });
  const walk = new ApiWalk({ file, document, files, findings });
  const schemas = [...walk.components(), ...walk.operations()];
  if (schemas.length === 0)
    findings.warning('nothing', 'The document describes no schemas and no bodies.', { file: options.name });
  return { schemas, diagnostics: findings.diagnostics };
}

const hasText = (document: JsonObject, name: string): boolean => {
  const value = Object.hasOwn(document, name) ? document[name] : undefined;
  return typeof value === 'string' || typeof value === 'number';
};

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const maxOperations = 5_000;

class ApiWalk {
  readonly #root: Placed;
  readonly #files: SchemaFiles;
  readonly #converter: SchemaConverter;
  readonly #nameOf = nameGiver();

  constructor({
    file,
    document,
    files,
    findings,
  }: {
    file: string;
    document: JsonObject;
    files: SchemaFiles;
    findings: Findings;
  }) {
    this.#root = { file, pointer: '', base: file, value: document };
    this.#files = files;
    this.#converter = new SchemaConverter(files, findings);
  }

  components(): NamedSchema[] {
    const places = [['components', 'schemas'], ['definitions']].flatMap((path) =>
      membersOf(placedAt(this.#root, ...path)),
    );
    const names = places.map(({ name, placed }) => this.#converter.define(placed, name));
    this.#converter.finish();
    return names.map((name) =>
      namedLazily(this.#nameOf(name), () => definitionAsSchema(name, this.#converter.definitions)),
    );
  }

  operations(): NamedSchema[] {
    const paths = ['paths', 'webhooks'].flatMap((path) => membersOf(placedAt(this.#root, path)));
    const operations = paths.flatMap(({ name, placed }) =>
      membersOf(this.#followed(placed))
        .filter((member) => methods.includes(member.name))
        .map((member) => ({ title: `${member.name.toUpperCase()} ${name}`, placed: this.#followed(member.placed) })),
    );
    return operations.slice(0, maxOperations).flatMap(({ title, placed }) => this.#bodies(title, placed));
  }

  #bodies(title: string, operation: Placed | undefined): NamedSchema[] {
    const request = this.#content(this.#followed(placedAt(operation, 'requestBody')), `${title} request`);
    const parameters = this.#swaggerBody(operation, `${title} request`);
    const responses = membersOf(placedAt(operation, 'responses')).flatMap(({ name, placed }) =>
      this.#content(this.#followed(placed), `${title} response ${name}`),
    );
    return [...request, ...parameters, ...responses];
  }

  /** The body by media type; JSON needs no mention. Swagger 2 has the schema right in the response. */
  #content(holder: Placed | undefined, title: string): NamedSchema[] {
    const direct = placedAt(holder, 'schema');
    if (direct !== undefined) return [this.#named(title, direct)];
    return membersOf(placedAt(holder, 'content')).flatMap(({ name, placed }) => {
      const schema = placedAt(placed, 'schema');
      if (schema === undefined) return [];
      return [this.#named(/json/i.test(name) ? title : `${title} ${name}`, schema)];
    });
  }

  #swaggerBody(operation: Placed | undefined, title: string): NamedSchema[] {
    const holder = placedAt(operation, 'parameters');
    const form: [string, Json][] = [];
    for (const item of itemsOf(holder)) {
      const placed = this.#followed(item);
      if (!isJsonObject(placed?.value)) continue;
      const schema = placedAt(placed, 'schema');
      if (placed.value['in'] === 'body' && schema !== undefined) return [this.#named(title, schema)];
      const { name } = placed.value;
      if (placed.value['in'] === 'formData' && typeof name === 'string') form.push([name, placed.value]);
    }
    if (form.length === 0 || operation === undefined) return [];
    const value = { type: 'object', properties: Object.fromEntries(form) };
    return [this.#named(`${title} form`, { ...operation, pointer: `${operation.pointer}/formData`, value })];
  }

  #named(title: string, placed: Placed): NamedSchema {
    const schema = this.#converter.convert(placed);
    return namedLazily(this.#nameOf(title), () => withDefinitions(schema, this.#converter.definitions));
  }

  /** Path items, bodies and responses may be references themselves. */
  #followed(placed: Placed | undefined): Placed | undefined {
    let current = placed;
    for (let hops = 0; hops < 16 && current !== undefined && isJsonObject(current.value); hops += 1) {
      const { $ref } = current.value;
      if (typeof $ref !== 'string') return current;
      current = this.#files.resolve($ref, current);
    }
    return current;
  }
}
