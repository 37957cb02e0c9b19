import * as fc from 'fast-check';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn } from '../testing/streams.ts';
import { fixedWidthCodec } from './fixed-width-codec.ts';

const article: DataSchema = {
  type: 'object',
  properties: {
    sku: { type: 'string', 'x-pos': { start: 1, length: 6 } },
    price: { type: 'number', 'x-pos': { start: 7, length: 8, pad: '0', decimals: 2 } },
    stock: {
      type: 'object',
      properties: {
        pieces: { type: 'integer', 'x-pos': { start: 15, length: 5 } },
        counted: { type: ['string', 'null'], format: 'date', 'x-pos': { start: 20, length: 8, pattern: 'yyyyMMdd' } },
      },
    },
    live: { type: 'boolean', 'x-pos': { start: 29, length: 1 } },
  },
};

const lines: DataSchema = {
  type: 'array',
  items: {
    oneOf: [
      {
        properties: {
          type: { const: 'H', 'x-pos': { start: 1, length: 1 } },
          no: { type: 'integer', 'x-pos': { start: 2, length: 4 } },
        },
      },
      {
        properties: {
          type: { const: 'L', 'x-pos': { start: 1, length: 1 } },
          text: { type: 'string', 'x-pos': { start: 2, length: 9 } },
        },
      },
    ],
  },
};

const bytes = bytesOf('MUG-0100001290   1220260329 1\r\n\r\nÅSE   -0000100   -700000000 0\r\nX');
const rows: Json = [
  { sku: 'MUG-01', price: 12.9, stock: { pieces: 12, counted: '2026-03-29' }, live: true },
  { sku: 'ÅSE', price: -1, stock: { pieces: -7, counted: null }, live: false },
  { sku: 'X', price: null, stock: { pieces: null, counted: null }, live: null },
];

