import * as fc from 'fast-check';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { bytesIn, bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn, utf16 } from '../testing/streams.ts';
import { csvCodec } from './csv-codec.ts';
import type { CsvReadOptions } from './csv-options.ts';
import { CsvRowReader } from './csv-row-reader.ts';

const typed: DataSchema = {
  type: 'object',
  properties: {
    sku: { type: 'string' },
    qty: { type: 'integer' },
    price: { type: ['number', 'null'] },
    live: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    note: { type: ['string', 'null'] },
  },
};

describe('csvCodec.read', () => {
  it.each<[string, CsvReadOptions, Json[]]>([
    [
      'a,b\r\n1,"x,""y""\r\nz"\r\n\r\n"",2',
      {},
      [
        { a: '1', b: 'x,"y"\r\nz' },
        { a: '', b: '2' },
      ],
    ],
    ['a;b\n1;2', {}, [{ a: '1', b: '2' }]],
    ['a\tb\rx\t"y\rz"\r', {}, [{ a: 'x', b: 'y\rz' }]],
    ["'a'|'b'\n'it''s'|2\n", {}, [{ a: "it's", b: '2' }]],
    ['sep=;\na;b\n1,5;2', {}, [{ a: '1,5', b: '2' }]],
    [
      '1,2\n3,4',
      { header: false },
      [
        { column1: '1', column2: '2' },
        { column1: '3', column2: '4' },
      ],
    ],
    [
      '1,2\n3,4',
      { header: false, columns: ['x', 'y'] },
      [
        { x: '1', y: '2' },
        { x: '3', y: '4' },
      ],
    ],
    ['id,n\n1,2', { header: 'auto' }, [{ id: '1', n: '2' }]],
    [
      '1,2\n3,4',
      { header: 'auto' },
      [
        { column1: '1', column2: '2' },
        { column1: '3', column2: '4' },
      ],
    ],
    ['Report\n\na,b\n# no\n1,NULL', { skipLines: 2, comment: '#', nullText: 'NULL' }, [{ a: '1', b: null }]],
    ['5" pipe,b\n3" nail,2', { quote: '' }, [{ '5" pipe': '3" nail', b: '2' }]],
    ['a, b ,,a,a_2\n1,2,3,4,5', {}, [{ a: '1', b: '2', column3: '3', a_3: '4', a_2: '5' }]],
    ['\ufeffa,b\n1,2', {}, [{ a: '1', b: '2' }]],
    ['only\nx\n""\ny', {}, [{ only: 'x' }, { only: '' }, { only: 'y' }]],
  ])('reads %j with %j, cut anywhere', async (text, options, rows) => {
    expect(csvCodec.readAll(text, options)).toEqual(rows);
    for (const chunks of cutInTwo(bytesOf(text))) expect(await rowsOf(csvCodec.read(chunks, options))).toEqual(rows);
    const reader = new CsvRowReader({ ...options });
    for (const letter of text.replace('\ufeff', '')) reader.push(letter);
    reader.end();
    expect(reader.rows).toEqual(rows);
  });

  it('reads piece by piece beyond its first look as it reads at once', () => {
    const line = 'x,"quoted ""1"", \r\nnext",3.5\r\n';
    const text = `a,b,c\r\n${line.repeat(2000)}`;
    const whole = csvCodec.readAll(text);
    for (const size of [1, 2, 7, 33_000]) {
      const reader = new CsvRowReader({});
      for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
      reader.end();
      expect(reader.rows).toEqual(whole);
    }
  });

  it('types columns by the schema', () => {
    const text =
      'sku,qty,price,live,tags,note,more\n007,12,"1,234.50",TRUE,"[""a""]",,7\n008,9007199254740993,,0,[],x,8';
    expect(csvCodec.readAll(text, { schema: typed })).toEqual([
      { sku: '007', qty: 12, price: 1234.5, live: true, tags: ['a'], note: null, more: '7' },
      { sku: '008', qty: '9007199254740993', price: null, live: false, tags: [], note: 'x', more: '8' },
    ]);
    const german = 'sku;price\nx;1.234,5\ny;-0,25';
    for (const decimal of [undefined, 'auto'] as const) {
      expect(csvCodec.readAll(german, { schema: { type: 'array', items: typed }, decimal })).toEqual([
        { sku: 'x', price: 1234.5 },
        { sku: 'y', price: -0.25 },
      ]);
    }
  });

  it('fails on rows of many lengths, where the first line tells the delimiter', () => {
    const error = failure(() => csvCodec.readAll('name,age\nBob\nEve,3,4'));
    expect([error.line, error.message]).toEqual([2, expect.stringContaining('the row has 1 fields')]);
  });

  it('fails on a cell that is not of its type, keeps its text, or leaves the record out', () => {
    const text = 'sku,qty\na,1\nb,x\nc,"1,5"';
    const error = failure(() => csvCodec.readAll(text, { schema: typed }));
    expect(error.message).toContain('“x” in the column “qty” is not a whole number');
    expect(error.line).toBe(3);
    const decimals = failure(() => csvCodec.readAll('price\n"1,5"', { schema: typed, decimal: '.' }));
    expect(decimals.message).toContain('set the option decimal to “,”');
    expect(csvCodec.readAll(text, { schema: typed, badValues: 'keep' })).toContainEqual({ sku: 'b', qty: 'x' });
    const lines: number[] = [];
    const options: CsvReadOptions = { schema: typed, badValues: 'reject', onReject: ({ line }) => lines.push(line) };
    expect(csvCodec.readAll(text, options)).toEqual([{ sku: 'a', qty: 1 }]);
    expect(lines).toEqual([3, 4]);
  });

  it('fails on ragged rows, fills them up, or leaves them out', () => {
    const text = 'a,b\n1,2\n3\n4,5,6,7\n8,9';
    const error = failure(() => csvCodec.readAll(text));
    expect(error.message).toContain('the row has 1 fields, where there are 2 columns (line 3');
    expect(csvCodec.readAll(text, { ragged: 'pad' })).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: null },
      { a: '4', b: '5', column3: '6', column4: '7' },
      { a: '8', b: '9' },
    ]);
    const rejected: Json[] = [];
    const onReject = ({ line, row }: { line: number; row?: Json | undefined }): number =>
      rejected.push([line, row ?? 0]);
    expect(csvCodec.readAll(text, { ragged: 'reject', onReject })).toHaveLength(2);
    expect(rejected).toEqual([
      [3, ['3']],
      [4, ['4', '5', '6', '7']],
    ]);
  });

  it('keeps hostile and odd names as plain fields', () => {
    const [row] = csvCodec.readAll('__proto__,a.b,constructor,back`tick\n1,2,3,4') as Record<string, Json>[];
    expect(Object.entries(row ?? {})).toEqual([
      ['__proto__', '1'],
      ['a.b', '2'],
      ['constructor', '3'],
      ['back`tick', '4'],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });

  it('reads every encoding', async () => {
    const text = 'navn;by\nÅse;København\n';
    const rows = [{ navn: 'Åse', by: 'København' }];
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    for (const bytes of [bytesOf(text), latin, utf16(`\ufeff${text}`, 'le'), utf16(text, 'be'), utf16(text, 'le')]) {
      expect(csvCodec.readAll(bytes)).toEqual(rows);
      for (const chunks of cutInTwo(bytes)) expect(await rowsOf(csvCodec.read(chunks))).toEqual(rows);
    }
  });

  it.each<[string, CsvReadOptions, string]>([
    ['', {}, 'empty'],
    ['a,b\n"x,1', {}, 'closing quote of a field is missing'],
    ['a,b\n1,2\n"x"y,1', {}, 'follows the closing quote of a field (line 3, column 4)'],
    ['a,a\n1,2', { duplicateNames: 'error' }, 'two columns are named “a”'],
    ['a,b', { delimiter: ',,' }, 'delimiter'],
    ['a,b', { delimiter: '"', quote: '"' }, 'quote'],
    [`${'x,'.repeat(1_000_000)}`, {}, 'more than the 20000 that are allowed'],
    [`a\n${'x'.repeat(70_000)}`, { limits: { maxRowSize: 1000 } }, 'longer than 1 KB'],
    ['a\n1', { encoding: 'klingon' }, 'encoding'],
  ])('says what is wrong with it, case %#', async (text, options, words) => {
    const error = await failureOf(rowsOf(csvCodec.read(chunked(bytesOf(text), 50_000), options)));
    expect(error.message).toContain(words);
  });

  it('reads an empty table', () => {
    expect(csvCodec.readAll('a,b\n')).toEqual([]);
    expect(csvCodec.readAll('', { header: false })).toEqual([]);
    expect(csvCodec.readAll('', { columns: ['a'] })).toEqual([]);
  });
});

