import type { Codec } from '../codec/codec.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import type { CsvReadOptions, CsvWriteOptions } from './csv-options.ts';
import { CsvRowReader } from './csv-row-reader.ts';
import { writeAllCsv, writeCsv } from './csv-writer.ts';

/**
 * Text with delimiters (CSV, TSV): a record a row, named by the header. All values are text where no schema gives types. Empty
 * lines are skipped. `readAll` gives the list of records.
 */
export const csvCodec: Codec<CsvReadOptions, CsvWriteOptions> = {
  id: 'csv',
  read: (chunks, options = {}) => rowsOfText(chunks, () => new CsvRowReader(options), options),
  readAll: (input, options = {}) => allRowsOfText(checkedText(input, options), new CsvRowReader(options)),
  write: writeCsv,
  writeAll: writeAllCsv,
};
