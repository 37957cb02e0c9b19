import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { fixedWidthCodec } from '../fixed-width/fixed-width-codec.ts';
import { detectSchemaFormat } from './detect.ts';
import { isCopybook } from './copybook.ts';
import { readFixedWidthSchema } from './fixed-width.ts';
import type { SchemaReading } from './schema-reading.ts';

const copybook = `
      * One line of an order.
       01  ORDER-LINE.
           05  ORDER-NO        PIC X(6).
           05  FILLER          PIC X.
           05  QTY             PIC 9(3).
           05  AMOUNT          PIC 9(4)V99.
           05  BALANCE         PIC S9(3) SIGN IS LEADING SEPARATE.
           05  CODES OCCURS 2 TIMES.
               10  CODE        PIC X(2).
                   88 IS-NEW   VALUE 'N'.
`;

describe('a COBOL copybook', () => {
  it('is seen as a layout', () => {
    expect(detectSchemaFormat(copybook, 'order.txt')).toBe('fixed-width');
    expect(detectSchemaFormat('01,ORDER.\n05,X\n', 'order.txt')).toBe('csv-sample');
  });

  it('gives each field its place', () => {
    const { schemas, diagnostics } = readFixedWidthSchema(copybook, { name: 'order.cpy' });
    expect(diagnostics).toEqual([]);
    const schema = schemas[0]?.schema ?? {};
    const line = 'A00042 007001250-012N Y ';
    expect(fixedWidthCodec.readAll(`${line}\n`, { schema })).toEqual([
      { 'ORDER-NO': 'A00042', QTY: 7, AMOUNT: 12.5, BALANCE: -12, 'CODE-1': 'N', 'CODE-2': 'Y' },
    ]);
  });

  it.each([
    ['PIC 9(19) BINARY', 'more than 18 digits'],
    ['PIC 9(4) COMP-X', 'is COMP-X, whose length differs'],
    ['PIC X(4) COMP-3', 'is text and COMP-3 at once'],
    ['POINTER', 'is a pointer'],
    ['PIC S9(4) COMP SYNC', 'SYNC'],
    ['PIC ZZ9.99', 'the picture ZZ9.99'],
    ['REDEFINES NOWHERE PIC X(6)', 'redefines NOWHERE, which does not stand before it'],
    ['OCCURS 1 TO 5 DEPENDING ON N PIC X', 'varying number'],
  ])('with %s is refused in words', (clauses, says) => {
    const { schemas, diagnostics } = readFixedWidthSchema(copybook.replace('PIC 9(3)', clauses), { name: 'order.cpy' });
    expect(schemas).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toMatch(new RegExp(`^The copybook cannot be used: QTY .*${says}`));
  });
});

