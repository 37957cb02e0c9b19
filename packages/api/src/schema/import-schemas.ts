// Schemas out of files. Nothing is saved: the caller keeps what it wants.
import { createHash } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import { contentOf } from '../library/formats.ts';
import { readSchemaFile } from './read-schema-file.ts';
import { countFields } from './schema-limits.ts';
import type { ImportedSchema, SchemaImported, SchemaImportInput } from './schema.contract.ts';

/** @throws AppError `unprocessable` when the file cannot be read, `tooLarge`. */
export async function importSchemas(input: SchemaImportInput): Promise<SchemaImported> {
  if ((input.text === undefined) === (input.base64 === undefined)) {
    throw AppError.because('invalidInput', 'Give the file once: either as “text” or as “base64”.');
  }
  const content = contentOf(input);
  const { format, schemas, diagnostics } = await readSchemaFile(content, {
    format: input.format,
    fileName: input.fileName,
    files: (input.files ?? []).map((file) => ({ name: file.name, content: contentOf(file) })),
    options: input.options,
  });
  const sourceHash = createHash('sha256').update(content).digest('hex');
  const file = input.fileName === undefined ? {} : { file: input.fileName };
  return {
    format,
    schemas: schemas.map((one) => imported(one, { format, ...file, type: one.name.slice(0, 400), sourceHash })),
    diagnostics,
  };
}

export const imported = (
  { name, schema }: { readonly name: string; readonly schema: DataSchema },
  origin: ImportedSchema['origin'],
): ImportedSchema => ({ name, schema, fields: countFields(schema), origin });
