// Formats that schemas are read from, in words. The names are those of the import.

export interface SchemaFormatChoice {
  readonly value: string;
  readonly label: string;
  /** Endings of its files. */
  readonly endings: string;
}

export const schemaFormatChoices: readonly SchemaFormatChoice[] = [
  { value: 'json-sample', label: 'JSON sample', endings: '.json, .jsonl' },
  { value: 'xml-sample', label: 'XML sample', endings: '.xml' },
  { value: 'csv-sample', label: 'CSV sample', endings: '.csv, .tsv' },
  { value: 'excel-sample', label: 'Excel sample', endings: '.xlsx' },
  { value: 'json-schema', label: 'JSON Schema', endings: '.json, .yaml' },
  { value: 'openapi', label: 'OpenAPI', endings: '.json, .yaml' },
  { value: 'asyncapi', label: 'AsyncAPI', endings: '.json, .yaml' },
  { value: 'xsd', label: 'XML Schema (XSD)', endings: '.xsd' },
  { value: 'avro', label: 'Avro', endings: '.avsc' },
  { value: 'protobuf', label: 'Protobuf', endings: '.proto' },
  { value: 'graphql', label: 'GraphQL', endings: '.graphql' },
  { value: 'sql', label: 'SQL tables (DDL)', endings: '.sql' },
  { value: 'fixed-width', label: 'Fixed width layout, copybook', endings: '.csv, .cpy' },
];

export function formatWords(format: string): string {
  if (format === 'manual') return 'written by hand';
  if (format === 'sample') return 'a sample';
  return schemaFormatChoices.find(({ value }) => value === format)?.label ?? format;
}
