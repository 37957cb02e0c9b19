// Formats of files of records, as fields of a step: what is read, and how.
import { codecs, CodecError, formatOfFileName, formatOfMediaType } from '@patchbay/codecs';
import type { Codec, FormatId, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { ConnectorError } from '@patchbay/connector-sdk';
import type { FieldDefinition, Json } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { blankAsAbsent } from './request.ts';

const formats = [
  'csv',
  'excel',
  'jsonl',
  'json',
  'xml',
  'avro',
  'x12',
  'edifact',
  'hl7',
] as const satisfies readonly FormatId[];
type RecordFormat = (typeof formats)[number];
const options = formats.map((format) => ({ value: format as string, label: codecs[format].title }));

export const formatFields: readonly FieldDefinition[] = [
  {
    name: 'format',
    label: 'Format',
    control: 'select',
    dynamic: false,
    default: 'auto',
    options: [{ value: 'auto', label: 'As the file says' }, ...options],
  },
  {
    name: 'path',
    label: 'Where the records stand',
    description: 'For JSON and XML: the way to the list in the document, such as data.orders.',
    control: 'text',
    dynamic: false,
    placeholder: 'data.orders',
    showWhen: { field: 'format', in: ['auto', 'json', 'xml'] },
  },
  {
    name: 'lists',
    label: 'Elements that may come more than once',
    description:
      'For XML, parted by commas, from below the root on: order.line. They are lists even where only one of them comes.',
    control: 'text',
    dynamic: false,
    placeholder: 'order.line, order.note',
    showWhen: { field: 'format', in: ['auto', 'xml'] },
  },
  {
    name: 'sheet',
    label: 'Sheet',
    description: 'For Excel: its name, or its place from 1. Empty: the first that is not hidden.',
    control: 'text',
    dynamic: false,
    placeholder: 'Orders',
    showWhen: { field: 'format', in: ['auto', 'excel'] },
  },
  {
    name: 'delimiter',
    label: 'Delimiter',
    description: 'For CSV. Empty: found out from the beginning of the file.',
    control: 'text',
    dynamic: false,
    advanced: true,
    placeholder: ';',
    showWhen: { field: 'format', in: ['auto', 'csv'] },
  },
  {
    name: 'header',
    label: 'The first line names the columns',
    control: 'boolean',
    dynamic: false,
    advanced: true,
    default: true,
    showWhen: { field: 'format', in: ['auto', 'csv', 'excel'] },
  },
  {
    name: 'ragged',
    label: 'Lines with too few or too many cells',
    control: 'select',
    dynamic: false,
    advanced: true,
    default: 'error',
    options: [
      { value: 'error', label: 'Fail' },
      { value: 'pad', label: 'Fill up with nothing' },
    ],
    showWhen: { field: 'format', in: ['auto', 'csv'] },
  },
  {
    name: 'encoding',
    label: 'Encoding',
    description: 'Empty: found out.',
    control: 'text',
    dynamic: false,
    advanced: true,
    placeholder: 'utf-8',
  },
];

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

export const FormatInput = z.object({
  format: blankAsAbsent(z.enum(['auto', ...formats]).default('auto')),
  path: blankAsAbsent(z.string().optional()),
  lists: blankAsAbsent(z.string().transform(namesIn).optional()),
  sheet: blankAsAbsent(z.string().trim().optional()),
  delimiter: blankAsAbsent(z.string().length(1, 'must be one character').optional()),
  header: blankAsAbsent(z.boolean().default(true)),
  ragged: blankAsAbsent(z.enum(['error', 'pad']).default('error')),
  encoding: blankAsAbsent(z.string().optional()),
});
export type FormatInput = z.output<typeof FormatInput>;

const isRecordFormat = (format: FormatId | undefined): format is RecordFormat =>
  formats.some((known) => known === format);

/** What the step says, else what the file says of itself. */
export function formatOf(
  chosen: FormatInput['format'],
  file: { readonly mediaType?: string | undefined; readonly name?: string | undefined },
): RecordFormat {
  if (chosen !== 'auto') return chosen;
  const said = formatOfMediaType(file.mediaType ?? '');
  if (isRecordFormat(said)) return said;
  const named = formatOfFileName(file.name ?? '');
  if (isRecordFormat(named)) return named;
  throw new ConnectorError('invalidInput', 'Nothing says which format the file has.', {
    effect: 'none',
    next: 'Choose the format in the step.',
    details: { mediaType: file.mediaType ?? null, name: file.name ?? null },
  });
}

/** Formats that records are written in, a batch at a time. */
export const writtenFormats = ['csv', 'jsonl', 'json', 'excel'] as const satisfies readonly FormatId[];
export type WrittenFormat = (typeof writtenFormats)[number];
export const writtenFormatOptions = writtenFormats.map((format) => ({
  value: format as string,
  label: codecs[format].title,
}));

/** The bytes of a file of records. Rejects with ConnectorError for values that the format cannot hold. */
export async function* writeRecords(
  rows: AsyncIterable<readonly Json[]>,
  format: WrittenFormat,
  options: WriteOptions & { readonly delimiter?: string | undefined } = {},
): AsyncGenerator<Uint8Array> {
  const codec: Codec<ReadOptions, WriteOptions> = await codecs[format].load();
  try {
    yield* codec.write(rows, options);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new ConnectorError(
      'invalidInput',
      `The records cannot be written as ${codecs[format].title}: ${error.message}`,
      {
        effect: 'none',
        next: 'Shape the records with a map step before this one, or choose another format.',
        cause: error,
      },
    );
  }
}

export const writtenMediaType = (format: WrittenFormat): string =>
  `${codecs[format].mediaTypes[0] ?? 'application/octet-stream'}${codecs[format].isText ? '; charset=utf-8' : ''}`;
export const writtenExtension = (format: WrittenFormat): string => codecs[format].extensions[0] ?? format;

function optionsOf(
  format: RecordFormat,
  { path, lists, sheet, delimiter, header, ragged, encoding }: FormatInput,
): Readonly<Record<string, unknown>> {
  if (format === 'csv') return { delimiter, header, ragged, encoding };
  if (format === 'xml') return { path, lists, encoding };
  if (format === 'json') return { path, encoding };
  if (format !== 'excel') return codecs[format].isText ? { encoding } : {};
  return { sheet, headerRow: header ? undefined : 0 };
}

/** Records of a file, a batch at a time. Rejects with ConnectorError. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  format: RecordFormat,
  input: FormatInput,
): AsyncGenerator<Json[]> {
  const codec: Codec<ReadOptions, WriteOptions> = await codecs[format].load();
  const given = Object.fromEntries(Object.entries(optionsOf(format, input)).filter(([, value]) => value !== undefined));
  try {
    yield* codec.read(chunks, given);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new ConnectorError('invalidInput', `The file cannot be read as ${codecs[format].title}: ${error.message}`, {
      effect: 'none',
      next: 'Look at the file at this place, or choose another format or encoding in the step.',
      cause: error,
    });
  }
}
