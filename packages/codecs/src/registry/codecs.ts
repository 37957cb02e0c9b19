// Every format by its id. What is not light is loaded when it is first asked for.
import type { Codec, FormatId, ReadOptions, WriteOptions } from '../codec/codec.ts';
import { csvCodec } from '../csv/csv-codec.ts';
import { jsonCodec } from '../json/json-codec.ts';
import { jsonLinesCodec } from '../json/json-lines-codec.ts';

export interface Format {
  readonly id: FormatId;
  /** As people call it. */
  readonly title: string;
  /** The usual one first. */
  readonly mediaTypes: readonly string[];
  /** Of file names, without the dot; the usual one first. */
  readonly extensions: readonly string[];
  /** Whether a file is text, so that an encoding matters. */
  readonly isText: boolean;
  load(): Promise<Codec<ReadOptions, WriteOptions>>;
}

export const codecs: Readonly<Record<FormatId, Format>> = {
  json: {
    id: 'json',
    title: 'JSON',
    mediaTypes: ['application/json', 'text/json'],
    extensions: ['json'],
    isText: true,
    load: () => Promise.resolve(jsonCodec),
  },
  jsonl: {
    id: 'jsonl',
    title: 'JSON Lines',
    mediaTypes: ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines', 'application/json-seq'],
    extensions: ['jsonl', 'ndjson'],
    isText: true,
    load: () => Promise.resolve(jsonLinesCodec),
  },
  xml: {
    id: 'xml',
    title: 'XML',
    mediaTypes: ['application/xml', 'text/xml'],
    extensions: ['xml'],
    isText: true,
    load: async () => (await import('../xml/index.ts')).xmlCodec,
  },
  csv: {
    id: 'csv',
    title: 'CSV',
    mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
    extensions: ['csv', 'tsv', 'tab'],
    isText: true,
    load: () => Promise.resolve(csvCodec),
  },
  excel: {
    id: 'excel',
    title: 'Excel',
    mediaTypes: [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.ms-excel.sheet.macroenabled.12',
    ],
    extensions: ['xlsx', 'xlsm'],
    isText: false,
    load: async () => (await import('../excel/index.ts')).excelCodec,
  },
  'fixed-width': {
    id: 'fixed-width',
    title: 'Fixed width',
    mediaTypes: [],
    extensions: ['dat', 'txt', 'fix'],
    isText: true,
    load: async () => (await import('../fixed-width/index.ts')).fixedWidthCodec,
  },
  avro: {
    id: 'avro',
    title: 'Avro',
    mediaTypes: ['application/avro', 'avro/binary', 'application/vnd.apache.avro+binary'],
    extensions: ['avro'],
    isText: false,
    load: async () => (await import('../avro/index.ts')).avroCodec,
  },
  x12: {
    id: 'x12',
    title: 'X12',
    mediaTypes: ['application/edi-x12'],
    extensions: ['x12', 'edi'],
    isText: true,
    load: async () => (await import('../edi/index.ts')).x12Codec,
  },
  edifact: {
    id: 'edifact',
    title: 'EDIFACT',
    mediaTypes: ['application/edifact'],
    extensions: ['edifact', 'edi'],
    isText: true,
    load: async () => (await import('../edi/index.ts')).edifactCodec,
  },
  hl7: {
    id: 'hl7',
    title: 'HL7 v2',
    mediaTypes: ['application/hl7-v2', 'x-application/hl7-v2+er7', 'application/hl7-v2+er7'],
    extensions: ['hl7'],
    isText: true,
    load: async () => (await import('../hl7/index.ts')).hl7Codec,
  },
};

export const isFormatId = (text: string): text is FormatId => Object.hasOwn(codecs, text);

/** The format of a media type, parameters and all; `application/fhir+json` is JSON. Nothing for those that are none. */
export function formatOfMediaType(mediaType: string): FormatId | undefined {
  const bare = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const found = Object.values(codecs).find(({ mediaTypes }) => mediaTypes.includes(bare));
  if (found !== undefined) return found.id;
  if (bare.endsWith('+json')) return 'json';
  return bare.endsWith('+xml') ? 'xml' : undefined;
}

/** By the ending of the name; nothing where it says nothing, or may be several. */
export function formatOfFileName(name: string): FormatId | undefined {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = Object.values(codecs).filter(({ extensions }) => extensions.includes(ending));
  const [only] = found;
  return found.length === 1 && only?.id !== 'fixed-width' ? only?.id : undefined;
}
