// Schemas out of databases, over the connections of the workspace. Nothing is saved: the caller keeps what it wants.
import { createHash } from 'node:crypto';
import { connectorAppError, isConnectorError } from '@patchbay/connections';
import { findConnection } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { imported } from './import-schemas.ts';
import type { SchemaImported, TableImportInput } from './schema.contract.ts';

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
