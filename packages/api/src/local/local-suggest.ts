// Auto-map for the command line: files of any schema or sample in, rules with their reasons out.
import { basename } from 'node:path';
import { AppError } from '@patchbay/model/errors';
import type { Diagnostic } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { decode } from '../library/formats.ts';
import { sniffFormat } from '../library/sniff-format.ts';
import type { Suggested } from '../mapping/mapper.contract.ts';
import { suggestFor } from '../mapping/suggest-for.ts';
import { readSchemaFile } from '../schema/read-schema-file.ts';
import type { LocalFile } from './local-mapper.ts';

export interface LocalSchemaFile extends LocalFile {
  /** Which of the types of the file; without it the likeliest. */
  readonly type?: string | undefined;
  /** Of the file; without it, it is found out. */
  readonly format?: string | undefined;
  /** What it includes or imports, by their paths from its folder. */
  readonly files?: readonly LocalFile[] | undefined;
}

export interface LocalSchema {
  readonly name: string;
  readonly format: string;
  readonly schema: DataSchema;
  /** What the file holds besides. */
  readonly others: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every schema of a file. @throws AppError `unprocessable` when it holds none. */
export async function readSchemas({ name, content, format, files }: LocalSchemaFile): Promise<readonly LocalSchema[]> {
  const read = await readSchemaFile(content, { format, fileName: basename(name), files });
  return read.schemas.map((one) => ({
    ...one,
    format: read.format,
    others: read.schemas.filter((other) => other !== one).map((other) => other.name),
    diagnostics: read.diagnostics,
  }));
}

/** @throws AppError `unprocessable` when the file holds no such type. */
export async function readOneSchema(file: LocalSchemaFile): Promise<LocalSchema> {
  const all = await readSchemas(file);
  const found = file.type === undefined ? all[0] : all.find((one) => one.name === file.type);
  if (found !== undefined) return found;
  const names = all.map((one) => `“${one.name}”`).join(', ');
  throw AppError.because('unprocessable', `“${file.name}” has no type “${file.type ?? ''}”. It has ${names}.`);
}

/** Values of a file as samples: its records where it is a list of them. */
export async function readSampleFile(
  { name, content, format }: LocalSchemaFile,
  schema: DataSchema,
): Promise<readonly Json[]> {
  const found = format ?? sniffFormat(content, name);
  const { value } = await decode(content, { format: found, schema }, `“${name}”`);
  return Array.isArray(value) && schema.type !== 'array' ? value : [value];
}

export interface LocalSuggest {
  /** The name by which expressions know the source. */
  readonly source: string;
  readonly sourceSchema: DataSchema;
  readonly targetSchema: DataSchema;
  readonly sourceSamples?: readonly Json[];
  readonly targetSamples?: readonly Json[];
  readonly least?: number | undefined;
}

export function suggestFromFiles(ask: LocalSuggest): Suggested {
  const { source, sourceSchema, targetSchema, sourceSamples = [], targetSamples = [], least } = ask;
  const samples = Array.from({ length: Math.max(sourceSamples.length, targetSamples.length) }, (_, at) => {
    const out = targetSamples[at];
    const value = sourceSamples[at];
    return { in: value === undefined ? {} : { [source]: value }, ...(out === undefined ? {} : { out }) };
  });
  return suggestFor(
    {
      sources: { [source]: { use: sourceSchema, schema: sourceSchema } },
      target: { use: targetSchema, schema: targetSchema },
      samples,
      least,
    },
    {},
  );
}
