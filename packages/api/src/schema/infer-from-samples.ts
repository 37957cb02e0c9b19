// A schema from samples: JSON values, or the records of a file.
import type { Transaction } from '@patchbay/db/client';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import type { EncodedValue } from '../library/library.contract.ts';
import { loadLibrary } from '../library/load-library.ts';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { inferred, isQuickSample } from './inferred-schema.ts';
import type { SchemaInferInput, SchemaInferred } from './schema.contract.ts';

export async function inferFromSamples(
  { db, workPool }: ServiceDeps,
  caller: Caller,
  input: SchemaInferInput,
): Promise<SchemaInferred> {
  const { samples, encoded } = input;
  if ((samples === undefined) === (encoded === undefined)) {
    throw AppError.because('invalidInput', 'Give the samples once: either as “samples” or as “encoded”.');
  }
  const schema =
    encoded === undefined ? undefined : await db.inWorkspace(caller.workspaceId, (tx) => schemaOf(tx, caller, encoded));
  const request = { ...input, schema };
  return workPool === undefined || isQuickSample(input) ? inferred(request) : workPool.run({ kind: 'infer', request });
}

async function schemaOf(tx: Transaction, caller: Caller, { schema }: EncodedValue): Promise<DataSchema | undefined> {
  if (typeof schema !== 'string') return schema;
  const { schemas = {} } = await loadLibrary(tx, caller.workspaceId, [{ kind: 'schema', ref: schema }]);
  if (Object.hasOwn(schemas, schema)) return schemas[schema];
  throw AppError.because('unprocessable', `There is no schema “${schema}” in the library.`);
}
