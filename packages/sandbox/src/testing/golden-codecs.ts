// Payloads of goldens ⇄ values, through the codecs of the product.
import { Buffer } from 'node:buffer';
import { jsonCodec, jsonLinesCodec } from '@patchbay/codecs';
import type { Codec, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { csvCodec } from '@patchbay/codecs/csv';
import { edifactCodec, x12Codec } from '@patchbay/codecs/edi';
import { fixedWidthCodec } from '@patchbay/codecs/fixed-width';
import { hl7Codec } from '@patchbay/codecs/hl7';
import { xmlCodec } from '@patchbay/codecs/xml';
import type { Json } from '@patchbay/model/schema';
import type { GoldenFormat, GoldenPayload } from './golden.ts';

const codecs: Readonly<Record<GoldenFormat, Codec>> = {
  json: jsonCodec,
  jsonl: jsonLinesCodec,
  xml: xmlCodec,
  csv: csvCodec,
  'fixed-width': fixedWidthCodec,
  x12: x12Codec,
  edifact: edifactCodec,
  hl7: hl7Codec,
};

/** What is said by writing a text as lines. */
const asLines: Readonly<Partial<Record<GoldenFormat, Readonly<Record<string, Json>>>>> = {
  xml: { indent: 2 },
  x12: { lineBreaks: true },
  edifact: { lineBreaks: true },
};

/** A format of messages with envelopes. */
export const isMessage = (format: GoldenFormat): boolean =>
  format === 'x12' || format === 'edifact' || format === 'hl7';

export function textOfPayload({ format, options, text = '', value }: GoldenPayload): string {
  if (value !== undefined) return JSON.stringify(value);
  if (typeof text === 'string') return text;
  const usual = format === 'hl7' ? '\r' : format === 'csv' || format === 'fixed-width' ? '\r\n' : '\n';
  const end = typeof options?.['lineEnd'] === 'string' ? options['lineEnd'] : usual;
  return text.map((line) => line + end).join('');
}

const encodings: Readonly<Record<string, 'latin1' | 'utf16le'>> = {
  'iso-8859-1': 'latin1',
  'windows-1252': 'latin1',
  'utf-16le': 'utf16le',
};

function encodingOf({ format, options }: GoldenPayload): 'latin1' | 'utf16le' | 'utf8' {
  const named = options?.['encoding'] ?? (format === 'edifact' ? 'iso-8859-1' : 'utf-8');
  return (typeof named === 'string' ? encodings[named] : undefined) ?? 'utf8';
}

/** Read from bytes, as files come. */
export function readPayload(payload: GoldenPayload): Json {
  const { format, options, schema } = payload;
  const bytes = Buffer.from(textOfPayload(payload), encodingOf(payload));
  return codecs[format].readAll(bytes, { ...options, schema } as ReadOptions);
}

export function writtenAs(payload: GoldenPayload, value: Json): string {
  const { format, options, schema, text } = payload;
  const lines = Array.isArray(text) ? asLines[format] : undefined;
  const bytes = codecs[format].writeAll(value, { ...lines, ...options, schema } as WriteOptions);
  return Buffer.from(bytes).toString(encodingOf(payload));
}
