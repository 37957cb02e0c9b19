// What a file is, by its beginning, and how it is written; what the sender says about it weighs in.
import { readJsonText } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { FormatId } from '../codec/codec.ts';
import { CodecError } from '../codec-error.ts';
import { sniffCsv } from '../csv/sniff-csv.ts';
import { decodeText } from '../text/decode-text.ts';
import { encodingOf } from '../text/encoding-of.ts';
import { formatOfFileName, formatOfMediaType } from './codecs.ts';

export interface SniffedFormat {
  readonly format: FormatId;
  /** 0 to 1; below 0.5 people should look at it. */
  readonly confidence: number;
  /** Options of the format that were found out, as its codec takes them. */
  readonly options: Readonly<Record<string, Json>>;
}

export interface SniffHints {
  readonly fileName?: string | undefined;
  readonly mediaType?: string | undefined;
}

const headBytes = 65_536;

/** The likeliest first; empty for what no format fits, such as pictures. The whole file is not needed, its beginning is. */
export function sniffFormat(bytes: Uint8Array, hints: SniffHints = {}): SniffedFormat[] {
  const said = [formatOfMediaType(hints.mediaType ?? ''), formatOfFileName(hints.fileName ?? '')];
  const found = candidates(bytes);
  for (const format of said) {
    if (format !== undefined && found.length > 0 && !found.some((one) => one.format === format)) {
      found.push({ format, confidence: 0.2, options: {} });
    }
  }
  return found
    .map((one) => (said.includes(one.format) ? { ...one, confidence: raised(one.confidence) } : one))
    .toSorted((one, other) => other.confidence - one.confidence);
}

const raised = (confidence: number): number => Math.round((1 - (1 - confidence) * 0.4) * 100) / 100;

function candidates(bytes: Uint8Array): SniffedFormat[] {
  if (startsWith(bytes, [0x4f, 0x62, 0x6a, 0x01])) return [{ format: 'avro', confidence: 1, options: {} }];
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]))
    return holdsWorkbook(bytes) ? [{ format: 'excel', confidence: 1, options: {} }] : [];
  const text = headText(bytes);
  if (text === undefined) return [];
  const start = withoutFrame(text);
  if (start === '') return [];
  const isCut = bytes.length > headBytes;
  const messages = messageFormat(start);
  if (messages !== undefined) return [{ format: messages, confidence: 0.98, options: {} }];
  if (/^<[?!A-Za-z_:]/.test(start))
    return [{ format: 'xml', confidence: start.startsWith('<?xml') ? 1 : 0.9, options: {} }];
  if (/^[[{]/.test(start)) return jsonFormats(start, isCut);
  return tables(text, bytes);
}

const startsWith = (bytes: Uint8Array, head: readonly number[]): boolean =>
  head.every((byte, at) => bytes[at] === byte);

/** Names of parts stand bare in an archive: near its beginning, or in the directory at its end. */
function holdsWorkbook(bytes: Uint8Array): boolean {
  const both = [bytes.subarray(0, headBytes), bytes.subarray(Math.max(0, bytes.length - headBytes))];
  return both.some((part) => new TextDecoder('latin1').decode(part).includes('xl/'));
}

function headText(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, headBytes);
  for (const cut of [0, 1, 2, 3]) {
    try {
      // The beginning may end inside a character.
      const text = decodeText(head.subarray(0, head.length - (bytes.length > headBytes ? cut : 0)));
      return isBinary(text) ? undefined : text;
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
    }
  }
  return undefined;
}

/** White space, and what transports put around messages and records. */
const betweenTexts: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1c, 0x1e]);

function isBinary(text: string): boolean {
  for (let at = 0; at < Math.min(1000, text.length); at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && !betweenTexts.has(code)) return true;
  }
  return false;
}

function withoutFrame(text: string): string {
  let at = 0;
  while (at < text.length && (text.charCodeAt(at) === 0x20 || betweenTexts.has(text.charCodeAt(at)))) at += 1;
  return text.slice(at);
}

function messageFormat(start: string): FormatId | undefined {
  if (/^ISA[^A-Za-z0-9\s]/.test(start)) return 'x12';
  if (/^UNA[^A-Za-z0-9]{6}|^UNB[^A-Za-z0-9\s]/.test(start)) return 'edifact';
  return /^(MSH|FHS|BHS)[^A-Za-z0-9\s]{2}/.test(start) ? 'hl7' : undefined;
}

function jsonFormats(start: string, isCut: boolean): SniffedFormat[] {
  const lines = start
    .split('\n', 4)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = '', second] = lines;
  if (second !== undefined && /^[[{"]/.test(second) && readJsonText(first).ok) {
    return [
      { format: 'jsonl', confidence: 0.98, options: {} },
      { format: 'json', confidence: 0.1, options: {} },
    ];
  }
  const whole = isCut ? undefined : readJsonText(start);
  if (whole?.ok === false) return [{ format: 'json', confidence: 0.6, options: {} }];
  const path = whole === undefined ? undefined : onlyList(whole.value);
  return [{ format: 'json', confidence: isCut ? 0.9 : 1, options: path === undefined ? {} : { path } }];
}

/** The one property of the document that is a list of objects. */
function onlyList(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const lists = Object.entries(value).filter(
    ([, item]) =>
      Array.isArray(item) && item.length > 0 && item.every((one) => typeof one === 'object' && one !== null),
  );
  const [only] = lists;
  if (lists.length !== 1 || only === undefined) return undefined;
  return /^[A-Za-z_]\w*$/.test(only[0]) ? only[0] : `\`${only[0].replaceAll('`', '``')}\``;
}

function tables(text: string, bytes: Uint8Array): SniffedFormat[] {
  const { delimiter, quote, header, decimal, confidence } = sniffCsv(text);
  const { encoding } = encodingOf(bytes.subarray(0, headBytes));
  const csv: SniffedFormat = { format: 'csv', confidence, options: { delimiter, quote, header, decimal, encoding } };
  const lengths = text
    .split(/\r?\n/)
    .slice(0, 50)
    .filter((line) => line !== '')
    .map((line) => line.length);
  const isEven =
    lengths.length > 1 &&
    new Set(lengths.slice(0, Math.max(2, lengths.length - 1))).size === 1 &&
    (lengths[0] ?? 0) >= 10;
  return isEven
    ? [csv, { format: 'fixed-width', confidence: Math.max(0.1, 0.6 - confidence / 2), options: { encoding } }]
    : [csv];
}
