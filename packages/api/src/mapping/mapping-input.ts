// What a mapping reads: one value for each of its sources, as JSON or read from text of a format.
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import { inputScope } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { contentOf, decode } from '../library/formats.ts';
import type { Decoded } from '../library/formats.ts';
import type { EncodedValue } from '../library/library.contract.ts';

export interface GivenInput {
  readonly input?: Json | undefined;
  readonly encoded?: Readonly<Record<string, EncodedValue>> | undefined;
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
export async function readInput(document: MappingDocument, { input, encoded = {} }: GivenInput): Promise<ReadInput> {
  const read: [string, Json][] = [];
  const ofFormats: Diagnostic[] = [];
  for (const [name, given] of Object.entries(encoded)) {
    const source = await readSource(document, name, given);
    read.push([name, source.value]);
    ofFormats.push(...source.diagnostics);
  }
  if (input === undefined && read.length === 0 && Object.keys(document.sources ?? {}).length > 0) {
    throw AppError.because('invalidInput', 'There is no input. Send “input”, or “encoded” for text of a format.');
  }
  const { values, diagnostics } = valuesOf(document, input, new Set(Object.keys(encoded)));
  return { scope: Object.fromEntries([...values, ...read]), diagnostics: [...ofFormats, ...diagnostics] };
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
  const schema = given ?? sourceSchema(document, name);
  const { format, options } = value;
  return decode(contentOf(value), { format, schema, options }, `The source “${name}”`);
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
