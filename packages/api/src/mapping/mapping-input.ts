// What a mapping reads: one value for each of its sources, as JSON or read from text of a format.
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import { contentOf, decode } from '../library/formats.ts';
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

const payloads = (document: MappingDocument): string[] =>
  Object.entries(document.sources ?? {}).flatMap(([name, { role = 'payload' }]) => (role === 'payload' ? [name] : []));

/** @throws AppError `unprocessable` when the input is not one for this mapping, or cannot be read. */
export function readInput(document: MappingDocument, { input, encoded = {} }: GivenInput): ReadInput {
  const read = Object.entries(encoded).map(([name, value]): [string, Json] => [
    name,
    readSource(document, name, value),
  ]);
  if (input === undefined && read.length === 0 && Object.keys(document.sources ?? {}).length > 0) {
    throw AppError.because('invalidInput', 'There is no input. Send “input”, or “encoded” for text of a format.');
  }
  const { values, diagnostics } = valuesOf(document, input, new Set(Object.keys(encoded)));
  return { scope: Object.fromEntries([...values, ...read]), diagnostics };
}

function readSource(document: MappingDocument, name: string, value: EncodedValue): Json {
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
  const sources = Object.keys(document.sources ?? {});
  const missing = payloads(document).filter((name) => !readAlready.has(name));
  if (input === undefined) {
    return { values: [], diagnostics: missing.map((name) => missingSource(name)) };
  }
  const isNamed = isJsonObject(input) && (sources.length === 0 || sources.some((name) => Object.hasOwn(input, name)));
  if (isNamed) {
    const values = Object.entries(input);
    const unknown = sources.length === 0 ? [] : values.filter(([name]) => !sources.includes(name));
    const absent = missing.filter((name) => !Object.hasOwn(input, name));
    const diagnostics = [...unknown.map(([name]) => unknownSource(name, sources)), ...absent.map(missingSource)];
    return { values: values.filter(([name]) => sources.length === 0 || sources.includes(name)), diagnostics };
  }
  const [only] = missing;
  if (missing.length === 1 && only !== undefined) return { values: [[only, input]], diagnostics: [] };
  const names = sources.map((name) => `“${name}”`).join(', ');
  throw AppError.because(
    'unprocessable',
    sources.length === 0
      ? 'The input of a mapping without sources is an object: one key for each root that its expressions read.'
      : `The input has to be an object with a key for each source of the mapping: ${names}.`,
  );
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
