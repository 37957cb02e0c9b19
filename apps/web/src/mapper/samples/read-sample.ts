// A sample from a file or a pasted text of any format. Pure but for the codecs that it loads; it runs in a worker.
import { CodecError, codecs, encodingOf, sniffFormat } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import { resolveRef, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { fitSample } from './fit-sample.ts';

export interface SampleContent {
  readonly content: Uint8Array | string;
  readonly fileName?: string | undefined;
  /** Undefined: it is found out. */
  readonly format?: FormatId | undefined;
  /** The shape of the source that it fills. */
  readonly schema?: DataSchema | undefined;
  /** Of XML without a schema: ways of elements that are lists even where they come once. */
  readonly lists?: readonly string[] | undefined;
  /** Which record is taken where the source is one and the file has several; from 0. */
  readonly record?: number | undefined;
  /** Characters of JSON that may be kept. */
  readonly limit: number;
}

export interface SampleRead {
  readonly ok: true;
  readonly value: Json;
  /** The format as people call it, and the encoding of its text. */
  readonly format: string;
  readonly encoding: string | undefined;
  /** How many records there are where one of them is taken, and which it is. */
  readonly records: { readonly count: number; readonly taken: number } | undefined;
  /** What was done to it, in sentences. */
  readonly notes: readonly string[];
}

export interface SampleUnread {
  readonly ok: false;
  /** What is wrong, as a sentence. */
  readonly reason: string;
  readonly next: string;
  /** The line that is wrong, with the column to look at. */
  readonly excerpt: { readonly line: number; readonly column: number; readonly text: string } | undefined;
}

/** Bytes that are taken at all. */
export const largestFile = 200_000_000;

export async function readSample(given: SampleContent): Promise<SampleRead | SampleUnread> {
  const { content } = given;
  if (content.length === 0 || (typeof content === 'string' && content.trim() === ''))
    return unread('There is nothing in it.', 'Give a file or a text with data.');
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const format = given.format ?? sniffFormat(bytes, { fileName: given.fileName })[0]?.format;
  if (format === undefined)
    return unread(
      'Nobody can tell what this is.',
      'Say the format, or take JSON, XML, CSV, Excel, Avro, X12, EDIFACT or HL7.',
    );
  try {
    return await readAs(format, bytes, given);
  } catch (error) {
    if (error instanceof CodecError) return unreadable(error, bytes, format);
    if (error instanceof RangeError)
      return unread('It is too large or too deep for the browser to hold.', 'Take a part of it.');
    throw error;
  }
}

async function readAs(
  format: FormatId,
  bytes: Uint8Array,
  { schema, lists, record = 0, limit }: SampleContent,
): Promise<SampleRead | SampleUnread> {
  const codec = await codecs[format].load();
  const notes: string[] = [];
  const shape = recordShape(schema, format);
  const read = (one: DataSchema | undefined): Json => codec.readAll(bytes, { ...tolerant(format, lists), schema: one });
  let whole: Json;
  try {
    whole = read(shape);
  } catch (error) {
    // A file that is not what the schema says is still something to try the mapping on: that is what one wants to see.
    if (!(error instanceof CodecError) || shape === undefined || format === 'fixed-width') throw error;
    whole = read(undefined);
    notes.push(`It does not follow the schema of the source, so it was read without it. ${error.message}`);
  }
  const isOneOfMany = Array.isArray(whole) && takesOne(schema) && whole.length > 0;
  const count = Array.isArray(whole) ? whole.length : 0;
  const taken = Math.min(Math.max(0, record), count - 1);
  const value = isOneOfMany ? ((whole as Json[])[taken] ?? null) : whole;
  const fitted = fitSample(value, limit);
  if (fitted === undefined)
    return unread(
      'It is too large for a sample, even with one item of each list.',
      'A sample is kept inside the mapping. Take a smaller one.',
    );
  return {
    ok: true,
    value: fitted.value,
    format: codecs[format].title,
    encoding: codecs[format].isText ? encodingOf(bytes.subarray(0, 65_536)).encoding : undefined,
    records: isOneOfMany && count > 1 ? { count, taken } : undefined,
    notes: [
      ...notes,
      ...fitted.cuts.map(
        ({ path, had, kept }) => `${path} has ${words(had)} items; the first ${words(kept)} are kept.`,
      ),
    ],
  };
}

const words = (count: number): string => count.toLocaleString('en-US');

/** A sample may be as untidy as life: what does not fit stays, as it is. */
function tolerant(format: FormatId, lists: readonly string[] | undefined): object {
  if (format === 'csv')
    return { delimiter: undefined, header: 'auto', decimal: 'auto', ragged: 'pad', badValues: 'keep' };
  if (format === 'xml') return { badValues: 'keep', ...(lists === undefined ? {} : { lists }) };
  return format === 'fixed-width' || format === 'excel' ? { badValues: 'keep' } : {};
}

/** Tables and messages are lists of records: the codec is told the shape of one. */
function recordShape(schema: DataSchema | undefined, format: FormatId): DataSchema | undefined {
  if (schema === undefined || format === 'json' || format === 'jsonl') return undefined;
  const at = resolveRef(schema, schema);
  if (format === 'xml' || !typesOf(at).includes('array') || at.items === undefined) return schema;
  return { ...at.items, ...(schema.$defs === undefined ? {} : { $defs: schema.$defs }) };
}

function takesOne(schema: DataSchema | undefined): boolean {
  if (schema === undefined) return false;
  const types = typesOf(resolveRef(schema, schema));
  return types.includes('object') && !types.includes('array');
}

const unread = (reason: string, next: string): SampleUnread => ({ ok: false, reason, next, excerpt: undefined });

function unreadable(error: CodecError, bytes: Uint8Array, format: FormatId): SampleUnread {
  const { isText, title } = codecs[format];
  return {
    ok: false,
    reason: error.message,
    next:
      error.kind === 'limit'
        ? 'Take a part of it.'
        : `Mend it where it comes from, or say another format than ${title} if it is none.`,
    excerpt: isText && error.kind === 'input' ? excerptAt(bytes, error) : undefined,
  };
}

const longestExcerpt = 120;

/** The line of a place, cut around its column. */
function excerptAt(bytes: Uint8Array, { line, column }: CodecError): SampleUnread['excerpt'] {
  const text = new TextDecoder(encodingOf(bytes.subarray(0, 65_536)).encoding).decode(bytes);
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  const from = Math.max(start, start + column - 1 - longestExcerpt / 2);
  const end = text.indexOf('\n', start);
  const to = Math.min(end < 0 ? text.length : end, from + longestExcerpt);
  const shown = text.slice(from, to).replaceAll(/[\t\r]/g, ' ');
  return { line, column: start + column - from, text: shown };
}
