import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { Codec, ReadOptions, Row, RowSource, WriteOptions } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { limitsOf } from '../codec/limits.ts';
import { namesOfPath } from '../codec/record-path.ts';
import { allRowsOfText, rowsOfText } from '../codec/rows-of-text.ts';
import type { RowReader } from '../codec/rows-of-text.ts';
import { checkedText } from '../codec/whole-text.ts';
import { ElementSplitter } from './element-splitter.ts';
import type { ElementRun } from './element-splitter.ts';
import { parseJson } from './json.ts';

export type JsonReadOptions = ReadOptions;

export interface JsonWriteOptions extends WriteOptions {
  /** Spaces per level; without it all on one line, a record a line where records are written. */
  readonly indent?: number | undefined;
}

/**
 * JSON (RFC 8259). The records are the items of the list at `path`, or of the root; one value that is no list is one record.
 * `readAll` without `path` gives the whole document.
 */
export const jsonCodec: Codec<JsonReadOptions, JsonWriteOptions> = {
  id: 'json',

  read(chunks, options = {}) {
    return rowsOfText(chunks, () => jsonRowReader(options), { ...options, fallback: 'none' });
  },

  readAll(input, options = {}) {
    if (options.path === undefined && options.encoding === undefined && options.limits === undefined) {
      return parseJson(input);
    }
    const text = checkedText(input, { ...options, fallback: 'none' });
    return options.path === undefined ? parseJson(text) : allRowsOfText(text, jsonRowReader(options));
  },

  write: writeJson,

  writeAll(value, options = {}) {
    const [opening, closing] = frameOf(options);
    return new TextEncoder().encode(
      opening === '' ? JSON.stringify(value, null, options.indent) : opening + JSON.stringify(value) + closing,
    );
  },
};

function jsonRowReader(options: ReadOptions): RowReader {
  const splitter = new ElementSplitter(namesOfPath(options.path), limitsOf(options.limits));
  const rows: Row[] = [];
  const take = (run: ElementRun): void => {
    for (const row of rowsOfRun(run)) rows.push(row);
  };
  return {
    rows,
    push: (text) => {
      const run = splitter.push(text);
      if (run !== undefined) take(run);
    },
    end: () => {
      for (const run of splitter.end()) take(run);
    },
  };
}

function rowsOfRun({ text, place }: ElementRun): Json[] {
  const result = readJsonText(`[${text}]`);
  if (result.ok && Array.isArray(result.value) && result.value.length > 0) return result.value;
  const offset = Math.max(0, result.ok ? 0 : result.offset - 1);
  const lines = text.slice(0, offset).split('\n');
  throw CodecError.input('JSON', result.ok ? 'a value is missing' : result.reason, {
    offset: place.offset + offset,
    line: place.line + lines.length - 1,
    column: (lines.length === 1 ? place.column : 1) + (lines.at(-1)?.length ?? 0),
  });
}

/** The objects around the list of records. */
function frameOf(options: WriteOptions): [opening: string, closing: string] {
  const names = namesOfPath(options.path);
  return [names.map((name) => `{${JSON.stringify(name)}:`).join(''), '}'.repeat(names.length)];
}

async function* writeJson(rows: RowSource, options: JsonWriteOptions = {}): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const [opening, closing] = frameOf(options);
  let before = `${opening}[\n`;
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    yield encoder.encode(before + batch.map((row) => JSON.stringify(row, null, options.indent)).join(',\n'));
    before = ',\n';
  }
  const isEmpty = before !== ',\n';
  yield encoder.encode(isEmpty ? `${opening}[]${closing}\n` : `\n]${closing}\n`);
}
