import { readJsonText } from '@patchbay/model/schema';
import type { Codec, ReadOptions, Row, RowSource, WriteOptions } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { LineSplitter } from '../text/lines.ts';

export interface JsonLinesReadOptions extends ReadOptions {
  /** What to do with a line that is no JSON: fail (without it), or leave it out and tell `onReject`. */
  readonly badRows?: 'error' | 'reject' | undefined;
}

/** JSON Lines: one JSON value a line, empty lines skipped, each a record. `readAll` gives the list of them. */
export const jsonLinesCodec: Codec<JsonLinesReadOptions> = {
  id: 'jsonl',

  read(chunks, options = {}) {
    return rowsOfText(chunks, () => lineReader(options), { ...options, fallback: 'none' });
  },

  readAll(input, options = {}) {
    return allRowsOfText(checkedText(input, { ...options, fallback: 'none' }), lineReader(options));
  },

  write: writeLines,

  writeAll(value) {
    const rows = Array.isArray(value) ? value : [value];
    return new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  },
};

function lineReader(options: JsonLinesReadOptions): RowReader {
  const rows: Row[] = [];
  const lines = new LineSplitter(limitsOf(options.limits).maxRowSize);
  const onLine = (text: string, line: number, start: number): void => {
    const result = readJsonText(text);
    if (result.ok) rows.push(result.value);
    else if (text.trim() !== '') {
      const place = { offset: start + result.offset, line, column: result.offset + 1 };
      const error = CodecError.input('JSON', result.reason, place);
      if (options.badRows !== 'reject') throw error;
      options.onReject?.({ line, reason: error.message, row: text });
    }
  };
  return { rows, push: (text) => lines.push(text, onLine), end: () => lines.end(onLine) };
}

async function* writeLines(rows: RowSource, _options: WriteOptions = {}): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const batch of rows) {
    if (batch.length > 0) yield encoder.encode(batch.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
}
