import * as XLSX from '@e965/xlsx';
import type { DataSchema, Json } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bytesIn, bytesOf, chunked, failure, failureOf, rowsOf } from '../testing/streams.ts';
import { dateKindOf, isoOfSerial, serialOfIso } from './cell-dates.ts';
import { excelCodec } from './excel-codec.ts';
import { sheetNames } from './excel-reader.ts';
import { columnLetters, columnOf } from './sheet-rows.ts';

type Rows = Json[][];

/** A workbook made by another library. */
function workbook(sheets: Record<string, Rows>, options: XLSX.WritingOptions = {}): Uint8Array {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), name);
  return new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx', ...options }) as ArrayBuffer);
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of parts written by hand. */
function byHand(sheet: string, parts: Record<string, string> = {}): Uint8Array {
  const all: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/s.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${office}/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/worksheets/s.xml': `<x:worksheet xmlns:x="${main}"><x:sheetData>${sheet.replaceAll(/<(\/?)([a-z])/gi, '<$1x:$2')}</x:sheetData></x:worksheet>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)])));
}

const typed: DataSchema = {
  properties: {
    sku: { type: 'string' },
    qty: { type: 'integer' },
    on: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    live: { type: 'boolean' },
  },
};

describe('excelCodec.read', () => {
  it('reads what another library wrote', async () => {
    const rows: Rows = [
      ['id', ' name ', '', 'name', 'on'],
      [1, 'Åse & <Søn>', true, 2.5, ' x '],
      [],
      [2, null, false],
      [3, '', null, null, 'ø', 'beyond'],
    ];
    const expected = [
      { id: 1, name: 'Åse & <Søn>', column3: true, name_2: 2.5, on: ' x ' },
      { id: 2, name: null, column3: false, name_2: null, on: null },
      { id: 3, name: null, column3: null, name_2: null, on: 'ø', column6: 'beyond' },
    ];
    for (const options of [{}, { compression: true }, { bookSST: true }] as XLSX.WritingOptions[]) {
      const bytes = workbook({ Data: rows }, options);
      expect(excelCodec.readAll(bytes)).toEqual(expected);
      expect(await rowsOf(excelCodec.read(chunked(bytes, 777), { batchSize: 2 }))).toEqual(expected);
    }
  });

  it('takes a sheet by name or place, a header row, a range, names of columns', () => {
    const bytes = workbook({ One: [['a'], [1]], Two: [['title'], [], ['x', 'y'], [1, 2], [3, 4]] });
    expect(sheetNames(bytes)).toEqual(['One', 'Two']);
    expect(excelCodec.readAll(bytes, { sheet: 'One' })).toEqual([{ a: 1 }]);
    expect(excelCodec.readAll(bytes, { sheet: 2, headerRow: 3 })).toEqual([
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]);
    expect(excelCodec.readAll(bytes, { sheet: 'Two', range: 'B3:B4' })).toEqual([{ y: 2 }]);
    expect(excelCodec.readAll(bytes, { sheet: 2, range: 'A4', headerRow: 0 })).toEqual([
      { column1: 1, column2: 2 },
      { column1: 3, column2: 4 },
    ]);
    expect(excelCodec.readAll(bytes, { sheet: 2, headerRow: 3, columns: ['p', 'q'] })).toEqual([
      { p: 1, q: 2 },
      { p: 3, q: 4 },
    ]);
    const years = workbook({ '2': [['a'], ['two']], '2025': [['a'], ['this year']] });
    expect(excelCodec.readAll(years, { sheet: '2025' })).toEqual([{ a: 'this year' }]);
    expect(excelCodec.readAll(years, { sheet: '2' })).toEqual([{ a: 'two' }]);
    expect(excelCodec.readAll(years, { sheet: '1' })).toEqual([{ a: 'two' }]);
    expect(failure(() => excelCodec.readAll(bytes, { sheet: 'Three' })).message).toContain('there are: One, Two');
    expect(failure(() => excelCodec.readAll(bytes, { range: 'x' })).kind).toBe('option');
    expect(failure(() => excelCodec.readAll(bytes, { headerRow: -1 })).kind).toBe('option');
  });

  it('reads parts by their meaning: prefixes, shared texts, styles, errors, cells without places', () => {
    const bytes = byHand(
      '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>b_x0041_</t></is></c><c t="s"><v>1</v></c></row>' +
        '<row r="3"><c r="A3" s="1"><v>46110.5</v></c><c r="B3" t="e"><v>#DIV/0!</v></c><c r="C3" t="str"><f>1+1</f><v>two</v></c><c r="D3" t="b"><v>1</v></c></row>' +
        '<row r="9"><c r="A9" s="2"><v>0.75</v></c><c r="B9" s="3"><v>1.5</v></c><c r="C9" t="d"><v>2026-03-29</v></c><c r="D9"><v>1e3</v></c></row>',
      {
        'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>when</t></si><si><r><t>a </t></r><r><rPr/><t>b</t></r><rPh><t>no</t></rPh></si></sst>`,
        'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="170" formatCode="[$-409]d\\-mmm\\-yy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
      },
    );
    expect(excelCodec.readAll(bytes)).toEqual([
      { when: '2026-03-29T12:00:00', bA: null, 'a b': 'two', column4: true },
      { when: '18:00:00', bA: 'PT36H0M0S', 'a b': '2026-03-29', column4: 1000 },
    ]);
  });

  const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const head = `<row r="1">${cell('a')}${cell('b')}</row>`;

  it('does not take a formula without a result for an empty cell', () => {
    const file = byHand(
      `${head}<row r="2"><c><v>1</v></c><c><f>A2+1</f><v>2</v></c></row><row r="3"><c t="str"><f>""</f><v></v></c><c><f>A3+1</f><v/></c></row>`,
    );
    const words = 'The cell B3 holds a formula, and the file does not hold its result.';
    const error = failure(() => excelCodec.readAll(file));
    expect([error.line, error.message]).toEqual([3, expect.stringContaining(words)]);
    const rejected: string[] = [];
    const options = {
      badValues: 'reject',
      onReject: ({ reason }: { reason: string }) => rejected.push(reason),
    } as const;
    expect(excelCodec.readAll(file, options)).toEqual([{ a: 1, b: 2 }]);
    expect(rejected).toEqual([expect.stringContaining(words)]);
    expect(excelCodec.readAll(file, { badValues: 'keep' })).toEqual([
      { a: 1, b: 2 },
      { a: null, b: null },
    ]);
    expect(failure(() => excelCodec.readAll(byHand('<row r="1"><c><f>A2</f></c></row>'))).message).toContain('cell A1');
    expect(
      excelCodec.readAll(byHand(`${head}<row r="2"><c><v>1</v></c><c r="D2"><f>1</f></c></row>`), { range: 'A1:B9' }),
    ).toEqual([{ a: 1, b: null }]);
  });

  it('keeps every digit, and a cell for each column that no header names', () => {
    const long = byHand(`${head}<row r="2"><c><v>12345678901234567890</v></c><c><v>-9007199254740993</v></c></row>`);
    expect(excelCodec.readAll(long)).toEqual([{ a: '12345678901234567890', b: '-9007199254740993' }]);
    const amounts = byHand(
      `${head}<row r="2"><c><v>12345678901234567.89</v></c><c><v>0.33333333333333333333</v></c></row>`,
    );
    const schema = { properties: { a: { type: 'number' as const }, b: { type: 'number' as const } } };
    const expected = [{ a: '12345678901234567.89', b: 0.3333333333333333 }];
    expect([excelCodec.readAll(amounts), excelCodec.readAll(amounts, { schema })]).toEqual([expected, expected]);
    const taken = byHand(
      `<row r="1">${cell('column3')}${cell('b')}</row><row r="2"><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>`,
    );
    expect(excelCodec.readAll(taken)).toEqual([{ column3: 1, b: 2, column3_: 3 }]);
    const twice = byHand(`${head}<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>`);
    expect(failure(() => excelCodec.readAll(twice)).message).toContain('a cell stands there twice (row 2)');
  });

  it('makes small batches of a wide sheet, and has a cap for what is read at once', async () => {
    const names = Array.from({ length: 5_000 }, (_, at) => cell(`c${at}`)).join('');
    const rows = (count: number): string =>
      Array.from({ length: count }, (_, at) => `<row r="${at + 2}"><c><v>1</v></c></row>`).join('');
    const sizes: number[] = [];
    for await (const batch of excelCodec.read([byHand(`<row r="1">${names}</row>${rows(250)}`)]))
      sizes.push(batch.length);
    expect(sizes).toEqual([100, 100, 50]);
    const error = failure(() =>
      excelCodec.readAll(byHand(`<row r="1">${names}</row>${rows(100)}`), { limits: { maxBytes: 5_000_000 } }),
    );
    expect([error.kind, error.message]).toEqual(['limit', expect.stringContaining('Read it record by record')]);
  });

  it('types columns by the schema', () => {
    const rows: Rows = [
      ['sku', 'qty', 'on', 'at', 'live'],
      [4711, '12', 46110, '2026-03-29T10:00:00Z', 1],
      ['x', 1.5, null, null, 'false'],
    ];
    const bytes = workbook({ S: rows });
    const rejected: number[] = [];
    const options = {
      schema: typed,
      badValues: 'reject',
      onReject: ({ line }: { line: number }) => rejected.push(line),
    } as const;
    expect(excelCodec.readAll(bytes, options)).toEqual([
      { sku: '4711', qty: 12, on: '2026-03-29', at: '2026-03-29T10:00:00Z', live: true },
    ]);
    expect(rejected).toEqual([3]);
    expect(failure(() => excelCodec.readAll(bytes, { schema: typed })).message).toBe(
      '“1.5” in the column “qty” of row 3 is not a whole number.',
    );
    expect(excelCodec.readAll(bytes, { schema: typed, badValues: 'keep' })).toContainEqual({
      sku: 'x',
      qty: 1.5,
      on: null,
      at: null,
      live: false,
    });
  });

  it('keeps hostile names as plain fields', () => {
    const [row] = excelCodec.readAll(
      workbook({
        S: [
          ['__proto__', 'a.b', 'constructor'],
          [1, 2, 3],
        ],
      }),
    ) as Record<string, Json>[];
    expect(Object.entries(row ?? {})).toEqual([
      ['__proto__', 1],
      ['a.b', 2],
      ['constructor', 3],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  it('does not walk through a sheet that says that it is huge', () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>';
    expect(excelCodec.readAll(byHand(rows), { headerRow: 0 })).toEqual([
      { column1: 1, column16384: 2 },
      { column1: 3 },
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'no ZIP archive'],
    ['text', bytesOf('a;b\n1;2'), 'no ZIP archive'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'old .xls'],
    ['another archive', zipSync({ 'a.txt': strToU8('x') }), 'without a workbook'],
    ['rows out of order', byHand('<row r="2"/><row r="1"/>'), 'not in order'],
    ['a cell in no column', byHand('<row r="1"><c r="XFE1"><v>1</v></c></row>'), 'in no column'],
    ['a shared text that is missing', byHand('<row><c t="s"><v>5</v></c></row>'), 'no shared text 5'],
    ['a number that is none', byHand('<row><c><v>x</v></c></row>'), 'is no number'],
    ['a DOCTYPE', byHand('', { 'xl/worksheets/s.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x/>' }), 'DOCTYPE'],
    ['a cut archive', workbook({ S: [[1]] }).subarray(0, 900), 'its end is missing'],
  ])('refuses %s', async (_, bytes, words) => {
    expect(failure(() => excelCodec.readAll(bytes)).message).toContain(words);
    expect((await failureOf(rowsOf(excelCodec.read([bytes])))).message).toContain(words);
  });

  it('refuses archives that grow beyond measure, by what they say and by what they do', () => {
    const zeros = new Uint8Array(40_000_000);
    const bomb = zipSync({ '_rels/.rels': zeros });
    expect(bomb.length).toBeLessThan(100_000);
    expect(failure(() => excelCodec.readAll(bomb)).message).toContain('times its size');
    expect(failure(() => excelCodec.readAll(bomb, { limits: { maxBytes: 1_000_000 } })).message).toContain(
      'raise maxBytes',
    );
    const lying = bomb.slice();
    const view = new DataView(lying.buffer);
    const directory = view.getUint32(lying.length - 6, true);
    view.setUint32(directory + 24, 1000, true);
    expect(failure(() => excelCodec.readAll(lying)).message).toContain('larger than it says');
    const many = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, new Uint8Array(0)])), {
      level: 0,
    });
    expect(failure(() => excelCodec.readAll(many)).message).toContain('10001 parts');
    expect(
      failure(() => excelCodec.readAll(byHand('<row><c r="C1"><v>1</v></c></row>'), { limits: { maxFields: 2 } })).kind,
    ).toBe('limit');
  });
});

