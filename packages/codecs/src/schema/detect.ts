// What a file of schemas or samples is, from its name and its beginning.
import { decodeText } from '../text/decode-text.ts';
import { CodecError } from '../codec-error.ts';
import { isCopybook } from './copybook.ts';
import type { SchemaText } from './schema-reading.ts';

export const schemaFormats = [
  'json-sample',
  'csv-sample',
  'xml-sample',
  'excel-sample',
  'json-schema',
  'openapi',
  'asyncapi',
  'xsd',
  'avro',
  'protobuf',
  'graphql',
  'sql',
  'fixed-width',
] as const;
export type SchemaFormat = (typeof schemaFormats)[number];

const byExtension: Readonly<Record<string, SchemaFormat>> = {
  xsd: 'xsd',
  avsc: 'avro',
  avpr: 'avro',
  proto: 'protobuf',
  graphql: 'graphql',
  graphqls: 'graphql',
  gql: 'graphql',
  sql: 'sql',
  ddl: 'sql',
  csv: 'csv-sample',
  tsv: 'csv-sample',
  jsonl: 'json-sample',
  ndjson: 'json-sample',
  xlsx: 'excel-sample',
  xlsm: 'excel-sample',
  cpy: 'fixed-width',
  cob: 'fixed-width',
};

const headLength = 20_000;

/** The likeliest format; undefined when nothing is to be seen. People may always choose another. */
export function detectSchemaFormat(input: SchemaText, name = ''): SchemaFormat | undefined {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (known !== undefined) return known;
  if (isArchive(input)) return 'excel-sample';
  const head = headOf(input);
  if (head.trim() === '') return undefined;
  if (/^\s*</.test(head)) return isXsdHead(head) ? 'xsd' : 'xml-sample';
  if (/^\s*[{[]/.test(head)) return jsonKind(head);
  return textKind(head);
}

/** Workbooks are ZIP archives, and nothing else that is read here is. */
const isArchive = (input: SchemaText): boolean =>
  typeof input !== 'string' && [0x50, 0x4b, 0x03, 0x04].every((byte, at) => input[at] === byte);

function headOf(input: SchemaText): string {
  try {
    return decodeText(input.slice(0, headLength * 2)).slice(0, headLength);
  } catch (cause) {
    if (cause instanceof CodecError) return '';
    throw cause;
  }
}

const isXsdHead = (head: string): boolean =>
  /<([A-Za-z_][\w.-]*:)?schema[\s>]/.test(head) && head.includes('http://www.w3.org/2001/XMLSchema');

function jsonKind(head: string): SchemaFormat {
  if (/"(openapi|swagger)"\s*:/.test(head)) return 'openapi';
  if (/"asyncapi"\s*:/.test(head)) return 'asyncapi';
  if (/"__schema"\s*:/.test(head)) return 'graphql';
  if (/"\$schema"\s*:\s*"[^"]*json-schema/.test(head)) return 'json-schema';
  if (/"type"\s*:\s*"(record|enum|fixed)"/.test(head) && /"(fields|symbols|size)"\s*:/.test(head)) return 'avro';
  // Payloads have “properties” too: the lines of shops a list of them, GeoJSON a “Feature” with them.
  const isSchema =
    /"(properties|\$defs|definitions)"\s*:\s*\{|"(allOf|oneOf|anyOf)"\s*:\s*\[|"\$ref"\s*:\s*"/.test(head) &&
    /"type"\s*:\s*("(object|array|string|number|integer|boolean|null)"|\[)|"\$ref"\s*:\s*"/.test(head);
  return isSchema ? 'json-schema' : 'json-sample';
}

function textKind(head: string): SchemaFormat {
  if (isCopybook(head)) return 'fixed-width';
  // From the beginnings of lines on, never over blank lines: each would begin again at all the others.
  if (/^[ \t]*(openapi|swagger)[ \t]*:/m.test(head)) return 'openapi';
  if (/^[ \t]*asyncapi[ \t]*:/m.test(head)) return 'asyncapi';
  if (/^[ \t]*(syntax\s*=\s*["']proto|message\s+\w+\s*\{|import\s+"[^"\n]+\.proto")/m.test(head)) return 'protobuf';
  if (/\bcreate\s+([a-z]+\s+)?table\b/i.test(head)) return 'sql';
  if (
    /^[ \t]*(extend[ \t]+)?(type|interface|union|input|enum|schema|scalar|directive)[^{=\n]*(\n[ \t]*)?[{=]/m.test(head)
  )
    return 'graphql';
  return /^\s*"?(name|field)"?\s*[,;\t|].*\b(length|len|width|size)\b/i.test(head) ? 'fixed-width' : 'csv-sample';
}
