// One door to all readers. Those that need a large library load it when they are first asked for.
import { readAvroSchema } from './avro.ts';
import type { SchemaFormat } from './detect.ts';
import { readFixedWidthSchema } from './fixed-width.ts';
import { readJsonSchema } from './json-schema-reader.ts';
import { readCsvSampleSchema } from './sample-csv.ts';
import type { CsvSampleOptions } from './sample-csv.ts';
import { readJsonSampleSchema } from './sample-json.ts';
import { readXmlSampleSchema } from './sample-xml.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { readSqlSchema } from './sql.ts';
import { readXsdSchema } from './xsd.ts';

export type AnySchemaOptions = SchemaReadOptions & CsvSampleOptions;
type Reader = (input: SchemaText, options: AnySchemaOptions) => SchemaReading;

const readers: Readonly<Record<SchemaFormat, () => Reader | Promise<Reader>>> = {
  'json-sample': () => readJsonSampleSchema,
  'csv-sample': () => readCsvSampleSchema,
  'xml-sample': () => readXmlSampleSchema,
  'excel-sample': async () => (await import('./sample-excel.ts')).readExcelSampleSchema,
  'json-schema': () => readJsonSchema,
  openapi: async () => (await import('./openapi.ts')).readOpenApiSchema,
  asyncapi: async () => (await import('./asyncapi.ts')).readAsyncApiSchema,
  xsd: () => readXsdSchema,
  avro: () => readAvroSchema,
  protobuf: async () => (await import('./protobuf.ts')).readProtobufSchema,
  graphql: async () => (await import('./graphql.ts')).readGraphqlSchema,
  sql: () => readSqlSchema,
  'fixed-width': () => readFixedWidthSchema,
};

/** Reads an input of the named format; `detectSchemaFormat` proposes one. Bad input gives diagnostics, never an error. */
export async function readSchema(
  format: SchemaFormat,
  input: SchemaText,
  options: AnySchemaOptions = {},
): Promise<SchemaReading> {
  const reader = await readers[format]();
  return reader(input, options);
}