describe('fixedWidthCodec', () => {
  it('reads fields at their places, cut anywhere', async () => {
    expect(fixedWidthCodec.readAll(bytes, { schema: article })).toEqual(rows);
    for (const chunks of cutInTwo(bytes))
      expect(await rowsOf(fixedWidthCodec.read(chunks, { schema: article }))).toEqual(rows);
  });

  it('reads back what it wrote', async () => {
    const out = await textIn(fixedWidthCodec.write([rows], { schema: article }));
    expect(out).toBe(`MUG-0100001290   1220260329 1\r\nÅSE   -0000100   -7         0\r\n${'X'.padEnd(29)}\r\n`);
    expect(fixedWidthCodec.readAll(out, { schema: article })).toEqual(rows);
  });

  it('tells several kinds of lines by their constants', async () => {
    const read = fixedWidthCodec.readAll('H0042\nLfirst\nLsecond  😀x\n\u001a\n', { schema: lines });
    expect(read).toEqual([
      { type: 'H', no: 42 },
      { type: 'L', text: 'first' },
      { type: 'L', text: 'second  😀' },
    ]);
    const written = new TextDecoder().decode(fixedWidthCodec.writeAll(read, { schema: lines, lineEnd: '\n' }));
    expect(written).toBe('H  42\nLfirst    \nLsecond  😀\n');
    expect(failure(() => fixedWidthCodec.readAll('H0001\nX', { schema: lines })).message).toContain(
      '“X” in the field type',
    );
    expect(failure(() => fixedWidthCodec.writeAll([{ text: 'x' }], { schema: lines })).message).toContain(
      'no type of line',
    );
    const rejected: number[] = [];
    const options = {
      schema: lines,
      badValues: 'reject',
      onReject: ({ line }: { line: number }) => rejected.push(line),
    } as const;
    expect(fixedWidthCodec.readAll('X\nH1\nHx', options)).toEqual([{ type: 'H', no: 1 }]);
    expect(rejected).toEqual([1, 3]);
  });

  it('reads records that no line ends part', async () => {
    const options = { schema: lines, recordLength: 5 };
    for (const size of [1, 4, 5, 6, 50]) {
      expect(await rowsOf(fixedWidthCodec.read(chunked(bytesOf('H0001Labc H0002'), size), options))).toEqual([
        { type: 'H', no: 1 },
        { type: 'L', text: 'abc' },
        { type: 'H', no: 2 },
      ]);
    }
  });

  it('says what is wrong', async () => {
    const error = failure(() => fixedWidthCodec.readAll('\nMUG-0100001x90', { schema: article }));
    expect(error.message).toContain('“1x90” in the field price is not a number (line 2, column 7)');
    expect(fixedWidthCodec.readAll('MUG-0100001x90', { schema: article, badValues: 'keep' })).toMatchObject([
      { price: '1x90' },
    ]);
    expect(failure(() => fixedWidthCodec.readAll('AB', { schema: article, shortLines: 'error' })).message).toContain(
      'has 2 characters',
    );
    const date = `${'X'.padEnd(19)}20261329`;
    expect(failure(() => fixedWidthCodec.readAll(date, { schema: article })).message).toContain(
      'a date written yyyyMMdd',
    );
    expect((await failureOf(rowsOf(fixedWidthCodec.read([bytesOf('x')])))).kind).toBe('option');
    expect(
      failure(() => fixedWidthCodec.readAll('', { schema: { properties: { a: { type: 'string' } } } })).message,
    ).toContain('a has no position');
    const ten = (item: DataSchema): DataSchema => ({
      properties: Object.fromEntries(Array.from({ length: 10 }, (_, n): [string, DataSchema] => [`p${n}`, item])),
    });
    const $defs = Object.fromEntries(
      Array.from({ length: 19 }, (_, n): [string, DataSchema] => [
        `D${n}`,
        ten(n === 18 ? { type: 'string', 'x-pos': { start: 1, length: 1 } } : { $ref: `#/$defs/D${n + 1}` }),
      ]),
    );
    expect(failure(() => fixedWidthCodec.readAll('x', { schema: { $ref: '#/$defs/D0', $defs } })).message).toContain(
      'more than 10,000 fields',
    );
    expect(failure(() => fixedWidthCodec.readAll('', { schema: article, recordLength: 0 })).kind).toBe('option');
    const many = { oneOf: [{ properties: { a: { 'x-pos': { start: 1, length: 1 } } } }, article] };
    expect(failure(() => fixedWidthCodec.readAll('x', { schema: many })).message).toContain(
      'no field of alternative 1 has a constant',
    );
    expect(fixedWidthCodec.readAll('', { schema: article })).toEqual([]);
  });

  it.each<[Json, string]>([
    [
      { sku: '1234567' },
      'at record 1.sku cannot be written as fixed width: “1234567” has 7 characters, and the field is 6 wide',
    ],
    [{ price: 1.005 }, 'at most 2 decimals'],
    [{ price: 9_999_999 }, 'has 9 characters'],
    [{ price: 'x' }, 'x is no number'],
    [{ stock: { counted: '29.03.2026' } }, 'no date that can be written as yyyyMMdd'],
    [{ sku: 'a\nb' }, 'line break'],
    [{ sku: ['a'] }, 'a list or object'],
    [7, 'named fields'],
  ])('refuses to write %j', (row, words) => {
    expect(failure(() => fixedWidthCodec.writeAll([row], { schema: article })).message).toContain(words);
  });

  it('refuses to write fields over each other', () => {
    const overlapping: DataSchema = {
      properties: { a: { 'x-pos': { start: 1, length: 3 } }, b: { 'x-pos': { start: 3, length: 1 } } },
    };
    expect(fixedWidthCodec.readAll('abc', { schema: overlapping })).toEqual([{ a: 'abc', b: 'c' }]);
    expect(failure(() => fixedWidthCodec.writeAll([{}], { schema: overlapping })).kind).toBe('option');
  });

  it('reads back what it wrote, whatever the values', () => {
    const name = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 })
      .filter((part) => part.trimEnd() === part && part.trim() !== '');
    const row = fc.record({
      sku: name,
      price: fc.integer({ min: -9_999_999, max: 99_999_999 }).map((cents) => cents / 100),
      stock: fc.record({
        pieces: fc.integer({ min: -9999, max: 99_999 }),
        counted: fc.constantFrom(null, '2024-02-29', '1999-12-31'),
      }),
      live: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(row), (list) => {
        const written = fixedWidthCodec.writeAll(list, { schema: article });
        expect(fixedWidthCodec.readAll(written, { schema: article })).toEqual(list);
      }),
    );
  });
});

