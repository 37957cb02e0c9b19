// A schema from samples: JSON values, or the records of a file.
import type { Transaction } from '@patchbay/db/client';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { richInference, SchemaInference } from '@patchbay/model/schema';
import { contentOf, decode } from '../library/formats.ts';
import type { EncodedValue } from '../library/library.contract.ts';
import { loadLibrary } from '../library/load-library.ts';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { SchemaInferInput, SchemaInferred } from './schema.contract.ts';

const partial: Diagnostic = {
  severity: 'info',
  code: 'schema.partialInference',
  message: 'Only a part of the samples was looked at; the rest is taken to be alike.',
  at: {},
};

export async function inferFromSamples(
  { db }: ServiceDeps,
  caller: Caller,
  { samples, encoded }: SchemaInferInput,
): Promise<SchemaInferred> {
  if ((samples === undefined) === (encoded === undefined)) {
    throw AppError.because('invalidInput', 'Give the samples once: either as “samples” or as “encoded”.');
  }
  const known =
    encoded === undefined ? undefined : await db.inWorkspace(caller.workspaceId, (tx) => schemaOf(tx, caller, encoded));
  const { values, diagnostics } =
    samples === undefined ? await records(encoded, known) : { values: samples, diagnostics: [] };
  const inference = new SchemaInference(richInference);
  for (const value of values) inference.add(value);
  const schema = inference.schema();
  return { schema, samples: values.length, diagnostics: [...diagnostics, ...(inference.isPartial ? [partial] : [])] };
}

async function schemaOf(tx: Transaction, caller: Caller, { schema }: EncodedValue): Promise<DataSchema | undefined> {
  if (typeof schema !== 'string') return schema;
  const { schemas = {} } = await loadLibrary(tx, caller.workspaceId, [{ kind: 'schema', ref: schema }]);
  if (Object.hasOwn(schemas, schema)) return schemas[schema];
  throw AppError.because('unprocessable', `There is no schema “${schema}” in the library.`);
}

/** A list of records is many samples; everything else is one. */
async function records(
  encoded: EncodedValue | undefined,
  schema: DataSchema | undefined,
): Promise<{ values: readonly Json[]; diagnostics: readonly Diagnostic[] }> {
  if (encoded === undefined) return { values: [], diagnostics: [] };
  const { format, options } = encoded;
  const { value, diagnostics } = await decode(contentOf(encoded), { format, options, schema }, 'The sample');
  return { values: Array.isArray(value) && format !== 'json' ? value : [value], diagnostics };
}