describe('a copybook with numbers that are no text', () => {
  const read = (...entries: string[]): SchemaReading =>
    readFixedWidthSchema(['01 R.', ...entries, ''].join('\n '), { name: 'stock.cpy' });
  const places = ({ schemas }: SchemaReading, at = 0): unknown[] =>
    Object.entries(schemas[at]?.schema.properties ?? {}).map(([name, field]) => [name, field.type, field['x-pos']]);

  it('places packed and binary fields, and those with a sign over a digit', () => {
    const reading = read(
      '05 ID PIC X(2).',
      '05 PRICE PIC S9(5)V99 COMP-3.',
      '05 COUNTS USAGE COMP.',
      '10 SMALL PIC S9(4).',
      '10 WIDE PIC 9(9).',
      "05 BINARY-FLAG PIC X VALUE 'COMP-3'.",
      '05 HUGE PIC S9(18) COMP-5.',
      '05 DUE PIC S9(3)V9.',
      '05 PAID PIC S9(3) SIGN TRAILING SEPARATE.',
      '05 FILLER PIC X(3).',
    );
    expect(places(reading)).toEqual([
      ['ID', 'string', { start: 1, length: 2 }],
      ['PRICE', 'number', { start: 3, length: 4, decimals: 2, form: 'packed', digits: 7, sign: true }],
      ['SMALL', 'integer', { start: 7, length: 2, form: 'binary', digits: 4, sign: true }],
      ['WIDE', 'integer', { start: 9, length: 4, form: 'binary', digits: 9 }],
      ['BINARY-FLAG', 'string', { start: 13, length: 1 }],
      ['HUGE', 'integer', { start: 14, length: 8, form: 'binary', digits: 18, sign: true }],
      ['DUE', 'number', { start: 22, length: 4, align: 'right', pad: '0', decimals: 1, sign: 'overLast' }],
      ['PAID', 'integer', { start: 26, length: 4, align: 'right', pad: '0', sign: 'behind' }],
    ]);
    const schema: DataSchema = reading.schemas[0]?.schema ?? {};
    expect(schema['x-pos']).toEqual({ start: 1, length: 32 });
    expect(reading.diagnostics.map(({ code }) => code)).toEqual(['schema.bytes']);
    const rows: Json = [
      {
        ID: 'A1',
        PRICE: -12.5,
        SMALL: -2,
        WIDE: 7,
        'BINARY-FLAG': 'Y',
        HUGE: '-100000000000000001',
        DUE: -1.5,
        PAID: -7,
      },
      { ID: 'B2', PRICE: 0, SMALL: 10, WIDE: 0, 'BINARY-FLAG': '', HUGE: 10, DUE: 1, PAID: 0 },
    ];
    const bytes = fixedWidthCodec.writeAll(rows, { schema });
    expect(bytes).toHaveLength(64);
    expect(fixedWidthCodec.readAll(bytes, { schema })).toEqual(rows);
  });

  it('leaves out a field whose length is known and whose form is not, and says where it stands', () => {
    const reading = read(
      '05 A PIC X.',
      '05 RATE COMP-1.',
      '05 AT USAGE IS INDEX.',
      '05 B PIC X.',
      '05 C PIC 9(3) COMP-6.',
    );
    expect(places(reading).map((place) => (place as [string])[0])).toEqual(['A', 'B']);
    expect(reading.schemas[0]?.schema).toMatchObject({
      properties: { B: { 'x-pos': { start: 10, length: 1 } } },
      'x-pos': { length: 12 },
    });
    expect(reading.diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', expect.stringMatching(/^RATE is a floating number \(COMP-1\).*: it is left out, bytes 2 to 5\.$/)],
      ['warning', expect.stringMatching(/^AT is an index.*bytes 6 to 9\.$/)],
      ['warning', expect.stringMatching(/^C is packed without a sign.*bytes 11 to 12\.$/)],
    ]);
  });

  it('gives each choice among fields that lie over each other a schema of its own', () => {
    const reading = read(
      '05 KIND PIC X.',
      '05 PERSON.',
      '10 NAME PIC X(6).',
      '10 BORN PIC 9(8).',
      '05 FIRM REDEFINES PERSON.',
      '10 NAME PIC X(4).',
      '10 STAFF PIC 9(5) COMP-3.',
      '05 RAW REDEFINES PERSON PIC X(16).',
      '05 TAIL PIC X.',
    );
    expect(reading.schemas.map(({ name }) => name)).toEqual(['stock', 'stock (FIRM)', 'stock (RAW)']);
    const starts = reading.schemas.map((_, at) =>
      places(reading, at).map((place) => {
        const [name, , { start }] = place as [string, string, { start: number }];
        return `${name} ${start}`;
      }),
    );
    expect(starts).toEqual([
      ['KIND 1', 'NAME 2', 'BORN 8', 'TAIL 18'],
      ['KIND 1', 'NAME 2', 'STAFF 6', 'TAIL 18'],
      ['KIND 1', 'RAW 2', 'TAIL 18'],
    ]);
    expect(reading.diagnostics.map(({ message }) => message).join(' ')).toMatch(
      /FIRM lies over PERSON \(REDEFINES\), and a line holds one of them: each has a layout/,
    );
    const schema: DataSchema = reading.schemas[1]?.schema ?? {};
    const rows: Json = [{ KIND: 'F', NAME: 'Acme', STAFF: 120, TAIL: '!' }];
    expect(fixedWidthCodec.readAll(fixedWidthCodec.writeAll(rows, { schema }), { schema })).toEqual(rows);
  });

  it('ends where very many fields lie over each other', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `05 R${at} REDEFINES A PIC X.`);
    const begin = performance.now();
    expect(read('05 A PIC X.', ...many).schemas).toHaveLength(21);
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(read('05 A REDEFINES A PIC X.').schemas).toEqual([]);
  });
});

