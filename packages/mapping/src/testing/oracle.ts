// What functions with Excel's names are compared with: an independent library of such functions. It is used in tests only.
import * as formulajs from '@formulajs/formulajs';
import * as fc from 'fast-check';

const library = formulajs as unknown as Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>>;

/** The names that the library has. */
export const namesOfLibrary = (): readonly string[] => Object.keys(library);

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** What the library gives, as ours would be written: its errors are `error`, its dates the day in its own (the host's) zone. */
export function theirs(name: string, ...args: unknown[]): unknown {
  const called = library[name];
  if (called === undefined) throw new RangeError(`the library has no ${name}`);
  return asOurs(attempt(() => called(...args.map((arg) => (arg instanceof Error ? arg : structuredClone(arg))))));
}

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (cause) {
    return cause;
  }
}

function asOurs(value: unknown): unknown {
  if (value instanceof Error) return 'error';
  if (value instanceof Date)
    return `${pad(value.getFullYear(), 4)}-${pad(value.getMonth() + 1)}-${pad(value.getDate())}`;
  if (Array.isArray(value)) return value.map(asOurs);
  return typeof value === 'number' && Number.isFinite(value) ? value + 0 : value;
}

/** One function of ours and what the library does with the same arguments, for every draw of them. */
export interface Comparison {
  readonly expr: string;
  readonly oracle: (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;
  /** Arguments, as the names a, b, c and d. */
  readonly draws: fc.Arbitrary<readonly unknown[]>;
  /** Both add and divide binary numbers, so the last digit may differ. */
  readonly close?: true;
}

const text = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
const part = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' '), minLength: 1, maxLength: 2 });
const haystack = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', ' ', 'x'), maxLength: 12 });
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', ' '), maxLength: 12 });
const blanks = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '\u0000', '\u001f'), maxLength: 12 });
const whole = fc.integer({ min: -1000, max: 1000 });
const count = fc.integer({ min: 0, max: 15 });
const position = fc.integer({ min: 1, max: 15 });
const cents = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100);
const mills = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((value) => value / 1000);
const places = fc.integer({ min: -3, max: 4 });
const numbers = fc.array(cents, { minLength: 1, maxLength: 8 });
const flags = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
const plain = fc.oneof(text, cents, fc.boolean());
const day = fc
  .tuple(fc.integer({ min: 1905, max: 2095 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => `${year}-${pad(month)}-${pad(date)}`);
const time = fc.tuple(day, fc.integer({ min: 4, max: 23 })).map(([date, hour]) => `${date}T${pad(hour)}:30:00`);
/** The library counts days in the host's zone, where one on which a clock was moved is no whole day. */
const hostOffset = (date: string): number => new Date(`${date}T12:00:00`).getTimezoneOffset();
const sinceNewYear = day.filter((date) => hostOffset(date) === hostOffset(`${date.slice(0, 4)}-01-01`));
const ordered = fc
  .tuple(day, day)
  .filter(([one, other]) => hostOffset(one) === hostOffset(other))
  .map((days) => days.toSorted());
const firstOf = (rows: unknown): unknown => (Array.isArray(rows) ? rows.map((row: unknown[]) => row[0]) : rows);
/** Theirs fails where ours gives nothing. */
const orNothing = (value: unknown): unknown => (value === 'error' ? null : value);

const of = (...names: [fc.Arbitrary<unknown>, ...fc.Arbitrary<unknown>[]]): fc.Arbitrary<readonly unknown[]> =>
  fc.tuple(...names);
/** The same name and the same arguments. */
const same = (name: string, draws: fc.Arbitrary<readonly unknown[]>, close?: true): Comparison => ({
  expr: `${name}(${['a', 'b', 'c', 'd'].slice(0, fc.sample(draws, 1)[0]?.length).join(', ')})`,
  oracle: (...args) => theirs(name, ...args.filter((arg) => arg !== undefined)),
  draws,
  ...(close === undefined ? {} : { close }),
});

export const comparisons: readonly Comparison[] = [
  same('ABS', of(cents)),
  same('INT', of(cents)),
  same('SIGN', of(cents)),
  same('SQRT', of(cents)),
  same('POWER', of(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 8 }))),
  same('MOD', of(fc.nat(1000), fc.integer({ min: 0, max: 50 }))),
  same('ROUND', of(mills, places)),
  same('ROUNDUP', of(mills, places)),
  same('ROUNDDOWN', of(mills, places)),
  same(
    'CEILING',
    of(
      whole,
      fc.integer({ min: -20, max: 20 }).filter((step) => step !== 0),
    ),
  ),
  same(
    'FLOOR',
    of(
      whole,
      fc.integer({ min: -20, max: 20 }).filter((step) => step !== 0),
    ),
  ),
  same('MIN', of(numbers)),
  same('MAX', of(numbers, cents)),
  same('SUM', of(numbers, cents), true),
  same('AVERAGE', of(numbers), true),
  same('MEDIAN', of(numbers), true),
  {
    expr: 'SUMIF(a, $ > b)',
    oracle: (a, b) => theirs('SUMIF', a, `>${String(b)}`),
    draws: of(numbers, whole),
    close: true,
  },
  { expr: 'COUNTIF(a, $ <= b)', oracle: (a, b) => theirs('COUNTIF', a, `<=${String(b)}`), draws: of(numbers, whole) },
  {
    expr: 'COUNTIF(a, $ = b)',
    oracle: (a, b) => theirs('COUNTIF', a, b),
    draws: of(
      fc.array(part),
      part.filter((p) => p.trim() === p),
    ),
  },
  { ...same('CONCAT', of(text, cents.filter(Number.isInteger), text)) },
  {
    expr: 'TEXTJOIN(a, b, c)',
    oracle: (a, b, c) => theirs('TEXTJOIN', a, b, c),
    draws: of(text, fc.boolean(), fc.array(text, { minLength: 1 })),
  },
  same('UPPER', of(text)),
  same('LOWER', of(text)),
  same('PROPER', of(words)),
  same('TRIM', of(blanks)),
  same('CLEAN', of(blanks)),
  same('LEFT', of(text, count)),
  { expr: 'LEFT(a)', oracle: (a) => theirs('LEFT', a), draws: of(text) },
  same('RIGHT', of(text, count)),
  same('MID', of(text, position, position)),
  same('LEN', of(text)),
  {
    expr: 'FIND(a, b, c)',
    oracle: (a, b, c) => orNothing(theirs('FIND', a, b, c)),
    draws: of(part, haystack, position),
  },
  {
    expr: 'SEARCH(a, b, c)',
    oracle: (a, b, c) => orNothing(theirs('SEARCH', a, b, c)),
    draws: of(part, haystack, position),
  },
  same('REPLACE', of(text, position, count, text)),
  same('SUBSTITUTE', of(haystack, part, text)),
  same('REPT', of(text, count)),
  same('IF', of(fc.boolean(), plain, plain)),
  {
    expr: 'IFS(a[0], b, a[1], c, true, d)',
    oracle: (a, b, c, d) => theirs('IFS', (a as boolean[])[0], b, (a as boolean[])[1], c, true, d),
    draws: of(flags, plain, plain, plain),
  },
  {
    expr: "SWITCH(a, 'a', b, 'b', c, d)",
    oracle: (a, b, c, d) => theirs('SWITCH', a, 'a', b, 'b', c, d),
    draws: of(part, plain, plain, plain),
  },
  { expr: 'AND(a[0], a[1], a[2])', oracle: (a) => theirs('AND', ...(a as boolean[])), draws: of(flags) },
  { expr: 'OR(a[0], a[1], a[2])', oracle: (a) => theirs('OR', ...(a as boolean[])), draws: of(flags) },
  same('NOT', of(fc.boolean())),
  {
    expr: 'IFERROR(MOD(a, b), c)',
    oracle: (a, b, c) =>
      b === 0 ? theirs('IFERROR', library['MOD']?.(a, b), c) : theirs('IFERROR', theirs('MOD', a, b), c),
    draws: of(fc.nat(50), fc.nat(3), plain),
  },
  { expr: 'ISBLANK(a)', oracle: (a) => theirs('ISBLANK', a), draws: of(fc.constantFrom(null, 0, false, 'x', 12)) },
  same('ISNUMBER', of(plain)),
  same('ISTEXT', of(plain)),
  same(
    'DATE',
    of(fc.integer({ min: 1905, max: 2095 }), fc.integer({ min: -30, max: 40 }), fc.integer({ min: -100, max: 400 })),
  ),
  { expr: 'DATEVALUE(a)', oracle: (a) => theirs('DATEVALUE', a), draws: of(time) },
  same('YEAR', of(time)),
  same('MONTH', of(time)),
  same('DAY', of(day)),
  same('HOUR', of(time)),
  same('WEEKDAY', of(day, fc.constantFrom(1, 2, 3, 11, 12, 13, 14, 15, 16, 17))),
  same('ISOWEEKNUM', of(sinceNewYear)),
  same('EOMONTH', of(day, fc.integer({ min: -40, max: 40 }))),
  {
    expr: "DATEADD(a, b, 'month')",
    oracle: (a, b) => theirs('EDATE', a, b),
    draws: of(day, fc.integer({ min: -40, max: 40 })),
  },
  { expr: "DATEDIF(a[0], a[1], 'D')", oracle: (a) => theirs('DATEDIF', ...(a as string[]), 'D'), draws: of(ordered) },
  { expr: "DATEDIF(a[0], a[1], 'M')", oracle: (a) => theirs('DATEDIF', ...(a as string[]), 'M'), draws: of(ordered) },
  { expr: "DATEDIF(a[0], a[1], 'YM')", oracle: (a) => theirs('DATEDIF', ...(a as string[]), 'YM'), draws: of(ordered) },
  {
    expr: 'SORT(a)',
    oracle: (a) =>
      firstOf(
        theirs(
          'SORT',
          (a as string[]).map((item) => [item]),
        ),
      ),
    draws: of(fc.array(part, { minLength: 1 })),
  },
  {
    expr: 'UNIQUE(a)',
    oracle: (a) => theirs('UNIQUE', ...(a as unknown[])),
    draws: of(fc.array(fc.constantFrom(1, '1', 2, 'a', true))),
  },
  {
    expr: 'INDEX(a, b)',
    oracle: (a, b) => theirs('INDEX', a, b),
    draws: of(fc.array(cents, { minLength: 5 }), fc.integer({ min: 1, max: 5 })),
  },
  {
    expr: 'XLOOKUP(a, b, c)',
    oracle: (a, b, c) => orNothing(theirs('INDEX', c, theirs('MATCH', a, b, 0))),
    draws: fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 30 })
      .chain((keys) => of(fc.constantFrom(...keys), fc.constant(keys), fc.constant(keys.map((key) => key * 2)))),
  },
  { expr: "TEXT(a, '0.00')", oracle: (a) => theirs('TEXT', a, '0.00'), draws: of(cents) },
  { expr: "TEXT(a, '#,##0.00')", oracle: (a) => theirs('TEXT', a, '#,##0.00'), draws: of(cents) },
  {
    expr: "TEXT(a, '0')",
    oracle: (a) => theirs('TEXT', a, '0'),
    draws: of(fc.nat(1_000_000).map((value) => value / 4)),
  },
  { expr: "TEXT(a, '0%')", oracle: (a) => theirs('TEXT', a, '0%'), draws: of(fc.nat(1000).map((value) => value / 4)) },
  { expr: 'NUMBER(a)', oracle: (a) => theirs('NUMBERVALUE', a), draws: of(cents.map(String)) },
  {
    expr: "NUMBER(a, ',')",
    oracle: (a) => theirs('NUMBERVALUE', a, ',', ' '),
    draws: of(cents.map((value) => String(value).replace('.', ','))),
  },
];
