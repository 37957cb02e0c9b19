// A file → the schemas in it, whatever its format. The format is found out when nobody says it.
import { parseCsv, parseJson } from '@patchbay/codecs';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import { DataSchema, inferSchema, isJsonObject, richInference } from '@patchbay/model/schema';
import { saidAsAppError } from '../library/formats.ts';

export interface SchemaFile {
  readonly format?: string | undefined;
  readonly fileName?: string | undefined;
  readonly files?: readonly { readonly name: string; readonly content: Uint8Array | string }[] | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
}

export interface SchemaFileRead {
  readonly format: string;
  readonly schemas: readonly { readonly name: string; readonly schema: DataSchema }[];
  readonly diagnostics: Diagnostic[];
}

/** @throws AppError `unprocessable` with the place. */
export function readSchemaFile(content: Uint8Array | string, file: SchemaFile): SchemaFileRead {
  const format = file.format ?? sniffed(content);
  return { format, ...saidAsAppError('The file cannot be read', () => read(format, content, file)) };
}

function read(format: string, content: Uint8Array | string, file: SchemaFile): Omit<SchemaFileRead, 'format'> {
  const name = (file.fileName ?? 'Schema').replace(/^.*[\\/]/s, '').replace(/\.[^.]*$/, '') || 'Schema';
  if (format === 'json-schema') return jsonSchema(parseJson(content), name);
  if (format === 'json')
    return { schemas: [{ name, schema: inferSchema([parseJson(content)], richInference) }], diagnostics: [] };
  if (format === 'csv') {
    const { rows } = parseCsv(content);
    return { schemas: [{ name, schema: inferSchema(rows, richInference) }], diagnostics: [] };
  }
  throw AppError.because('unprocessable', `Schemas cannot be read from “${format}”.`);
}

function jsonSchema(value: Json, name: string): Omit<SchemaFileRead, 'format'> {
  const parsed = DataSchema.safeParse(value);
  if (parsed.success) return { schemas: [{ name: parsed.data.title ?? name, schema: parsed.data }], diagnostics: [] };
  const [issue] = parsed.error.issues;
  throw AppError.because(
    'unprocessable',
    `The file is no JSON Schema: ${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}.`,
  );
}

function sniffed(content: Uint8Array | string): string {
  const start = typeof content === 'string' ? content : Buffer.from(content.subarray(0, 4_096)).toString('utf8');
  if (!/^\s*[[{]/.test(start)) return 'csv';
  const value = saidAsAppError('The file cannot be read', () => parseJson(content));
  const looksLikeSchema =
    isJsonObject(value) && ['$schema', 'properties', '$defs', '$ref'].some((name) => Object.hasOwn(value, name));
  return looksLikeSchema ? 'json-schema' : 'json';
}
