// What a mapping reads: one value for each of its sources, as JSON or read from text of a format.
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import { inputScope } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { resolveRef, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { contentOf, decode, isRecordFormat } from '../library/formats.ts';
import type { Decoded } from '../library/formats.ts';
import type { EncodedValue } from '../library/library.contract.ts';

export interface GivenInput {
  readonly input?: Json | undefined;
  readonly encoded?: Readonly<Record<string, EncodedValue>> | undefined;
  /** The one source. */
  readonly encodedInput?: EncodedValue | undefined;
}

export interface ReadInput {
  readonly scope: Record<string, Json>;
  readonly diagnostics: Diagnostic[];
}

/** The shape that the document declares for a source. */
export function sourceSchema(document: MappingDocument, name: string): DataSchema | undefined {
  const sources = document.sources ?? {};
  const use = Object.hasOwn(sources, name) ? sources[name]?.schema : undefined;
  return typeof use === 'string' ? schemaOfRef(document, use) : use;
}

export function schemaOfRef({ bundle }: MappingDocument, ref: string): DataSchema | undefined {
  const schemas = bundle?.schemas ?? {};
  return Object.hasOwn(schemas, ref) ? schemas[ref] : undefined;
}

/** @throws AppError `unprocessable` when the input is not one for this mapping, or cannot be read. */
export async function readInput(document: MappingDocument, given: GivenInput): Promise<ReadInput> {
  const { input } = given;
  const encoded = encodedSources(document, given);
  const read: [string, Json][] = [];
  const ofFormats: Diagnostic[] = [];
  for (const [name, value] of Object.entries(encoded)) {
    const source = await readSource(document, name, value);
    read.push([name, source.value]);
    ofFormats.push(...source.diagnostics);
  }
  if (input === undefined && read.length === 0 && Object.keys(document.sources ?? {}).length > 0) {
    throw AppError.because(
      'invalidInput',
      'There is no input. Send “input”, or “encoded” and “encodedInput” for text of a format.',
    );
  }
  const { values, diagnostics } = valuesOf(document, input, new Set(Object.keys(encoded)));
  return { scope: Object.fromEntries([...values, ...read]), diagnostics: [...ofFormats, ...diagnostics] };
}

/** Texts by the sources that they fill. */
function encodedSources(
  document: MappingDocument,
  { input, encoded = {}, encodedInput }: GivenInput,
): Readonly<Record<string, EncodedValue>> {
  if (encodedInput === undefined) return encoded;
  const left = Object.entries(document.sources ?? {})
    .filter(([name, { role = 'payload' }]) => role === 'payload' && !Object.hasOwn(encoded, name))
    .map(([name]) => name);
  const [only] = left;
  if (only === undefined || left.length > 1 || input !== undefined) {
    throw AppError.because(
      'invalidInput',
      `“encodedInput” fills the one source of a mapping, and nobody can tell which that is. Use “encoded”, with the names of the sources.`,
    );
  }
  return Object.fromEntries([...Object.entries(encoded), [only, encodedInput]]);
}

async function readSource(document: MappingDocument, name: string, value: EncodedValue): Promise<Decoded> {
  const sources = Object.keys(document.sources ?? {});
  if (sources.length > 0 && !sources.includes(name)) {
    throw AppError.because(
      'unprocessable',
      `The mapping has no source “${name}”. Its sources are ${sources.map((one) => `“${one}”`).join(', ')}.`,
    );
  }
  const given = typeof value.schema === 'string' ? schemaOfRef(document, value.schema) : value.schema;
  if (typeof value.schema === 'string' && given === undefined) {
    throw AppError.because('unprocessable', `There is no schema “${value.schema}” in the library.`);
  }
  const declared = sourceSchema(document, name);
  const { format, options } = value;
  const decoded = await decode(
    contentOf(value),
    { format, schema: given ?? declared, options },
    `The source “${name}”`,
  );
  return { ...decoded, value: oneRecord(decoded.value, declared, { format, what: `The source “${name}”` }) };
}

/**
 * Formats of records give a list. A source that is one structure by its schema takes the one record there is.
 * @throws AppError `unprocessable` when there are more or none.
 */
export function oneRecord(
  value: Json,
  declared: DataSchema | undefined,
  { format, what }: { readonly format: string; readonly what: string },
): Json {
  if (!Array.isArray(value) || !isRecordFormat(format) || declared === undefined) return value;
  const types = typesOf(resolveRef(declared, declared));
  if (!types.includes('object') || types.includes('array')) return value;
  const [only] = value;
  if (value.length === 1 && only !== undefined) return only;
  throw AppError.because(
    'unprocessable',
    `${what} is one record by its schema, and there are ${value.length}. Send them one by one, or let the source be a list.`,
  );
}

/** An object with a key for each source; a mapping with one payload takes that itself too. */
function valuesOf(
  document: MappingDocument,
  input: Json | undefined,
  readAlready: ReadonlySet<string>,
): { values: [string, Json][]; diagnostics: Diagnostic[] } {
  const read = inputScope(document, input, readAlready);
  if ('mistake' in read) throw AppError.because('unprocessable', read.mistake);
  const sources = Object.keys(document.sources ?? {});
  return {
    values: Object.entries(read.scope),
    diagnostics: [...read.unknown.map((name) => unknownSource(name, sources)), ...read.missing.map(missingSource)],
  };
}

const missingSource = (name: string): Diagnostic => ({
  severity: 'warning',
  code: 'input.missingSource',
  message: `The input has nothing for the source “${name}”, so everything that is read from it is empty.`,
  at: { field: name },
});

const unknownSource = (name: string, sources: readonly string[]): Diagnostic => ({
  severity: 'warning',
  code: 'input.unknownSource',
  message: `The mapping has no source “${name}”, so this part of the input is not read. Its sources are ${sources.join(', ')}.`,
  at: { field: name },
});
