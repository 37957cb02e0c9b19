// CSV (RFC 4180) with a header row, for lookup tables and small files; all values are text.
import { CodecError } from '../codec-error.ts';
import { decodeText } from '../text/decode-text.ts';

export interface CsvTable {
  readonly header: readonly string[];
  /** One object a row, by the header's names. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The separator is the one of `,` `;` and tab that stands most often in the header, unless named. Throws `CodecError`. */
export function parseCsv(input: Uint8Array | string, options: { readonly separator?: string } = {}): CsvTable {
  const text = decodeText(input);
  const separator = options.separator ?? likelySeparator(text);
  const [header, ...records] = readRecords(text, separator);
  if (header === undefined)
    throw new CodecError('The file is empty, but a header row was expected.', { offset: 0, line: 1, column: 1 });
  const names = header.fields.map((name) => name.trim());
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) throw CodecError.at('CSV', `two columns are named “${twice}”`, { text, offset: 0 });
  const rows = records.map(({ fields, offset }) => {
    if (fields.length !== names.length) {
      throw CodecError.at('CSV', `the row has ${fields.length} fields, the header has ${names.length}`, {
        text,
        offset,
      });
    }
    return Object.fromEntries(names.map((name, position) => [name, fields[position] ?? '']));
  });
  return { header: names, rows };
}

function likelySeparator(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (separator: string): number => firstLine.split(separator).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

interface CsvRecord {
  readonly fields: string[];
  readonly offset: number;
}

/** Records with the places where they begin. Empty lines are skipped. */
function readRecords(text: string, separator: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let at = 0;
  let offset = 0;
  const endRecord = (): void => {
    if (fields.length > 1 || fields[0] !== '') records.push({ fields, offset });
    fields = [];
  };
  while (at < text.length) {
    if (fields.length === 0) offset = at;
    const field = text.charAt(at) === '"' ? quotedField(text, at) : plainField(text, at, separator);
    fields.push(field.value);
    at = field.end;
    if (text.startsWith(separator, at)) {
      at += separator.length;
      if (at === text.length) fields.push('');
    } else {
      at = skipLineEnd(text, at);
      endRecord();
    }
  }
  if (fields.length > 0) endRecord();
  return records;
}

function skipLineEnd(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return at + 2;
  const character = text.charAt(at);
  if (character === '\n' || character === '\r' || character === '') return at + 1;
  throw CodecError.at('CSV', 'text follows the closing quote of a field', { text, offset: at });
}

function plainField(text: string, start: number, separator: string): { value: string; end: number } {
  let end = start;
  while (
    end < text.length &&
    text.charAt(end) !== '\n' &&
    text.charAt(end) !== '\r' &&
    !text.startsWith(separator, end)
  )
    end += 1;
  return { value: text.slice(start, end), end };
}

/** A quote inside is written twice. */
function quotedField(text: string, start: number): { value: string; end: number } {
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) throw CodecError.at('CSV', 'the closing quote of a field is missing', { text, offset: start });
    value += text.slice(from, close);
    if (text.charAt(close + 1) !== '"') return { value, end: close + 1 };
    value += '"';
    from = close + 2;
  }
}
