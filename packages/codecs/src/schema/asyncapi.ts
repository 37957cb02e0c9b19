// AsyncAPI 2 and 3 (JSON or YAML) → the schemas of message payloads, then of the components.
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { nameGiver } from './api/component-names.ts';
import { readAvroSchema } from './avro.ts';
import { inputText } from './input-text.ts';
import { suppliedFiles } from './json-schema-reader.ts';
import { SchemaConverter } from './json-schema/converter.ts';
import { itemsOf, membersOf, placedAt } from './json-schema/placed-walk.ts';
import type { Member } from './json-schema/placed-walk.ts';
import type { Placed, SchemaFiles } from './json-schema/schema-files.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { structuredOf } from './structured-text.ts';
import { definitionAsSchema, namedLazily, withDefinitions } from './with-definitions.ts';

/** One schema for each message, named as the message is; payloads in Avro are read as Avro. */
export function readAsyncApiSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const file = options.name ?? 'asyncapi';
  const none = { schemas: [], diagnostics: findings.diagnostics };
  const text = inputText(input, {
    findings,
    file: options.name,
    what: 'an AsyncAPI document',
    maxLength: maxSchemaLength,
  });
  const document = text === undefined ? undefined : structuredOf(text, { findings, file: options.name });
  if (document === undefined) return none;
  if (!isJsonObject(document) || !Object.hasOwn(document, 'asyncapi')) {
    findings.error('notAsyncApi', 'This is no AsyncAPI document: “asyncapi” with its version is missing.', {
      file: options.name,
    });
    return none;
  }
  const parse = (content: string, name: string): Json | undefined => structuredOf(content, { findings, file: name });
  const files = suppliedFiles({ file, document, options, findings, parse });
  const root: Placed = { file, pointer: '', base: file, value: document };
  const messages = messagesOf(root, files);
  const converter = new SchemaConverter(files, findings);
  const nameOf = nameGiver();
  const payloads = messages.flatMap((message) => payloadSchema(message, { converter, files, findings, nameOf }));
  const names = membersOf(placedAt(root, 'components', 'schemas')).map(({ name, placed }) =>
    converter.define(placed, name),
  );
  converter.finish();
  const components = names.map((name) =>
    namedLazily(nameOf(name), () => definitionAsSchema(name, converter.definitions)),
  );
  const schemas = [...payloads, ...components];
  if (schemas.length === 0)
    findings.warning('nothing', 'The document describes no messages and no schemas.', { file: options.name });
  return { schemas, diagnostics: findings.diagnostics };
}

interface Payloads {
  readonly files: SchemaFiles;
  readonly converter: SchemaConverter;
  readonly findings: Findings;
  readonly nameOf: (wished: string) => string;
}

function payloadSchema({ name, placed }: Member, { converter, files, findings, nameOf }: Payloads): NamedSchema[] {
  const direct = placedAt(placed, 'payload');
  if (direct === undefined) return [];
  const wrapped = placedAt(direct, 'schema');
  const isWrapped = wrapped !== undefined && textOf(direct.value, 'schemaFormat') !== undefined;
  const payload = followed(isWrapped ? wrapped : direct, files);
  const format = textOf(isWrapped ? direct.value : placed.value, 'schemaFormat') ?? '';
  if (/avro/i.test(format)) {
    const reading = readAvroSchema(JSON.stringify(payload.value), { name });
    for (const { code, message } of reading.diagnostics)
      findings.warning(code.replace('schema.', ''), `${name}: ${message}`);
    return reading.schemas.slice(0, 1).map(({ schema }) => ({ name: nameOf(name), schema }));
  }
  if (/protobuf|raml/i.test(format)) {
    findings.warning(
      'unknownFormat',
      `The payload of ${name} is described in ${format}, which is not read here. Import that file itself.`,
    );
    return [];
  }
  return [{ name: nameOf(name), schema: withDefinitions(converter.convert(payload), converter.definitions) }];
}

/** A payload that is a reference as a whole; one that leads nowhere stays, and is told when it is read. */
function followed(payload: Placed, files: SchemaFiles): Placed {
  let current = payload;
  for (let hops = 0; hops < 16; hops += 1) {
    const reference = textOf(current.value, '$ref');
    const next = reference === undefined ? undefined : files.resolve(reference, current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

const maxMessages = 5_000;

/** Of components and of channels; a message that several refer to is listed once. */
function messagesOf(root: Placed, files: SchemaFiles): Member[] {
  const found = new Map<string, Member>();
  const add = (name: string, placed: Placed | undefined, hops = 0): void => {
    if (placed === undefined || found.size >= maxMessages || hops > 16) return;
    const reference = textOf(placed.value, '$ref');
    if (reference !== undefined) {
      add(name, files.resolve(reference, placed), hops + 1);
      return;
    }
    const either = placedAt(placed, 'oneOf');
    if (either !== undefined) {
      for (const one of itemsOf(either)) add(name, one, hops + 1);
      return;
    }
    const key = `${placed.file}#${placed.pointer}`;
    const own = textOf(placed.value, 'name') ?? /\/messages\/([^/]+)$/.exec(placed.pointer)?.[1] ?? name;
    if (!found.has(key)) found.set(key, { name: own, placed });
  };
  for (const { name, placed } of membersOf(placedAt(root, 'components', 'messages'))) add(name, placed);
  for (const channel of membersOf(placedAt(root, 'channels'))) {
    for (const { name, placed } of membersOf(placedAt(channel.placed, 'messages'))) add(name, placed);
    for (const direction of ['publish', 'subscribe'])
      add(`${channel.name} ${direction}`, placedAt(channel.placed, direction, 'message'));
  }
  return [...found.values()];
}

const textOf = (value: Json, name: string): string | undefined => {
  const text = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
};
