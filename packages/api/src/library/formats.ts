// The formats that the API reads and writes. What a stranger sends is bounded here; what is wrong with it is said in words.
import type { Codec, Limits, RejectedRow } from '@patchbay/codecs';
import { CodecError, codecs, isFormatId } from '@patchbay/codecs';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { checkedOptions, formatNames } from './format-options.ts';
import type { FormatName } from './format-options.ts';
import { librarySizes } from './library.contract.ts';

/** Files of the others are bytes. */
const isTextFormat = (format: string): boolean => !isFormatId(format) || codecs[format].isText;
/** Formats whose files are lists of records, whatever their number. */
export const isRecordFormat = (format: string): boolean => format !== 'json' && format !== 'xml';
/** Formats whose envelopes carry the time. */
const dated: ReadonlySet<string> = new Set(['x12', 'edifact', 'hl7']);

/** @throws AppError `unprocessable` that names the formats there are. */
export async function openFormat(format: string): Promise<{ format: FormatName; codec: Codec }> {
  const found = formatNames.find((name) => name === format);
  if (found !== undefined) return { format: found, codec: await codecs[found].load() };
  throw AppError.because(
    'unprocessable',
    `The format “${format}” is not known. Choose one of ${formatNames.join(', ')}.`,
  );
}

export interface Content {
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
}

/** The bytes or the text of a file. @throws AppError `tooLarge`. */
export function contentOf({ text, base64 }: Content): Uint8Array | string {
  const content = text ?? Buffer.from(base64 ?? '', 'base64');
  if (content.length <= librarySizes.text) return content;
  throw AppError.because(
    'tooLarge',
    `The content is larger than ${librarySizes.text / 1_000_000} MB. Send less at once, or use the command line, which reads files of any size.`,
  );
}

/** What reading may cost a server that others use too. */
const serverLimits: Partial<Limits> = { maxBytes: 64_000_000 };
const rejectedShown = 20;

export interface Decoding {
  readonly format: string;
  readonly schema?: DataSchema | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
  /** Without them those of a server. */
  readonly limits?: Partial<Limits> | undefined;
}

export interface Decoded {
  readonly value: Json;
  /** Records that the options say to leave out. */
  readonly diagnostics: Diagnostic[];
}

/** @throws AppError `unprocessable` with the place; `what` names the thing in the sentence: “the source order”. */
export async function decode(content: Uint8Array | string, decoding: Decoding, what: string): Promise<Decoded> {
  const { schema, limits = serverLimits } = decoding;
  const { format, codec } = await openFormat(decoding.format);
  const rejected: RejectedRow[] = [];
  const options = {
    ...checkedOptions(format, 'read', decoding.options ?? {}),
    ...(schema === undefined ? {} : { schema }),
    limits,
    onReject: (row: RejectedRow) => rejected.push(row),
  };
  // Formats of bytes take no text; a text that is sent for one is its bytes as they are.
  const input = !isTextFormat(format) && typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  const value = saidAsAppError(`${what} cannot be read`, () => codec.readAll(input, options));
  return { value, diagnostics: leftOut(rejected, what) };
}

const leftOut = (rejected: readonly RejectedRow[], what: string): Diagnostic[] =>
  rejected.slice(0, rejectedShown).map(({ line, reason }, at) => ({
    severity: 'warning',
    code: 'input.rejectedRow',
    message: `${what}: the record of line ${line} is left out${at === 0 && rejected.length > rejectedShown ? ` (of ${rejected.length})` : ''}. ${reason}`,
    at: {},
  }));

export interface Encoding {
  readonly format: string;
  readonly schema?: DataSchema | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
  /** Milliseconds since 1970: the time that envelopes carry. */
  readonly now: number;
}

/** @throws AppError `unprocessable` when the format cannot hold the value. */
export async function encodeBytes(
  value: Json,
  { format: name, schema, options = {}, now }: Encoding,
): Promise<Uint8Array> {
  const { format, codec } = await openFormat(name);
  const given = {
    ...usualOptions(format, schema, now),
    ...checkedOptions(format, 'write', options),
    ...(schema === undefined ? {} : { schema }),
  };
  return saidAsAppError('The output cannot be written', () => codec.writeAll(value, given));
}

/** What a format needs and nobody said: the time of envelopes, the name of a root element. */
export function usualOptions(format: FormatName, schema: DataSchema | undefined, now: number): Record<string, unknown> {
  if (dated.has(format)) return { now: new Date(now).toISOString() };
  if (format !== 'xml' || schema?.['x-xml']?.name !== undefined) return {};
  const title = schema?.title ?? '';
  return { root: /^[A-Za-z_][\w.-]*$/.test(title) ? title : 'root' };
}

export interface EncodedOutput {
  readonly format: string;
  readonly text?: string;
  readonly base64?: string;
}

/** As text where the bytes are UTF-8, else in base64. */
export async function encode(value: Json, encoding: Encoding): Promise<EncodedOutput> {
  const { format, options = {} } = encoding;
  const bytes = await encodeBytes(value, encoding);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isText = isTextFormat(format) && (options['encoding'] ?? 'utf-8') === 'utf-8';
  return isText ? { format, text: buffer.toString('utf8') } : { format, base64: buffer.toString('base64') };
}

/** What a codec throws, in the words of the API. */
export function saidAsAppError<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    const { message, kind, line, column } = cause;
    const code = kind === 'limit' ? 'tooLarge' : kind === 'option' ? 'invalidInput' : 'unprocessable';
    throw AppError.because(code, `${what}. ${message}`, { kind, line, column });
  }
}
