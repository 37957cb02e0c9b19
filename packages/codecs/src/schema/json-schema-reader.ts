// JSON Schema, draft 4 to 2020-12 → DataSchema.
import { isJsonObject } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { inputText } from './input-text.ts';
import { SchemaConverter } from './json-schema/converter.ts';
import { SchemaFiles } from './json-schema/schema-files.ts';
import type { Placed } from './json-schema/schema-files.ts';
import { withWrittenOrder } from './json-schema/written-properties.ts';
import { jsonOf } from './json-text.ts';
import { baseName, Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { definitionAsSchema, namedLazily } from './with-definitions.ts';

/** One schema; where the document only defines, one for each definition. References lead inside, and to the supplied files. */
export function readJsonSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const file = options.name ?? 'schema.json';
  const text = inputText(input, { findings, file: options.name, what: 'a JSON Schema', maxLength: maxSchemaLength });
  const read = text === undefined ? undefined : jsonOf(text, { findings, file: options.name });
  const document = text === undefined || read === undefined ? undefined : withWrittenOrder(read, text);
  if (document === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  if (!isJsonObject(document) && typeof document !== 'boolean') {
    findings.error(
      'notASchema',
      'This is JSON, but no JSON Schema: a schema is an object. To read it as a sample, choose “JSON sample”.',
    );
    return { schemas: [], diagnostics: findings.diagnostics };
  }
  const schemas = schemasOf({ file, document, options, findings });
  return { schemas, diagnostics: findings.diagnostics };
}

interface Reading {
  readonly file: string;
  readonly document: Json;
  readonly options: SchemaReadOptions;
  readonly findings: Findings;
}

function schemasOf({ file, document, options, findings }: Reading): NamedSchema[] {
  const files = suppliedFiles({ file, document, options, findings });
  const converter = new SchemaConverter(files, findings);
  const whole: Placed = { file, pointer: '', base: baseOf(file, document), value: document };
  const name =
    isJsonObject(document) && typeof document['title'] === 'string' ? document['title'] : baseName(file, 'Schema');
  const definitions = definitionsOf(document);
  if (definitions.length === 0) return [{ name, schema: wholeSchema(converter, whole) }];
  const names = definitions.map(({ key, name: wished, value }) =>
    converter.define(
      { ...whole, pointer: `/${key}/${wished.replaceAll('~', '~0').replaceAll('/', '~1')}`, value },
      wished,
    ),
  );
  converter.finish();
  return names.map((one) => namedLazily(one, () => definitionAsSchema(one, converter.definitions)));
}

/** A root that refers to itself is one of its definitions. */
function wholeSchema(converter: SchemaConverter, whole: Placed): DataSchema {
  const name = converter.define(whole);
  converter.finish();
  return definitionAsSchema(name, converter.definitions);
}

const baseOf = (file: string, document: Json): string => {
  const id = isJsonObject(document) ? (document['$id'] ?? document['id']) : undefined;
  return typeof id === 'string' && URL.canParse(id) ? new URL(id.replace(/#$/, '')).href : file;
};

const shapeKeywords = [
  '$ref',
  'type',
  'properties',
  'items',
  'allOf',
  'oneOf',
  'anyOf',
  'enum',
  'const',
  'additionalProperties',
  'patternProperties',
  'required',
  '$dynamicRef',
  'if',
  'then',
  'not',
  'prefixItems',
  'format',
  'pattern',
];

function definitionsOf(document: Json): { key: string; name: string; value: Json }[] {
  if (!isJsonObject(document) || shapeKeywords.some((name) => Object.hasOwn(document, name))) return [];
  return ['$defs', 'definitions'].flatMap((key) => {
    const map = document[key];
    return isJsonObject(map) ? Object.entries(map).map(([name, value]) => ({ key, name, value })) : [];
  });
}

/** The supplied files as JSON, each read when a reference first leads to it. */
export function suppliedFiles(
  reading: Reading & { readonly parse?: (text: string, file: string) => Json | undefined },
): SchemaFiles {
  const { file, document, options, findings } = reading;
  const supplied = options.files ?? new Map<string, SchemaText>();
  const parse = reading.parse ?? ((text: string, name: string) => jsonOf(text, { findings, file: name }));
  const read = (name: string): Json | undefined => {
    const content = supplied.get(name);
    if (content === undefined) return undefined;
    return findings.aside(() => {
      const text = inputText(content, { findings, file: name, what: 'a schema', maxLength: maxSchemaLength });
      return text === undefined ? undefined : parse(text, name);
    });
  };
  return new SchemaFiles({ file, document }, [...supplied.keys()], read);
}