describe('excelCodec.write', () => {
  const rows: Json[] = [
    { sku: 'a', qty: 1, on: '2026-03-29', at: '2026-03-29T14:05:33', live: true, more: [1, { x: 'y' }] },
    { sku: '=1+1', qty: null, on: 'soon', at: '1899-01-01', live: false, more: 'line\nbreak \u0007_x0041_\r' },
  ];

  it('writes what it reads, and what another library reads', async () => {
    const schema = { properties: { ...typed.properties, more: { type: 'string' } } } as DataSchema;
    const bytes = excelCodec.writeAll(rows, { schema, sheet: 'Åse & Co' });
    const expected = [{ ...(rows[0] as object), more: '[1,{"x":"y"}]' }, rows[1]];
    expect(excelCodec.readAll(bytes, { sheet: 'Åse & Co' })).toEqual(expected);
    expect(
      await bytesIn(excelCodec.write([rows.slice(0, 1), [], rows.slice(1)], { schema, sheet: 'Åse & Co' })),
    ).not.toHaveLength(0);
    const book = XLSX.read(bytes, { type: 'array', cellDates: true, UTC: true });
    expect(book.SheetNames).toEqual(['Åse & Co']);
    const other = XLSX.utils.sheet_to_json<Record<string, unknown>>(book.Sheets['Åse & Co'] ?? {}, { UTC: true });
    expect(other[0]).toMatchObject({ sku: 'a', qty: 1, live: true, on: new Date('2026-03-29T00:00:00Z') });
    expect(other[1]).toMatchObject({ sku: '=1+1', on: 'soon', live: false });
  });

  it('gives the same bytes for the same records', () => {
    expect(excelCodec.writeAll(rows)).toEqual(excelCodec.writeAll(rows));
  });

  it('writes nothing but a header where there are no records', async () => {
    const bytes = await bytesIn(excelCodec.write([], { columns: ['a', 'b'] }));
    expect(excelCodec.readAll(bytes)).toEqual([]);
    expect(XLSX.utils.sheet_to_json(XLSX.read(bytes).Sheets['Sheet1'] ?? {}, { header: 1 })).toEqual([['a', 'b']]);
  });

  it.each<[Json, object, string]>([
    [[{ a: 'x'.repeat(32_768) }], {}, 'at cell A2'],
    [[{ a: 1, b: 2 }], { columns: ['a'] }, '“b”'],
    [[1], {}, 'named fields'],
    [[], { sheet: 'a/b' }, 'sheet'],
    [[], { sheet: 'x'.repeat(32) }, 'sheet'],
    [[], { columns: Array.from({ length: 16_385 }, (_, at) => `c${at}`) }, '16384'],
    [[{ a: '\ud800' }], {}, 'half of a character'],
  ])('refuses %.40j', (value, options, words) => {
    expect(failure(() => excelCodec.writeAll(value, options)).message).toContain(words);
  });

  it('reads back what it wrote, whatever the values', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const cell = fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      fc.boolean(),
      fc.constant(null),
    );
    const record = fc.record({ a: cell, b: cell, last: fc.constant(1) });
    fc.assert(
      fc.property(fc.array(record), (list) => {
        expect(excelCodec.readAll(excelCodec.writeAll(list))).toEqual(list);
      }),
      { numRuns: 30 },
    );
  });
});

