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
export { namesOfPath } from './codec/record-path.ts';
export { CodecError } from './codec-error.ts';
export type { CodecErrorKind, CodecPlace } from './codec-error.ts';
export { csvCodec } from './csv/csv-codec.ts';
export type { CsvReadOptions, CsvWriteOptions } from './csv/csv-options.ts';
export { parseCsv } from './csv/parse-csv.ts';
export type { CsvTable } from './csv/parse-csv.ts';
export { sniffCsv } from './csv/sniff-csv.ts';
export type { SniffedCsv } from './csv/sniff-csv.ts';
export { jsonCodec } from './json/json-codec.ts';
export type { JsonReadOptions, JsonWriteOptions } from './json/json-codec.ts';
export { jsonLinesCodec } from './json/json-lines-codec.ts';
export type { JsonLinesReadOptions } from './json/json-lines-codec.ts';
export { parseJson, stringifyJson } from './json/json.ts';
export { qualifiersOf } from './messages/qualifiers.ts';
export type { Qualifier, QualifierOptions } from './messages/qualifiers.ts';
export type { ReadOptionsByFormat, WriteOptionsByFormat } from './registry/any-options.ts';
export { codecs, formatOfFileName, formatOfMediaType, isFormatId } from './registry/codecs.ts';
export type { Format } from './registry/codecs.ts';
export { sniffFormat } from './registry/sniff-format.ts';
export type { SniffedFormat, SniffHints } from './registry/sniff-format.ts';
export { decodeText } from './text/decode-text.ts';
export type { OutputEncoding } from './text/encode-text.ts';
export { encodingOf } from './text/encoding-of.ts';
export type { FoundEncoding } from './text/encoding-of.ts';
export { ChunkDecoder } from './text/text-decoder.ts';
export type { DecodeOptions } from './text/text-decoder.ts';
