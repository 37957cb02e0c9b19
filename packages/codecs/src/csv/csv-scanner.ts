// CSV text → fields of records (RFC 4180, and what people make of it). A line without quotes costs one split.
import { CodecError } from '../codec-error.ts';
import type { CodecPlace } from '../codec-error.ts';
import { inMegabytes } from '../codec/limits.ts';
import type { Limits } from '../codec/limits.ts';
import { HeldText } from '../text/held-text.ts';

export interface CsvForm {
  readonly delimiter: string;
  /** Empty: no field is ever quoted. */
  readonly quote: string;
  readonly lineEnd: '\n' | '\r';
  /** Lines that begin with it are skipped. */
  readonly comment?: string | undefined;
}

export type OnRecord = (fields: string[], line: number) => void;

export class CsvScanner {
  readonly #form: CsvForm;
  readonly #limits: Limits;
  readonly #held = new HeldText();
  #line: number;
  #consumed: number;

  /** `line` and `offset` say where in the file the text begins. */
  constructor(form: CsvForm, at: { readonly limits: Limits; readonly line?: number; readonly offset?: number }) {
    this.#form = form;
    this.#limits = at.limits;
    this.#line = at.line ?? 1;
    this.#consumed = at.offset ?? 0;
  }

  push(piece: string, onRecord: OnRecord): void {
    const text = this.#held.add(piece);
    if (text === undefined) return;
    const done = this.#scan({ text, isLast: false, onRecord });
    this.#consumed += done;
    const rest = text.slice(done);
    if (rest.length > this.#limits.maxRowSize) {
      const cap = inMegabytes(this.#limits.maxRowSize);
      const message = `The record that begins in line ${this.#line} is longer than ${cap}; perhaps a closing quote is missing.`;
      throw CodecError.limit(`${message} Mend the file, or raise maxRowSize.`, this.#place());
    }
    this.#held.hold(rest);
  }

  end(onRecord: OnRecord): void {
    this.#scan({ text: this.#held.rest(), isLast: true, onRecord });
  }

  /** Of the line at hand. */
  #place(column = 1): CodecPlace {
    return { offset: this.#consumed, line: this.#line, column };
  }

  /** How much of the text was whole records. */
  #scan({ text, isLast, onRecord }: { text: string; isLast: boolean; onRecord: OnRecord }): number {
    const { lineEnd, quote, delimiter, comment } = this.#form;
    let at = 0;
    let nextQuote = quote === '' ? -1 : text.indexOf(quote);
    while (at < text.length) {
      const found = text.indexOf(lineEnd, at);
      if (found === -1 && !isLast) break;
      const end = found === -1 ? text.length : found;
      if (nextQuote !== -1 && nextQuote < at) nextQuote = text.indexOf(quote, at);
      if (comment !== undefined && text.startsWith(comment, at)) {
        this.#line += 1;
      } else if (nextQuote === -1 || nextQuote >= end) {
        const stop = end > at && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
        if (stop > at) this.#emit(text.slice(at, stop).split(delimiter), onRecord);
        this.#line += 1;
      } else {
        const record = this.#quoted(text, at, isLast);
        if (record === undefined) break;
        this.#emit(record.fields, onRecord);
        this.#line += record.lines;
        at = record.end;
        continue;
      }
      at = end + 1;
    }
    return Math.min(at, text.length);
  }

  #emit(fields: string[], onRecord: OnRecord): void {
    if (fields.length > this.#limits.maxFields) {
      const count = `${fields.length} fields, more than the ${this.#limits.maxFields} that are allowed`;
      throw CodecError.limit(
        `Line ${this.#line} has ${count}. Check the delimiter, or raise maxFields.`,
        this.#place(),
      );
    }
    onRecord(fields, this.#line);
  }

  /** A record with a quote in it, field by field; nothing when its end may still come. */
  #quoted(text: string, start: number, isLast: boolean): QuotedRecord | undefined {
    const { delimiter, quote, lineEnd } = this.#form;
    const fields: string[] = [];
    let at = start;
    // Looked for once in each line, not once for each field.
    let line = text.indexOf(lineEnd, start);
    for (;;) {
      if (line !== -1 && line < at) line = text.indexOf(lineEnd, at);
      const isQuoted = text.startsWith(quote, at);
      const field = isQuoted ? this.#quotedField(text, at, isLast) : this.#plainField(text, at, { line, isLast });
      if (field === undefined) return undefined;
      fields.push(field.value);
      at = field.end;
      if (text.charAt(at) === delimiter) {
        at += 1;
        continue;
      }
      if (text.charCodeAt(at) === 0x0d && lineEnd === '\n') {
        if (at + 1 >= text.length && !isLast) return undefined;
        at += 1;
      }
      if (at < text.length && text.charAt(at) !== lineEnd) {
        const column = at - Math.max(start, text.lastIndexOf(lineEnd, at) + 1) + 1;
        const lines = linesIn(text.slice(start, at), lineEnd);
        const place = { offset: this.#consumed + at, line: this.#line + lines, column };
        throw CodecError.input('CSV', 'text follows the closing quote of a field', place);
      }
      const end = Math.min(text.length, at + 1);
      return { fields, end, lines: Math.max(1, linesIn(text.slice(start, end), lineEnd)) };
    }
  }

  /** `line`: where the line ends, or -1. */
  #plainField(
    text: string,
    start: number,
    { line, isLast }: { readonly line: number; readonly isLast: boolean },
  ): Field | undefined {
    const { delimiter } = this.#form;
    if (line === -1 && !isLast && !text.includes(delimiter, start)) return undefined;
    // Only as far as the line goes: a file may have no delimiter at all.
    const rest = text.slice(start, line === -1 ? text.length : line);
    const place = rest.indexOf(delimiter);
    const next = place === -1 ? -1 : start + place;
    const end = next === -1 ? start + rest.length : next;
    const stop = end > start && end !== next && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    return { value: text.slice(start, stop), end: stop };
  }

  /** A quote inside is written twice. */
  #quotedField(text: string, start: number, isLast: boolean): Field | undefined {
    const { quote } = this.#form;
    let value = '';
    let from = start + 1;
    for (;;) {
      const close = text.indexOf(quote, from);
      if (close === -1) {
        if (!isLast) return undefined;
        throw CodecError.input('CSV', 'the closing quote of a field is missing', this.#place());
      }
      if (close + 1 >= text.length && !isLast) return undefined;
      value += text.slice(from, close);
      if (text.charAt(close + 1) !== quote) return { value, end: close + 1 };
      value += quote;
      from = close + 2;
    }
  }
}

interface QuotedRecord {
  readonly fields: string[];
  readonly end: number;
  readonly lines: number;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function linesIn(text: string, lineEnd: string): number {
  let count = 0;
  for (let at = text.indexOf(lineEnd); at !== -1; at = text.indexOf(lineEnd, at + 1)) count += 1;
  return count;
}