describe('a copybook of a stranger', () => {
  const messages = (text: string): string[] => {
    const { schemas, diagnostics } = readFixedWidthSchema(text, { name: 'x.cpy' });
    expect(schemas).toEqual([]);
    return diagnostics.map(({ message }) => message.replace(/^The copybook cannot be used: /, ''));
  };
  const record = (...entries: string[]): string => ['', '01 R.', ...entries, ''].join('\n ');

  it.each([
    ['is there too often', ['05 A OCCURS 999999999 TIMES PIC X.'], /^A is there more than 20,000 times/],
    ['is wrong and there too often', ['05 A OCCURS 999999999 TIMES PIC ZZ9.'], /^A is there more than 20,000 times/],
    ['is wrong in each repetition', ['05 A OCCURS 20000.', '10 B OCCURS 20000 PIC ZZ9.'], /^B has the picture ZZ9/],
    [
      'is too often there in all',
      ['05 A OCCURS 20000.', '10 B OCCURS 20000.', '15 C OCCURS 20000 PIC X.'],
      /^it has more than 20,000 fields/,
    ],
    ['is longer than a line', ['05 A PIC X(1000000).'], /^A is longer than 999,999 characters/],
    ['makes the line too long', ['05 A OCCURS 20 PIC X(60000).'], /^its line is longer than 999,999 characters/],
    ['is longer than any text', [`05 A PIC ${'X(99999)'.repeat(20)}.`], /^A is longer than 999,999 characters/],
    ['has too long a picture', [`05 A PIC ${'X(99999)'.repeat(9_000)}.`], /^A has a picture of more than 200/],
    ['has more digits than numbers have', ['05 A PIC 9(39).'], /^A has more than 38 digits/],
    ['is nothing', ['05 A PIC X(0).'], /^A has the picture X\(0\)/],
    ['has too long a name', [`05 ${'A'.repeat(101)} PIC X.`], /^A{100} … has a name of more than 100 characters/],
    ['stands twice in a group', ['05 A PIC X.', '05 A PIC X.'], /^A stands twice in the same group/],
  ])('in which a field %s is refused in words, at once', (_, entries, says) => {
    expect(messages(record(...entries))).toEqual([expect.stringMatching(says)]);
  });

  it('reads a clause once, however often the field is there', () => {
    const values = "VALUE 'a' ".repeat(100_000);
    const { schemas } = readFixedWidthSchema(record('05 Z PIC X.', '05 A OCCURS 19999.', `10 B ${values} PIC X.`), {
      name: 'x.cpy',
    });
    expect(Object.keys(schemas[0]?.schema.properties ?? {})).toHaveLength(20_000);
  });

  it('says a score of problems and no more', () => {
    expect(messages(record(...Array.from({ length: 50 }, (_, at) => `05 F${at} PIC ZZ9.`)))).toHaveLength(20);
  });

  it('counts a length as it is written', () => {
    const { schemas } = readFixedWidthSchema(record('05 A PIC X(200000).', '05 B PIC X.'), { name: 'x.cpy' });
    expect(schemas[0]?.schema.properties).toMatchObject({ B: { 'x-pos': { start: 200_001, length: 1 } } });
  });

  it.each([
    ['blanks', `01 A.\n 05 B${' '.repeat(90_000)}`],
    ['blank lines', `01 A.\n${'\n'.repeat(90_000)}`],
    ['entries before blanks', `01 A.\n${`05 B${' '.repeat(200)}\n`.repeat(400)}`],
  ])('is told from other text in one pass over %s', (_, text) => {
    const begin = performance.now();
    expect(isCopybook(text)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(250);
  });

  it('is read in one pass over blanks', () => {
    const begin = performance.now();
    readFixedWidthSchema(`${record('05 A PIC X.')}${' '.repeat(300_000)}`, { name: 'x.cpy' });
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it('is seen with its picture on the line below', () => {
    expect(isCopybook('01 R.\n   05 A\n\n      PIC X.\n')).toBe(true);
    expect(isCopybook('01 R.\n   05 A.\n      PIC X.\n')).toBe(false);
  });
});

it.each([
  ['blank lines', `x${'\n'.repeat(19_000)}`],
  ['one long line', `type ${' '.repeat(10_000)}${'a'.repeat(9_000)}`],
  ['lines that begin alike', 'type\n'.repeat(3_900)],
])('what a text is, is found out in one pass over %s', (_, text) => {
  const begin = performance.now();
  expect(detectSchemaFormat(text)).toBe('csv-sample');
  expect(performance.now() - begin).toBeLessThan(250);
});

describe('fields of one name', () => {
  const read = (...entries: string[]): string[] => {
    const { schemas, diagnostics } = readFixedWidthSchema(['01 R.', ...entries].join('\n'), { name: 'x.cpy' });
    expect(diagnostics).toEqual([]);
    return Object.entries(schemas[0]?.schema.properties ?? {}).map(([name, field]) => {
      const { start = 0, length = 0 } = field['x-pos'] ?? {};
      return `${name} ${start}+${length}`;
    });
  };

  it('are told apart by their groups, as COBOL does', () => {
    const address = ['10 CITY PIC X(5).', '10 ZIP PIC X(4).'];
    expect(read('05 NO PIC 9.', '05 SHIP-TO.', ...address, '05 BILL-TO.', '10 CITY PIC X(5).')).toEqual([
      'NO 1+1',
      'SHIP-TO-CITY 2+5',
      'ZIP 7+4',
      'BILL-TO-CITY 11+5',
    ]);
  });

  it('by as many groups as it takes, and by their numbers', () => {
    const place = ['10 AT OCCURS 2.', '15 X PIC X.'];
    expect(read('05 A.', ...place, '05 B.', ...place)).toEqual([
      'A-AT-X-1 1+1',
      'A-AT-X-2 2+1',
      'B-AT-X-1 3+1',
      'B-AT-X-2 4+1',
    ]);
  });
});

it('signs that stand in front are written as they are read, a plus too', () => {
  const text = '01 R.\n 05 A PIC S9(3) SIGN LEADING SEPARATE.\n 05 B PIC S9(3)V99 SIGN IS LEADING SEPARATE.\n';
  const schema = readFixedWidthSchema(text, { name: 'x.cpy' }).schemas[0]?.schema ?? {};
  const lines = '+012+01250\r\n-007-00001\r\n+000+00000\r\n          \r\n+999+99999\r\n';
  const records = fixedWidthCodec.readAll(lines, { schema });
  expect(records).toEqual([
    { A: 12, B: 12.5 },
    { A: -7, B: -0.01 },
    { A: 0, B: 0 },
    { A: 999, B: 999.99 },
  ]);
  const written = Buffer.from(fixedWidthCodec.writeAll(records, { schema })).toString();
  expect(written).toBe(lines.replace(`${' '.repeat(10)}\r\n`, ''));
  expect(Buffer.from(fixedWidthCodec.writeAll([{ A: null, B: '1.5' }], { schema })).toString()).toBe('    +00150\r\n');
  expect(() => fixedWidthCodec.writeAll([{ A: 1000, B: 0 }], { schema })).toThrow(/“\+1000” has 5 characters/);
});