describe('cells', () => {
  it.each<[number, string | undefined, string | undefined]>([
    [14, undefined, 'date'],
    [22, undefined, 'dateTime'],
    [0, undefined, undefined],
    [164, 'yyyy-mm-dd', 'date'],
    [164, 'dd.mm.yyyy hh:mm', 'dateTime'],
    [164, '[h]:mm:ss', 'duration'],
    [164, 'h:mm AM/PM', 'time'],
    [164, 'mmm', 'date'],
    [164, '#,##0.00 "days"', undefined],
    [164, '_-* #,##0.00\\ "kr"_-', undefined],
    [164, '[Red]0.00E+00', undefined],
    [164, 'General', undefined],
    [164, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
  ])('format %i %s is %s', (id, code, kind) => expect(dateKindOf(id, code)).toBe(kind));

  it('counts days as spreadsheets do', () => {
    expect(isoOfSerial(1, 'date', false)).toBe('1900-01-01');
    expect(isoOfSerial(60, 'date', false)).toBe('1900-02-29');
    expect(isoOfSerial(61, 'date', false)).toBe('1900-03-01');
    expect(isoOfSerial(0, 'date', true)).toBe('1904-01-01');
    expect(isoOfSerial(-1, 'date', false)).toBeUndefined();
    expect(isoOfSerial(46110.999999999, 'dateTime', false)).toBe('2026-03-30T00:00:00');
    expect(serialOfIso('2026-03-29T12:00')).toBe(46110.5);
    expect(serialOfIso('18:00')).toBe(0.75);
    for (const text of ['2026-02-30', '1899-12-31', '25:00', 'x', '']) expect(serialOfIso(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), fc.nat(86_399), (day, second) => {
        const iso = isoOfSerial(day + second / 86_400, 'dateTime', false) ?? '';
        expect(isoOfSerial(serialOfIso(iso) ?? 0, 'dateTime', false)).toBe(iso);
      }),
    );
  });

  it('counts columns as spreadsheets do', () => {
    expect([0, 25, 26, 701, 702, 16_383].map((column) => columnLetters(column))).toEqual([
      'A',
      'Z',
      'AA',
      'ZZ',
      'AAA',
      'XFD',
    ]);
    expect(['A1', 'z9', 'AA10', 'XFD1048576', '12', 'ABCD1'].map((reference) => columnOf(reference))).toEqual([
      0, 25, 26, 16_383, -1, -1,
    ]);
  });
});
