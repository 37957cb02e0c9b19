// The options of each format by its id, for callers that hold the id and the options apart.
import type { AvroReadOptions, AvroWriteOptions } from '../avro/avro-codec.ts';
import type { CsvReadOptions, CsvWriteOptions } from '../csv/csv-options.ts';
import type { EdifactWriteOptions } from '../edifact/edifact-form.ts';
import type { ExcelReadOptions, ExcelWriteOptions } from '../excel/excel-options.ts';
import type { FixedWidthReadOptions, FixedWidthWriteOptions } from '../fixed-width/options.ts';
import type { Hl7WriteOptions } from '../hl7/hl7-writer.ts';
import type { JsonReadOptions, JsonWriteOptions } from '../json/json-codec.ts';
import type { JsonLinesReadOptions } from '../json/json-lines-codec.ts';
import type { MessageReadOptions } from '../messages/interchange-reader.ts';
import type { X12WriteOptions } from '../x12/x12-form.ts';
import type { XmlReadOptions, XmlWriteOptions } from '../xml/xml-options.ts';

export interface ReadOptionsByFormat {
  readonly json: JsonReadOptions;
  readonly jsonl: JsonLinesReadOptions;
  readonly xml: XmlReadOptions;
  readonly csv: CsvReadOptions;
  readonly excel: ExcelReadOptions;
  readonly 'fixed-width': FixedWidthReadOptions;
  readonly avro: AvroReadOptions;
  readonly x12: MessageReadOptions;
  readonly edifact: MessageReadOptions;
  readonly hl7: MessageReadOptions;
}

export interface WriteOptionsByFormat {
  readonly json: JsonWriteOptions;
  readonly jsonl: object;
  readonly xml: XmlWriteOptions;
  readonly csv: CsvWriteOptions;
  readonly excel: ExcelWriteOptions;
  readonly 'fixed-width': FixedWidthWriteOptions;
  readonly avro: AvroWriteOptions;
  readonly x12: X12WriteOptions;
  readonly edifact: EdifactWriteOptions;
  readonly hl7: Hl7WriteOptions;
}
