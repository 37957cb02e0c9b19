// Avro schemas (.avsc, .avpr; 1.12) → DataSchema. In values, unions are not wrapped and logical types are ISO text.
import { isJsonObject } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';
import { AvroNames } from './avro/avro-names.ts';
import { AvroConverter } from './avro/avro-converter.ts';
import { lookForCircles } from './circles.ts';
import { inputText } from './input-text.ts';
import { jsonOf } from './json-text.ts';
import { baseName, Findings, maxSchemaLength } from './schema-reading.ts';
import type { NamedSchema, SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { definitionAsSchema, withDefinitions } from './with-definitions.ts';

/** One schema; of a list of types or a protocol, one for each record. Names that are missing are looked for in the files. */
export function readAvroSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const text = inputText(input, { findings, file: options.name, what: 'an Avro schema', maxLength: maxSchemaLength });
  const document = text === undefined ? undefined : documentOf(text, { findings, file: options.name });
  if (document === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const names = new AvroNames(filesAsJson(options, findings));
  const types = topTypes(document);
  for (const type of types) names.register(type);
  const converter = new AvroConverter(names, findings);
  const schemas = types.map((type): NamedSchema => {
    const schema = converter.convert(type, '');
    const name =
      isJsonObject(type) && typeof type['name'] === 'string' ? type['name'] : baseName(options.name, 'Schema');
    return { name, schema: rooted(schema, { converter, written: names.selfContained(type) }) };
  });
  lookForCircles(converter.definitions, converter.definitions.keys(), findings);
  const hasRecord = types.some((type) => isJsonObject(type) && type['type'] === 'record');
  const roots = types.map(
    (type) => !hasRecord || (isJsonObject(type) && (type['type'] === 'record' || type['type'] === 'error')),
  );
  return { schemas: schemas.filter((_, at) => roots[at]), diagnostics: findings.diagnostics };
}

/** A schema that is only the name of a primitive type may stand without quotes in no JSON, but often does. */
function documentOf(text: string, place: { findings: Findings; file: string | undefined }): Json | undefined {
  return /^\s*[a-z]+\s*$/.test(text) ? text.trim() : jsonOf(text, place);
}

function rooted(schema: DataSchema, { converter, written }: { converter: AvroConverter; written: Json }): DataSchema {
  const name = converter.definitionName(schema);
  const whole =
    name === undefined
      ? withDefinitions(schema, converter.definitions)
      : definitionAsSchema(name, converter.definitions);
  const own = name === undefined ? undefined : converter.definitions.get(name);
  return { ...whole, 'x-avro': { ...own?.['x-avro'], ...whole['x-avro'], schema: written } };
}

function topTypes(document: Json): Json[] {
  if (Array.isArray(document)) return document.every((type) => isJsonObject(type)) ? document : [document];
  if (isJsonObject(document) && typeof document['protocol'] === 'string' && Array.isArray(document['types'])) {
    const { namespace } = document;
    return document['types'].map((type) => (isJsonObject(type) ? inNamespace(type, namespace) : type));
  }
  return [document];
}

const inNamespace = (type: JsonObject, namespace: Json | undefined): JsonObject =>
  typeof namespace === 'string' && type['namespace'] === undefined ? { ...type, namespace } : type;

function filesAsJson(options: SchemaReadOptions, findings: Findings): () => Json[] {
  return () =>
    [...(options.files ?? [])].flatMap(([file, content]) => {
      if (!/\.(avsc|json)$/i.test(file)) return [];
      const json = findings.aside(() => {
        const text = inputText(content, { findings, file, what: 'an Avro schema', maxLength: maxSchemaLength });
        return text === undefined ? undefined : jsonOf(text, { findings, file });
      });
      return json === undefined ? [] : [json];
    });
}