describe('numbers that are no text', () => {
  const field = (start: number, length: number, more: object): DataSchema => ({
    type: 'number',
    'x-pos': { start, length, ...more },
  });
  const schema: DataSchema = {
    type: 'object',
    'x-pos': { start: 1, length: 16 },
    properties: {
      id: { type: 'string', 'x-pos': { start: 1, length: 2 } },
      packed: field(3, 3, { form: 'packed', sign: true, decimals: 2, digits: 5 }),
      count: field(6, 2, { form: 'packed' }),
      half: field(8, 2, { form: 'binary', sign: true, digits: 4 }),
      low: field(10, 4, { form: 'binaryLowFirst' }),
      zoned: field(14, 2, { sign: 'overLast', pad: '0' }),
    },
  };
  const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
  const first = hex('4131 12345D 012F FFFE 0A0D0000 317D 20');
  const second = hex('42DF 00000C 000F 0D0A FFFFFFFF 3132 20');
  const both: Json = [
    { id: 'A1', packed: -123.45, count: 12, half: -2, low: 3338, zoned: -10 },
    { id: 'Bß', packed: 0, count: 0, half: 3338, low: 4_294_967_295, zoned: 12 },
  ];
  const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

  it.each(['', '\n', '\r\n'])('are read and written, cut anywhere, with %j behind each record', async (lineEnd) => {
    const end = bytesOf(lineEnd);
    const file = joined(first, end, second, end);
    expect(fixedWidthCodec.readAll(file, { schema })).toEqual(both);
    for (const chunks of cutInTwo(file)) expect(await rowsOf(fixedWidthCodec.read(chunks, { schema }))).toEqual(both);
    const given = { schema, ...(lineEnd === '' ? {} : { lineEnd: lineEnd as '\n' }) };
    const written = fixedWidthCodec.writeAll(both, given);
    const asWritten = joined(first, end, second.with(13, 0x31).with(14, 0x42), end);
    expect(Buffer.from(written).toString('hex')).toBe(Buffer.from(asWritten).toString('hex'));
  });

  it('say what is wrong with them', async () => {
    const spaces = joined(first, hex('4131 202020 012F FFFE 0A0D0000 317D 20'));
    const error = failure(() => fixedWidthCodec.readAll(spaces, { schema }));
    expect(error.message).toContain('“0x202020” in the field packed is not a packed decimal number');
    expect(error.line).toBe(2);
    const short = failure(() => fixedWidthCodec.readAll(first.subarray(0, 10), { schema }));
    expect(short.message).toContain('in the field low');
    const uneven = joined(first, bytesOf('\n'), second, first);
    expect(failure(() => fixedWidthCodec.readAll(uneven, { schema })).message).toContain(
      'no line end follows record 2',
    );
    expect((await failureOf(rowsOf(fixedWidthCodec.read([first], { schema, encoding: 'utf-8' })))).message).toContain(
      'packed or binary',
    );
  });

  it.each<[Json, string]>([
    [{ packed: 1234.5 }, '1234.5 does not fit: the field has 5 digits'],
    [{ packed: 1.234 }, '1.234 is no number with at most 2 decimals'],
    [{ count: -1 }, 'no sign'],
    [{ half: 10_000 }, '4 digits'],
    [{ low: 4_294_967_296 }, 'does not fit'],
    [{ zoned: 123 }, '“123” has 3 characters'],
    [{ zoned: 'x' }, 'x'],
    [{ packed: true }, 'true is no number'],
    [{ id: '→' }, 'does not exist in windows-1252'],
  ])('are not written where they do not fit: %j', (row, words) => {
    expect(failure(() => fixedWidthCodec.writeAll([row], { schema })).message).toContain(words);
  });

  it('are what they were, whatever they are', () => {
    const row = fc.record({
      id: fc.constantFrom('', 'é', 'Ab'),
      packed: fc.integer({ min: -99_999, max: 99_999 }).map((cents) => cents / 100),
      count: fc.integer({ min: 0, max: 999 }),
      half: fc.integer({ min: -9999, max: 9999 }),
      low: fc.integer({ min: 0, max: 4_294_967_295 }),
      zoned: fc.integer({ min: -99, max: 99 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.constantFrom('' as const, '\r\n' as const), (rows, lineEnd) => {
        const bytes = fixedWidthCodec.writeAll(rows, { schema, lineEnd });
        const given = { schema, ...(lineEnd === '' ? { recordLength: 16 } : {}) };
        expect(fixedWidthCodec.readAll(bytes, given)).toEqual(rows);
      }),
    );
  });
});
