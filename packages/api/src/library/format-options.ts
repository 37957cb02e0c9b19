// The options of each format that a request may set. What is not named here is refused: a mistyped option would be silence.
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import * as z from 'zod';

const text = z.string().max(400);
const mark = z.string().max(1);
const names = z.array(text).max(20_000);
const badValues = z.enum(['error', 'keep', 'reject']);
const reading = { path: text, encoding: z.string().max(40) };
const writing = { path: text };
const encoding = z.enum(['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1']);
const envelope = z.record(text, z.record(text, z.union([z.string(), z.number()])));
/** `avroSchema` where the file brings none, and for writing. */
const avro = { avroSchema: z.json(), framing: z.enum(['container', 'binary', 'confluent']) };
const messages = {
  read: {
    ...reading,
    guide: text,
    unknownSegments: z.enum(['error', 'keep', 'named']),
    badValues,
    checkCounts: z.boolean(),
  },
  write: {
    ...writing,
    guide: text,
    envelope,
    now: z.iso.datetime({ offset: true }),
    controlNumber: z.int().min(0),
    lineBreaks: z.boolean(),
  },
};

const options = {
  json: { read: reading, write: { ...writing, indent: z.int().min(0).max(10) } },
  jsonl: { read: { ...reading, badRows: z.enum(['error', 'reject']) }, write: writing },
  xml: {
    read: { ...reading, lists: names, keepPrefixes: z.boolean(), badValues },
    write: { ...writing, root: text, indent: z.int().min(0).max(10), declaration: z.boolean(), encoding },
  },
  csv: {
    read: {
      ...reading,
      delimiter: mark,
      quote: mark,
      header: z.union([z.boolean(), z.literal('auto')]),
      columns: names,
      duplicateNames: z.enum(['number', 'error']),
      decimal: z.enum(['.', ',', 'auto']),
      skipLines: z.int().min(0).max(1_000_000),
      comment: text,
      nullText: text,
      ragged: z.enum(['error', 'pad', 'reject']),
      missingColumns: z.enum(['allow', 'error']),
      badValues,
    },
    write: {
      ...writing,
      delimiter: mark,
      quote: mark,
      header: z.boolean(),
      columns: names,
      lineEnd: z.enum(['\r\n', '\n']),
      decimal: z.enum(['.', ',']),
      nullText: text,
      guardFormulas: z.boolean(),
      encoding,
      byteOrderMark: z.boolean(),
    },
  },
  excel: {
    read: {
      ...reading,
      sheet: z.union([text, z.int().min(1)]),
      headerRow: z.int().min(0),
      columns: names,
      duplicateNames: z.enum(['number', 'error']),
      range: text,
      badValues,
    },
    write: { ...writing, sheet: text, header: z.boolean(), columns: names },
  },
  'fixed-width': {
    read: { ...reading, recordLength: z.int().min(1), shortLines: z.enum(['pad', 'error']), badValues },
    write: { ...writing, lineEnd: z.enum(['\r\n', '\n', '']), encoding },
  },
  avro: {
    read: avro,
    write: { ...avro, compression: z.enum(['null', 'deflate']), schemaId: z.int().min(0) },
  },
  x12: messages,
  edifact: { read: messages.read, write: { ...messages.write, serviceString: z.boolean() } },
  hl7: messages,
} as const;

export type FormatName = keyof typeof options;
export const formatNames = Object.keys(options) as FormatName[];

/** @throws AppError `invalidInput` that names the options there are. */
export function checkedOptions(
  format: FormatName,
  direction: 'read' | 'write',
  given: Readonly<Record<string, Json>>,
): Record<string, unknown> {
  const known = options[format][direction];
  const parsed = z.strictObject(known).partial().safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw AppError.because(
    'invalidInput',
    `The options of ${format} cannot be used: ${where === '' ? '' : `“${where}”: `}${issue?.message ?? ''}. They are ${Object.keys(known).join(', ')}.`,
  );
}
