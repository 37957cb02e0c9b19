import { checkedText } from '../codec/whole-text.ts';
import { CsvRowReader } from './csv-row-reader.ts';

export interface CsvTable {
  readonly header: readonly string[];
  /** One object a row, by the header's names. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/**
 * A table with a header row, for lookup tables and small files; all values are text, no name may stand twice, every row has as many
 * fields as the header. The separator is found out unless it is named. Throws `CodecError`.
 */
export function parseCsv(input: Uint8Array | string, options: { readonly separator?: string } = {}): CsvTable {
  const reader = new CsvRowReader({ delimiter: options.separator, duplicateNames: 'error' });
  reader.push(checkedText(input, {}));
  reader.end();
  return { header: reader.names, rows: reader.rows as Record<string, string>[] };
}
