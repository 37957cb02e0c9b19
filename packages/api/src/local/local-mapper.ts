// The mapper for the command line: the same reading, checking, running and testing as over the API, on files, in this process.
import { basename } from 'node:path';
import type { Budget, LibraryUse, MappingLibrary } from '@patchbay/mapping';
import { bundleMapping, missingUses } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { decode, encodeBytes } from '../library/formats.ts';
import { sniffFormat } from '../library/sniff-format.ts';
import { lookupFromContent } from '../lookup/lookup-csv.ts';
import { checkDocument } from '../mapping/check-document.ts';
import { createDocumentCheck } from '../mapping/document-check.ts';
import { evaluateMapping } from '../mapping/evaluate-mapping.ts';
import { createMapRunner } from '../mapping/map-runner.ts';
import type { Checked, Evaluated, TestsRun } from '../mapping/mapper.contract.ts';
import { oneRecord, sourceSchema } from '../mapping/mapping-input.ts';
import { outputShape } from '../mapping/output-shape.ts';
import { runTests } from '../mapping/run-tests.ts';
import { withLookups } from '../mapping/which-mapping.ts';

export interface LocalFile {
  /** Its path, for messages and for finding the format out. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** The budget of workers: what is refused there must not pass here. In a stream it is that of each chunk, or of each record. */
export const localBudget: Partial<Budget> = {};
/** Nobody else waits for this process: a file may be large. */
export const localLimits = { maxBytes: 2_000_000_000, maxRowSize: 500_000_000 };
const run = createMapRunner({ budget: localBudget });
const check = createDocumentCheck();

export interface LocalInput extends LocalFile {
  /** The source that it fills; without it, the one source of the mapping, or all of them by name. */
  readonly source?: string | undefined;
  /** Without it, it is found out. */
  readonly format?: string | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
}

export interface LocalRun {
  readonly mapping: MappingDocument;
  readonly inputs: readonly LocalInput[];
  /** Lookup tables by their names in the mapping. */
  readonly lookups?: Readonly<Record<string, LookupTable>>;
  readonly now?: string | undefined;
}

/** @throws AppError `unprocessable` when an input cannot be read, `invalidInput` when nobody can tell what it is for. */
export async function runMappingFiles({ mapping, inputs, lookups = {}, now }: LocalRun): Promise<Evaluated> {
  const document = withLookups(mapping, lookups);
  const sources = Object.keys(document.sources ?? {});
  const named = inputs.filter((input) => input.source !== undefined);
  const [whole, ...others] = inputs.filter((input) => input.source === undefined);
  if (whole === undefined || named.length > 0) {
    const left = sources.filter((name) => !named.some((input) => input.source === name));
    const filled = whole === undefined ? named : [...named, { ...whole, source: onlyOne(left, others) }];
    const values: [string, Json][] = [];
    for (const one of filled) values.push([one.source ?? '', await valueOf(document, one)]);
    refuseUnknownSource(sources, values);
    return evaluateMapping({ run, check }, document, { input: Object.fromEntries(values), now });
  }
  if (others.length > 0) throw unclear();
  const [only] = sources;
  const source = sources.length === 1 ? only : undefined;
  return evaluateMapping({ run, check }, document, { input: await valueOf(document, { ...whole, source }), now });
}

const unclear = (): AppError =>
  AppError.because('invalidInput', 'Nobody can tell which source an input is for. Name the source of each.');

function onlyOne(left: readonly string[], others: readonly LocalInput[]): string {
  const [only] = left;
  if (only === undefined || left.length > 1 || others.length > 0) throw unclear();
  return only;
}

function refuseUnknownSource(sources: readonly string[], values: readonly (readonly [string, Json])[]): void {
  const unknown = values.find(([name]) => sources.length > 0 && !sources.includes(name));
  if (unknown === undefined) return;
  const known = sources.map((name) => `“${name}”`).join(', ');
  throw AppError.because('unprocessable', `The mapping has no source “${unknown[0]}”. Its sources are ${known}.`);
}

async function valueOf(document: MappingDocument, input: LocalInput): Promise<Json> {
  const { source } = input;
  const format = input.format ?? sniffFormat(input.content, input.name);
  const schema = source === undefined ? undefined : sourceSchema(document, source);
  const what = `“${input.name}”`;
  const { options } = input;
  const { value } = await decode(input.content, { format, schema, options, limits: localLimits }, what);
  return oneRecord(value, schema, { format, what });
}

export interface WrittenAs {
  readonly format: string;
  readonly options?: Readonly<Record<string, Json>> | undefined;
}

/** The output as the bytes of a format; by the target schema of the mapping. @throws AppError `unprocessable`. */
export const encodeOutput = (
  mapping: MappingDocument,
  output: Json,
  { format, options }: WrittenAs,
): Promise<Uint8Array> => encodeBytes(output, { format, options, schema: outputShape(mapping), now: Date.now() });

/** `schemas`: shapes of sources that the mapping does not say, by their names. */
export const checkMappingDocument = (
  mapping: MappingDocument,
  schemas: Readonly<Record<string, DataSchema>> = {},
): Checked => checkDocument(mapping, schemas);

export const testMappingDocument = (
  mapping: MappingDocument,
  lookups: Readonly<Record<string, LookupTable>> = {},
): Promise<TestsRun> => runTests(run, withLookups(mapping, lookups));

/** The mapping with what a library has of it; what it lacks, the check says. */
export const withLibrary = (mapping: MappingDocument, library: MappingLibrary): MappingDocument =>
  bundleMapping(mapping, library).doc;

/** References of the mapping that neither it nor the library has. */
export const missingParts = (mapping: MappingDocument, library: MappingLibrary = {}): readonly LibraryUse[] =>
  missingUses(mapping, library);

/** A lookup table from a CSV with a header row. @throws AppError `unprocessable`. */
export function readLookupFile({ name, content }: LocalFile): LookupTable {
  try {
    return lookupFromContent(content).table;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw AppError.because(error.code, `“${basename(name)}”: ${error.userMessage ?? error.message}`, error.details);
  }
}
