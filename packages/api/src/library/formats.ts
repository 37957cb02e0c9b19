// The formats that the API reads and writes. What a stranger sends is bounded here; what is wrong with it is said in words.
import type { Codec, FormatId, Limits } from '@patchbay/codecs';
import { CodecError, jsonCodec, jsonLinesCodec } from '@patchbay/codecs';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { librarySizes } from './library.contract.ts';

const codecs: Readonly<Partial<Record<FormatId, Codec>>> = {
  json: jsonCodec,
  jsonl: jsonLinesCodec,
};
/** Formats whose files are bytes, not text. */
const binary: ReadonlySet<string> = new Set(['excel', 'avro']);

export function codecOf(format: string): Codec {
  const codec = Object.hasOwn(codecs, format) ? codecs[format as FormatId] : undefined;
  if (codec !== undefined) return codec;
  throw AppError.because(
    'unprocessable',
    `The format “${format}” is not known. Choose one of ${Object.keys(codecs).join(', ')}.`,
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

export interface Decoding {
  readonly format: string;
  readonly schema?: DataSchema | undefined;
  readonly options?: Readonly<Record<string, Json>> | undefined;
  /** Without them those of a server. */
  readonly limits?: Partial<Limits> | undefined;
}

/** @throws AppError `unprocessable` with the place; `what` names the thing in the sentence: “the source order”. */
export function decode(content: Uint8Array | string, decoding: Decoding, what: string): Json {
  const { format, schema, options, limits = serverLimits } = decoding;
  const codec = codecOf(format);
  return saidAsAppError(`${what} cannot be read`, () =>
    codec.readAll(content, { ...options, ...(schema === undefined ? {} : { schema }), limits }),
  );
}

export interface EncodedOutput {
  readonly format: string;
  readonly text?: string;
  readonly base64?: string;
}

/** @throws AppError `unprocessable`. */
export function encode(value: Json, { format, schema, options }: Decoding): EncodedOutput {
  const codec = codecOf(format);
  const bytes = saidAsAppError('The output cannot be written', () =>
    codec.writeAll(value, { ...options, ...(schema === undefined ? {} : { schema }) }),
  );
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return binary.has(format) ? { format, base64: buffer.toString('base64') } : { format, text: buffer.toString('utf8') };
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
