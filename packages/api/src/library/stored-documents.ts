// Documents of the library as text and back. They were parsed at the door, so they are read back without a second check.
import { AppError } from '@patchbay/model/errors';
import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { librarySizes } from './library.contract.ts';

export const readStoredMapping = (text: string): MappingDocument => JSON.parse(text) as MappingDocument;
export const readStoredSchema = (text: string): DataSchema => JSON.parse(text) as DataSchema;
export const readStoredLookup = (text: string): LookupTable => JSON.parse(text) as LookupTable;

const words = { schema: 'schema', mapping: 'mapping', lookup: 'lookup table' } as const;
const advice = {
  schema: 'Take examples out of it, or split it.',
  mapping: 'Take samples out of it, or split it into mappings that use each other.',
  lookup: 'Split it, or read it as a lookup source of the mapping.',
} as const;

/** The text that is stored. @throws AppError `tooLarge`. */
export function storedText(kind: keyof typeof words, document: unknown): string {
  const text = JSON.stringify(document);
  if (text.length <= librarySizes[kind]) return text;
  throw AppError.because(
    'tooLarge',
    `The ${words[kind]} has ${megabytes(text.length)} MB, and ${megabytes(librarySizes[kind])} MB is the most. ${advice[kind]}`,
  );
}

const megabytes = (units: number): string => (units / 1_000_000).toFixed(1).replace(/\.0$/, '');
