// Guesses how a table of text is written, from its beginning: delimiter, quote, header row, decimal sign.
import { CodecError } from '../codec-error.ts';
import { defaultLimits } from '../codec/limits.ts';
import { readNumber } from '../table/typed-text.ts';
import { CsvScanner } from './csv-scanner.ts';
import type { CsvForm } from './csv-scanner.ts';

export interface SniffedCsv {
  readonly delimiter: string;
  readonly quote: '"' | "'";
  readonly lineEnd: '\n' | '\r';
  readonly header: boolean;
  readonly decimal: '.' | ',';
  /** 0 to 1, how sure it is that this is a table with this delimiter; below 0.5 it is a guess that people should look at. */
  readonly confidence: number;
  /** The same for the header row. */
  readonly headerConfidence: number;
}

const delimiters = [',', ';', '\t', '|'] as const;
const sampleLength = 32_768;
const sampleRecords = 100;
/** Below this score no delimiter makes records of one length. */
const noTable = 0.2;

export function sniffCsv(text: string): SniffedCsv {
  const isCut = text.length > sampleLength;
  const head = isCut ? text.slice(0, sampleLength) : text;
  const lineEnd = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const quote = likelyQuote(head);
  const candidates = delimiters.map((delimiter) => ({
    delimiter,
    ...likeness(recordsOf(head, { delimiter, quote, lineEnd }, isCut)),
  }));
  const likeliest = candidates.reduce((one, other) => (other.score > one.score ? other : one));
  const best = likeliest.score < noTable ? byFirstLine(candidates, likeliest) : likeliest;
  const { records } = best;
  return {
    delimiter: best.delimiter,
    quote,
    lineEnd,
    decimal: decimalOf(records),
    confidence: round(Math.min(1, best.score)),
    ...headerOf(records),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function likelyQuote(head: string): '"' | "'" {
  const single = head.match(/(?<=^|[,;\t|\r\n])'[^'\r\n]*'(?=$|[,;\t|\r\n])/g)?.length ?? 0;
  return single > 0 && !/(^|[,;\t|\r\n])"/.test(head) ? "'" : '"';
}

function recordsOf(head: string, form: CsvForm, isCut: boolean): string[][] {
  const records: string[][] = [];
  const scanner = new CsvScanner(form, { limits: { ...defaultLimits, maxFields: sampleLength } });
  const onRecord = (fields: string[]): void => {
    if (records.length < sampleRecords) records.push(fields);
  };
  try {
    scanner.push(head, onRecord);
    if (!isCut) scanner.end(onRecord);
  } catch (cause) {
    // With the wrong delimiter a quote stands in the wrong place: what was read until then still counts.
    if (!(cause instanceof CodecError)) throw cause;
    return records.slice(0, Math.floor(records.length / 2));
  }
  return records;
}

interface Likeness {
  readonly records: string[][];
  readonly score: number;
}

/** Records of many lengths: the first line, with the names of the columns, says what parts them. */
const byFirstLine = <Candidate extends Likeness>(candidates: readonly Candidate[], otherwise: Candidate): Candidate => {
  const widthOf = ({ records: [first = []] }: Likeness): number => first.length;
  const widest = candidates.reduce((one, other) => (widthOf(other) > widthOf(one) ? other : one));
  return widthOf(widest) > 1 ? widest : otherwise;
};

/** How much it looks like a table: the share of records with the usual number of fields, better with more fields and records. */
function likeness(records: string[][]): Likeness {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual, times] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one), [1, 0]);
  if (records.length === 0 || usual === 1) return { records, score: records.length > 0 ? 0.1 : 0 };
  const evenness = times / records.length;
  const columns = 1 - 0.25 / usual;
  const enough = records.length === 1 ? 0.7 : 1 - 0.2 / records.length;
  return { records, score: evenness * evenness * columns * enough };
}

/** `1.500` may be either; no group begins with a 0. */
const grouped = /^[+-]?[1-9]\d{0,2}([.,]\d{3})+$/;

/** A comma where cells prove it: a guess that is wrong would make numbers a thousand times as large, and nobody would see it. */
function decimalOf(records: readonly string[][]): '.' | ',' {
  let points = 0;
  let commas = 0;
  for (const cell of records.flat()) {
    const text = cell.trim();
    if (grouped.test(text)) continue;
    if (/^[+-]?\d*\.\d+$/.test(text)) points += 1;
    else if (/^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$/.test(text)) commas += 1;
  }
  return commas > points ? ',' : '.';
}

const isData = (text: string): boolean =>
  readNumber(text) !== undefined ||
  readNumber(text, { decimal: ',' }) !== undefined ||
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text);

/** A header has a distinct text in each column, and at least in one of them something else follows. */
function headerOf(records: readonly string[][]): { header: boolean; headerConfidence: number } {
  const [first, ...rest] = records;
  if (first === undefined) return { header: true, headerConfidence: 0 };
  const names = first.map((name) => name.trim());
  if (names.some((name) => isData(name))) return { header: false, headerConfidence: 0.9 };
  const isDistinct = new Set(names).size === names.length;
  const blanks = names.filter((name) => name === '').length;
  if (!isDistinct && blanks < 2) return { header: false, headerConfidence: 0.6 };
  const columns = names.map((_, at) => rest.map((record) => record[at]?.trim() ?? '').filter((cell) => cell !== ''));
  const dataColumns = columns.filter((cells) => cells.length > 0 && cells.filter(isData).length >= cells.length * 0.8);
  if (dataColumns.length > 0) return { header: true, headerConfidence: blanks > 0 ? 0.8 : 0.95 };
  const repeats = names.some((name, at) => columns[at]?.includes(name) === true);
  return repeats ? { header: false, headerConfidence: 0.6 } : { header: true, headerConfidence: 0.6 };
}