describe('csvCodec.write', () => {
  const written = (value: Json, options = {}): string => new TextDecoder().decode(csvCodec.writeAll(value, options));

  it('quotes what needs it, and writes every kind of value', () => {
    const rows: Json = [
      { a: 'x,"y"', b: null, c: 1.5 },
      { a: ' z', b: [1, { k: 'v' }], d: true },
    ];
    expect(written(rows)).toBe('a,b,c,d\r\n"x,""y""",,1.5,\r\n" z","[1,{""k"":""v""}]",,true\r\n');
    expect(
      written(rows, { delimiter: ';', decimal: ',', header: false, lineEnd: '\n', columns: ['c', 'a', 'b', 'd'] }),
    ).toBe('1,5;"x,""y""";;\n;" z";"[1,{""k"":""v""}]";true\n');
    expect(written([{ a: 1e-7, b: 1e21 }], { header: false })).toBe('0.0000001,1000000000000000000000\r\n');
    expect(written([{ only: '' }])).toBe('only\r\n""\r\n');
    expect(written([], { schema: typed })).toBe('sku,qty,price,live,tags,note\r\n');
  });

  it('finds the columns of a schema behind references and in its parts', () => {
    const order: DataSchema = {
      type: 'object',
      allOf: [{ properties: { note: { type: 'string' } } }],
      properties: { id: { type: 'integer' } },
    };
    const schema: DataSchema = { type: 'array', items: { $ref: '#/$defs/order' }, $defs: { order } };
    expect(written([{ id: 1 }, { id: 2, note: 'x' }], { schema }).split('\r\n')).toHaveLength(4);
    expect(
      written([{ id: 1, note: 'x' }], { schema })
        .split('\r\n')[0]
        ?.split(',')
        .toSorted(),
    ).toEqual(['id', 'note']);
  });

  it('reads back the numbers that were written, whatever parts the cells', () => {
    const schema: DataSchema = { type: 'object', properties: { w: { type: 'number' }, s: { type: 'string' } } };
    const rows = [0.125, 1.5, 2.75, 1500].map((w) => ({ w, s: 'x' }));
    for (const delimiter of [',', ';', '\t']) {
      for (const decimal of ['.', ','] as const) {
        const text = written(rows, { delimiter, decimal });
        expect(csvCodec.readAll(text, { schema }), text).toEqual(rows);
      }
    }
  });

  it('guards formulas when asked', () => {
    const cells = ['=1+1', '@x', '-2', '-2+3', '+49 30', '\tx', 'a=b'].map((a) => ({ a }));
    expect(written(cells, { guardFormulas: true, header: false })).toBe(
      "'=1+1\r\n'@x\r\n-2\r\n'-2+3\r\n'+49 30\r\n\"'\tx\"\r\na=b\r\n".replace('"\'\tx"', "'\tx"),
    );
    expect(written([{ a: '=1' }], { header: false })).toBe('=1\r\n');
  });

  it('refuses what would be lost', async () => {
    expect(failure(() => csvCodec.writeAll([1])).message).toContain('record 1');
    expect(failure(() => csvCodec.writeAll([{ a: 1 }], { columns: ['b'] })).message).toContain('“a”');
    const late = await failureOf(textIn(csvCodec.write([[{ a: 1 }], [{ a: 1, b: 2 }]])));
    expect(late.message).toContain('at record 2');
    expect(failure(() => csvCodec.writeAll([{ a: '→' }], { encoding: 'windows-1252' })).message).toContain('“→”');
    expect(failure(() => csvCodec.writeAll([{ a: '\ud800' }])).kind).toBe('value');
  });

  it('writes other encodings', async () => {
    const rows = [{ a: '€ ø' }];
    for (const encoding of ['utf-16le', 'windows-1252', 'utf-8'] as const) {
      expect(csvCodec.readAll(csvCodec.writeAll(rows, { encoding, byteOrderMark: true }))).toEqual(rows);
      const chunks = await bytesIn(csvCodec.write([rows, rows], { encoding, byteOrderMark: true }));
      expect(csvCodec.readAll(chunks)).toEqual([...rows, ...rows]);
    }
  });

  it('reads a line of a million fields with quotes inside in one pass', { timeout: 5_000 }, () => {
    const text = `a,b\n${'x"y,'.repeat(1_500_000)}`;
    expect(() => csvCodec.readAll(text)).toThrow('Line 2 has 1500001 fields, more than the 20000 that are allowed');
  });

  it('reads back what was written, whatever the texts and the chunks', async () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
    const table = fc
      .uniqueArray(name, { minLength: 1, maxLength: 5 })
      .chain((names) =>
        fc.array(fc.record(Object.fromEntries(names.map((key) => [key, fc.string({ unit: 'grapheme' })])))),
      );
    const form = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', 'x'),
      quote: fc.constantFrom('"', "'"),
      lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
    });
    await fc.assert(
      fc.asyncProperty(table, form, fc.integer({ min: 1, max: 30 }), async (rows, { lineEnd, ...options }, size) => {
        fc.pre(rows.every((row) => Object.keys(row).length > 0));
        const columns = Object.keys(rows[0] ?? { a: 1 });
        fc.pre(!columns.includes('__proto__'));
        const bytes = await bytesIn(
          csvCodec.write([rows.slice(0, 2), rows.slice(2)], { ...options, lineEnd, columns }),
        );
        expect(await rowsOf(csvCodec.read(chunked(bytes, size), options))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});
