// A schema from samples that are at hand: pure, so that a thread may work it out.
import type { Diagnostic } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { richInference, SchemaInference } from '@patchbay/model/schema';
import { contentOf, decode } from '../library/formats.ts';
import type { EncodedValue } from '../library/library.contract.ts';
import type { SchemaInferInput, SchemaInferred } from './schema.contract.ts';

const partial: Diagnostic = {
  severity: 'info',
  code: 'schema.partialInference',
  message: 'Only a part of the samples was looked at; the rest is taken to be alike.',
  at: {},
};

/** What a schema is made of; `schema` is that of the samples, where they are in a format that is read by one. */
export interface InferRequest extends SchemaInferInput {
  readonly schema?: DataSchema | undefined;
}

/** @throws AppError `unprocessable` */
export async function inferred({ samples, encoded, schema: known }: InferRequest): Promise<SchemaInferred> {
  const { values, diagnostics } =
    samples === undefined ? await records(encoded, known) : { values: samples, diagnostics: [] };
  const inference = new SchemaInference(richInference);
  for (const value of values) inference.add(value);
  const schema = inference.schema();
  return { schema, samples: values.length, diagnostics: [...diagnostics, ...(inference.isPartial ? [partial] : [])] };
}

/** Characters of a file, and values of samples, that hold up nobody. */
const quickSize = 100_000;
const quickValues = 5_000;
/** A few kilobytes of these may grow to millions of values. */
const packed: ReadonlySet<string> = new Set(['excel', 'avro']);

/** Whether it can be read in the process that serves requests. */
export function isQuickSample({ samples, encoded }: SchemaInferInput): boolean {
  if (encoded !== undefined)
    return !packed.has(encoded.format) && (encoded.text ?? encoded.base64 ?? '').length <= quickSize;
  const waiting: Json[] = [samples ?? []];
  for (let next = 0; next < waiting.length; next += 1) {
    if (waiting.length > quickValues) return false;
    const value = waiting[next];
    if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value));
  }
  return true;
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
