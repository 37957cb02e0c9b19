// Schemas out of files and out of databases. Nothing is saved: the caller keeps what it wants.
import { createHash } from 'node:crypto';
import { connectorAppError, isConnectorError } from '@patchbay/connections';
import { findConnection } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import { contentOf } from '../library/formats.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { readSchemaFile } from './read-schema-file.ts';
import { countFields } from './schema-limits.ts';
import type { ImportedSchema, SchemaImported, SchemaImportInput, TableImportInput } from './schema.contract.ts';

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

const imported = (
  { name, schema }: { readonly name: string; readonly schema: DataSchema },
  origin: ImportedSchema['origin'],
): ImportedSchema => ({ name, schema, fields: countFields(schema), origin });

/** The rows of a table or view, as the database describes them now. */
export async function importTable(
  deps: ServiceDeps,
  { workspaceId, environmentId }: Caller,
  { connectionId, table }: TableImportInput,
): Promise<SchemaImported> {
  const connection = await deps.db.inWorkspace(workspaceId, (tx) => findConnection(tx, workspaceId, connectionId));
  if (connection === null || connection.environmentId !== environmentId) throw notThere();
  if (connection.connectorId !== 'postgres') {
    throw AppError.because(
      'unprocessable',
      `“${connection.name}” is a ${connection.connectorId} connection. Choose a PostgreSQL connection.`,
    );
  }
  const { schema } = await discovered(deps, { workspaceId, environmentId, connectionId }, table);
  if (schema === undefined) throw AppError.because('upstream', `The database did not describe “${table}”. Try again.`);
  const sourceHash = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
  const origin = { format: 'sql', file: connection.name.slice(0, 400), type: table, sourceHash };
  return { format: 'sql', schemas: [imported({ name: table, schema }, origin)], diagnostics: [] };
}

async function discovered(
  { operations }: ServiceDeps,
  ref: Parameters<ServiceDeps['operations']['discover']>[0],
  table: string,
) {
  try {
    return await operations.discover(ref, 'columns', { table });
  } catch (error) {
    throw isConnectorError(error) ? connectorAppError(error) : error;
  }
}
