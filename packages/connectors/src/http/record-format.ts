// Files of records, read and written by a codec, with the words of a step for what goes wrong.
import { codecs, CodecError, formatOfFileName, formatOfMediaType, namesOfPath } from '@patchbay/codecs';
import type { Codec, FormatId, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { ConnectorError, recordShape, schemaProblems } from '@patchbay/connector-sdk';
import type { DataSchema, Json } from '@patchbay/connector-sdk';
import { formats, formatsWithWay } from './format-fields.ts';
import type { FormatInput, RecordFormat } from './format-fields.ts';

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
export const writtenFormats = [
  'csv',
  'jsonl',
  'json',
  'excel',
  'xml',
  'fixed-width',
  'avro',
] as const satisfies readonly FormatId[];
export type WrittenFormat = (typeof writtenFormats)[number];
export const writtenFormatOptions = writtenFormats.map((format) => ({
  value: format as string,
  label: codecs[format].title,
}));

/** The bytes of a file of records. Rejects with ConnectorError for values that the format cannot hold. */
export async function* writeRecords(
  rows: AsyncIterable<readonly Json[]>,
  format: WrittenFormat,
  options: WriteOptions & { readonly delimiter?: string | undefined; readonly root?: string | undefined } = {},
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
  { path, lists, sheet, delimiter, header, ragged, encoding, ...input }: FormatInput,
  schema: DataSchema | undefined,
): Readonly<Record<string, unknown>> {
  switch (format) {
    case 'csv':
      return { schema, delimiter, header, ragged, encoding };
    case 'xml':
      return { schema: input.schema, path, lists, encoding };
    case 'json':
      return { path, encoding };
    case 'excel':
      return { schema, sheet, headerRow: header ? undefined : 0 };
    case 'fixed-width':
      return { schema, encoding };
    case 'avro':
      return { schema };
    case 'jsonl':
    case 'x12':
    case 'edifact':
    case 'hl7':
      return { encoding };
  }
}

/** Readers of these go by the schema themselves; what the others read is held against it. */
const readBySchema: ReadonlySet<RecordFormat> = new Set(['csv', 'xml', 'excel', 'fixed-width']);

/**
 * With a way to the records the schema is that of the whole document, whatever the file turns out to be: what the steps behind were told of
 * its records holds. `reading` is the schema for readers that know records alone, `record` the shape of one.
 */
function expectedOf({
  format,
  schema,
  path,
}: FormatInput): { readonly reading: DataSchema; readonly record: DataSchema | undefined } | undefined {
  if (schema === undefined) return undefined;
  const names = formatsWithWay.includes(format) ? namesOfPath(path) : [];
  const record = recordShape(schema, names);
  if (names.length === 0) return { reading: schema, record };
  if (record !== undefined) return { reading: { ...record, $defs: schema.$defs }, record };
  throw new ConnectorError('invalidInput', `The schema has nothing at ${names.join('.')}.`, {
    effect: 'none',
    next: 'Correct “Where the records stand” in the step, or choose another schema.',
  });
}

/** @throws ConnectorError for the first record that is not as the schema says. */
function recordCheck(
  format: RecordFormat,
  { schema }: FormatInput,
  shape: DataSchema | undefined,
): ((rows: readonly Json[]) => void) | undefined {
  if (schema === undefined || shape === undefined || readBySchema.has(format)) return undefined;
  let number = 0;
  return (rows) => {
    for (const row of rows) {
      number += 1;
      const problems = schemaProblems(shape, row, schema);
      if (problems.length === 0) continue;
      const few = problems.slice(0, 3).join('; ');
      throw new ConnectorError('invalidInput', `Record ${number} of the file is not as the schema says: ${few}.`, {
        effect: 'none',
        next: 'Ask whoever sends the file what changed, or choose another schema in the step.',
        details: { problems },
      });
    }
  };
}

/** Records of a file, a batch at a time. Rejects with ConnectorError. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  format: RecordFormat,
  input: FormatInput,
): AsyncGenerator<Json[]> {
  const codec: Codec<ReadOptions, WriteOptions> = await codecs[format].load();
  try {
    const expected = expectedOf(input);
    const options = Object.entries(optionsOf(format, input, expected?.reading));
    const given = Object.fromEntries(options.filter(([, value]) => value !== undefined));
    const check = recordCheck(format, input, expected?.record);
    for await (const rows of codec.read(chunks, given)) {
      check?.(rows);
      yield rows;
    }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new ConnectorError('invalidInput', `The file cannot be read as ${codecs[format].title}: ${error.message}`, {
      effect: 'none',
      next: 'Look at the file at this place, or choose another format or encoding in the step.',
      cause: error,
    });
  }
}
