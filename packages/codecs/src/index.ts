export type {
  ByteSource,
  Codec,
  FormatId,
  ReadOptions,
  RejectedRow,
  Row,
  RowSource,
  WriteOptions,
} from './codec/codec.ts';
export { defaultLimits } from './codec/limits.ts';
export type { Limits } from './codec/limits.ts';
export { CodecError } from './codec-error.ts';
export type { CodecErrorKind, CodecPlace } from './codec-error.ts';
export { parseCsv } from './csv/parse-csv.ts';
export type { CsvTable } from './csv/parse-csv.ts';
export { decodeText } from './text/decode-text.ts';
export type { OutputEncoding } from './text/encode-text.ts';
export { ChunkDecoder } from './text/text-decoder.ts';
export type { DecodeOptions } from './text/text-decoder.ts';
export { jsonCodec } from './json/json-codec.ts';
export type { JsonReadOptions, JsonWriteOptions } from './json/json-codec.ts';
export { jsonLinesCodec } from './json/json-lines-codec.ts';
export type { JsonLinesReadOptions } from './json/json-lines-codec.ts';
export { parseJson, stringifyJson } from './json/json.ts';
