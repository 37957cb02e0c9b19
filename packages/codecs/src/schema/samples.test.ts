import type { DataSchema } from '@patchbay/model/schema';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { detectSchemaFormat } from './detect.ts';
import { readFixedWidthSchema } from './fixed-width.ts';
import { csvCodec } from '../csv/csv-codec.ts';
import { readSchema } from './read-schema.ts';
import { readCsvSampleSchema } from './sample-csv.ts';
import { readJsonSampleSchema } from './sample-json.ts';
import { readXmlSampleSchema } from './sample-xml.ts';
import type { SchemaReading } from './schema-reading.ts';
import { fixture, outline } from './testing/index.ts';

const first = ({ schemas }: SchemaReading): DataSchema | undefined => schemas[0]?.schema;
const codes = ({ diagnostics }: SchemaReading): string[] => diagnostics.map(({ code }) => code);

describe('readJsonSampleSchema', () => {
  it('merges several samples', () => {
    const reading = readJsonSampleSchema(['{"a":1,"b":"x"}', '{"a":2.5,"b":null}'], { name: 'orders/new-order.json' });
    expect(reading.schemas[0]?.name).toBe('new-order');
    expect(outline(first(reading))).toEqual([' object*', '/a number*', '/b string*?']);
  });

  it('reads one sample a line, and tells which line is none', () => {
    const reading = readJsonSampleSchema('{"a":1}\n{"a":2,"b":9007199254740993}\n\n{"a":}\n');
    expect(outline(first(reading))).toEqual([' object*', '/a integer*', '/b string(integer)']);
    expect(reading.diagnostics[0]?.message).toMatch(/^Line 4 is no JSON/);
  });

  it('keeps hostile names', () => {
    expect(outline(first(readJsonSampleSchema('{"__proto__":{"x":1},"a.b":1,"c`d":1,"":1}')))).toEqual([
      ' object*',
      '/__proto__ object*',
      '/__proto__/x integer*',
      '/a.b integer*',
      '/c`d integer*',
      '/ integer*',
    ]);
  });

  it('does not fall over a sample of 50 MB, and says that it looked at part of it', () => {
    const row = `{"id":1,"name":"${'x'.repeat(5_000)}","lines":[{"sku":"A","qty":1}]}`;
    const reading = readJsonSampleSchema(`[${`${row},`.repeat(10_000)}${row}]`);
    expect(codes(reading)).toEqual(['schema.partial']);
    expect(outline(first(reading))).toEqual([
      ' object[]*',
      '/id integer*',
      '/name string*',
      '/lines object[]*',
      '/lines/sku string*',
      '/lines/qty integer*',
    ]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['empty text', '', 'schema.empty'],
    ['broken JSON', '{"a":', 'schema.syntax'],
    ['deep nesting', '['.repeat(100_000), 'schema.syntax'],
  ])('says what is wrong with %s', (_, input, code) => {
    const reading = readJsonSampleSchema(input);
    expect([reading.schemas, codes(reading)]).toEqual([[], [code]]);
  });
});

describe('readCsvSampleSchema', () => {
  it('tells numbers, dates, codes and empty cells', () => {
    const reading = readCsvSampleSchema(
      'id,zip,price,paid,day,note\n1,01234,2.50,true,2026-01-31,\n2,99999,3,false,2026-02-01,x\n',
    );
    expect(reading.diagnostics).toEqual([]);
    expect(outline(first(reading))).toEqual([
      ' object*',
      '/id integer*',
      '/zip string*',
      '/price number*',
      '/paid boolean*',
      '/day string(date)*',
      '/note string*?',
    ]);
  });

  it('reads semicolons, decimal commas and ragged rows', () => {
    const reading = readCsvSampleSchema(
      'sku;price;unit\nA;1.234,50;kg\nB;2,25;kg\nC;3,5;t;extra\nD\nE;7,10;kg\nF;7,10;kg\n',
    );
    expect(outline(first(reading))).toEqual([
      ' object*',
      '/sku string*',
      '/price number*?',
      '/unit string*?',
      '/column4 string*?',
    ]);
    expect(first(reading)?.properties?.['price']?.examples).toEqual([1234.5, 2.25, 3.5]);
    expect(reading.diagnostics).toMatchObject([
      { code: 'schema.ragged', severity: 'warning', message: expect.stringContaining('Line 4 and 1 more') },
    ]);
  });

  it('takes numbers as the reader of the file takes them', () => {
    const text = 'amount;size\n1.500;1,5\n2.750;x\n10.000;2,5\n';
    const schema = first(readCsvSampleSchema(text)) ?? {};
    expect(schema.properties).toMatchObject({
      amount: { type: 'integer', examples: [1500, 2750, 10000] },
      size: { type: 'string', examples: ['1,5', 'x', '2,5'] },
    });
    expect(csvCodec.readAll(text, { schema })).toEqual([
      { amount: 1500, size: '1,5' },
      { amount: 2750, size: 'x' },
      { amount: 10000, size: '2,5' },
    ]);
  });

  it('says that rows are of many lengths, and takes the delimiter of the first line', () => {
    const reading = readCsvSampleSchema('name,age\nBob\nEve,3,4\n');
    expect(outline(first(reading)).slice(1, 3)).toEqual(['/name string*', '/age integer*?']);
    expect(codes(reading)).toEqual(['schema.ragged']);
  });

  it('names columns that have no header, and keeps hostile ones', () => {
    expect(outline(first(readCsvSampleSchema('1,2\n3,4\n'))).slice(1)).toEqual([
      '/column1 integer*',
      '/column2 integer*',
    ]);
    expect(outline(first(readCsvSampleSchema('__proto__,a.b,constructor\n1,2,3\n'))).slice(1)).toEqual([
      '/__proto__ integer*',
      '/a.b integer*',
      '/constructor integer*',
    ]);
  });

  it.each([
    ['31.12.2025', '01.02.2026', 'dd.MM.yyyy'],
    ['31/12/2025', '01/02/2026', 'dd/MM/yyyy'],
    ['12/31/2025', '02/01/2026', 'MM/dd/yyyy'],
    ['31.12.2025', '1.2.2026', 'd.M.yyyy'],
    ['2025/12/31', '2026/02/01', 'yyyy/MM/dd'],
    ['31-12-2025', '01-02-2026', 'dd-MM-yyyy'],
  ])('takes %s and %s for dates, which are read and written so', (one, other, pattern) => {
    const text = `id,due\r\n1,${one}\r\n2,${other}\r\n`;
    const reading = readCsvSampleSchema(text);
    expect(reading.diagnostics).toEqual([]);
    const schema = first(reading) ?? {};
    expect(schema.properties?.['due']).toMatchObject({ type: 'string', format: 'date', 'x-text': { pattern } });
    const rows = csvCodec.readAll(text, { schema });
    expect(rows).toEqual([
      { id: 1, due: '2025-12-31' },
      { id: 2, due: '2026-02-01' },
    ]);
    expect(new TextDecoder().decode(csvCodec.writeAll(rows, { schema }))).toBe(text);
  });

  it('says where nothing tells the day from the month, and keeps what is no date', () => {
    const reading = readCsvSampleSchema(
      'id,due,empty,no,version\n1,01/02/2026,,31.02.2026,1.2.3\n2,03/04/2026,31.12.2025,1.1.2026,1.2.4\n',
    );
    expect(reading.diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'warning',
        expect.stringMatching(
          /“due”, such as 01\/02\/2026, may have the day or the month first\. They are taken as dd\/MM\/yyyy.* MM\/dd\/yyyy/,
        ),
      ],
    ]);
    expect(outline(first(reading))).toEqual([
      ' object*',
      '/id integer*',
      '/due string(date)*',
      '/empty string(date)*?',
      '/no string*',
      '/version string*',
    ]);
    const schema = first(reading) ?? {};
    expect(() => csvCodec.readAll('id,due,empty,no,version\n1,13/13/2026,,a,b\n', { schema })).toThrow(
      /“13\/13\/2026” in the column “due” is not a date written dd\/MM\/yyyy/,
    );
    expect(csvCodec.readAll('id,due,empty,no,version\n1,2026-01-02,,a,b\n', { schema })).toMatchObject([
      { due: '2026-01-02', empty: null },
    ]);
    expect(() => csvCodec.writeAll([{ due: 'soon' }], { schema })).toThrow(/record 1\.due.*dd\/MM\/yyyy/);
  });

  it('has the columns of a table without rows, which is read and written as it is', () => {
    const text = 'id,name\r\n';
    const schema = first(readCsvSampleSchema(text)) ?? {};
    expect(outline(schema)).toEqual([' object*', '/id string*', '/name string*']);
    expect(csvCodec.readAll(text, { schema })).toEqual([]);
    expect(new TextDecoder().decode(csvCodec.writeAll([], { schema }))).toBe(text);
  });

  it('says that empty text is no table', () => {
    expect(codes(readCsvSampleSchema(''))).toEqual(['schema.empty']);
  });
});

describe('readXmlSampleSchema', () => {
  const reading = readXmlSampleSchema(fixture('samples/order.xml'));

  it('tells attributes, text, lists, numbers and what may be nil', () => {
    expect(reading.diagnostics).toEqual([]);
    expect(reading.schemas[0]?.name).toBe('Order');
    expect(outline(first(reading))).toEqual([
      ' object*',
      '/@id integer*',
      '/ID string*',
      '/Placed string(date)*',
      '/Line object[]*',
      '/Line/@no integer*',
      '/Line/Sku string*',
      '/Line/Qty object*',
      '/Line/Qty/@unit string*',
      '/Line/Qty/#text number*',
      '/Line/Price number*?',
      '/Note object*',
      '/Note/#text string',
      '/Note/b string*',
    ]);
  });

  it('says how each is written', () => {
    expect(first(reading)?.['x-xml']).toEqual({ name: 'Order', ns: 'urn:order', prefix: 'o' });
    const { Line, Note } = first(reading)?.properties ?? {};
    expect(Line?.['x-xml']).toEqual({ order: 3 });
    expect(Line?.items?.properties?.['Price']?.['x-xml']).toEqual({ nillable: true, order: 3 });
    expect(Note?.['x-xml']).toEqual({ mixed: true, order: 4 });
  });

  it('sees a list in the sample that has one', () => {
    const merged = readXmlSampleSchema(['<o><l>1</l></o>', '<o><l>1</l><l>x</l></o>', '<p/>']);
    expect(outline(first(merged))).toEqual([' object*', '/l string[]*']);
    expect(codes(merged)).toEqual(['schema.unlikeSamples']);
  });

  it.each<[string, string, string]>([
    ['empty text', '', 'schema.empty'],
    ['an entity bomb', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>', 'schema.dtd'],
    ['an unknown entity', '<a>&b;</a>', 'schema.syntax'],
    ['deep nesting', '<a>'.repeat(100_000), 'schema.tooLarge'],
  ])('refuses %s', (_, text, code) => {
    expect([readXmlSampleSchema(text).schemas, codes(readXmlSampleSchema(text))]).toEqual([[], [code]]);
  });
});

describe('readFixedWidthSchema', () => {
  it('reads a layout with a header', () => {
    const reading = readFixedWidthSchema(fixture('fixed-width/statement.csv'), { name: 'statement.csv' });
    expect(reading.diagnostics).toEqual([]);
    expect(outline(first(reading))).toEqual([
      ' object*',
      '/account string*',
      '/booked string(date)*',
      '/amount number*',
      '/currency string*',
    ]);
    expect(first(reading)?.properties?.['account']).toMatchObject({
      description: 'the account',
      maxLength: 10,
      'x-pos': { start: 1, length: 10, align: 'left' },
    });
    expect(first(reading)?.properties?.['booked']?.['x-pos']).toEqual({ start: 11, length: 8, pattern: 'yyyyMMdd' });
    expect(first(reading)?.properties?.['amount']?.['x-pos']).toEqual({
      start: 19,
      length: 12,
      align: 'right',
      pad: '0',
      decimals: 2,
    });
  });

  it('puts fields without a start one behind the other', () => {
    const reading = readFixedWidthSchema('id,,5,integer\nname,,10\n');
    expect(first(reading)?.properties?.['name']?.['x-pos']).toEqual({ start: 6, length: 10 });
  });

  it.each<[string, string, string[]]>([
    ['empty text', '', ['schema.empty']],
    ['a missing length', 'id,1,\nname,1,5', ['schema.layout']],
    ['an unknown type', 'id,1,5,money', ['schema.layout', 'schema.nothing']],
    ['overlapping fields', 'a,1,5\nb,3,5', ['schema.overlap']],
    ['a name twice', 'a,1,5\na,6,5', ['schema.layout']],
  ])('says what is wrong with %s', (_, text, expected) => {
    expect(codes(readFixedWidthSchema(text))).toEqual(expected);
  });
});

describe('a workbook as a sample', () => {
  it('gives the schema of a row of its first sheet', async () => {
    const rows = [
      { no: 1, name: 'A', paid: true },
      { no: 2, name: null, paid: false },
    ];
    const { excelCodec } = await import('../excel/excel-codec.ts');
    const bytes = excelCodec.writeAll(rows) as Uint8Array;
    expect([detectSchemaFormat(bytes, 'rows.xlsx'), detectSchemaFormat(bytes)]).toEqual([
      'excel-sample',
      'excel-sample',
    ]);
    const reading = await readSchema('excel-sample', bytes, { name: 'rows.xlsx' });
    expect(reading.schemas[0]?.name).toBe('rows');
    expect(outline(first(reading))).toEqual([' object*', '/no integer*', '/name string*?', '/paid boolean*']);
  });

  it('is read no further than it is looked at, where its rows are as wide as a sheet', async () => {
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const named = (cell: string): string => `<c r="${cell}" t="inlineStr"><is><t>${cell}</t></is></c>`;
    const rows = Array.from({ length: 3_000 }, (_, at) => `<row r="${at + 2}"><c r="A${at + 2}"><v>1</v></c></row>`);
    const parts: Record<string, string> = {
      '_rels/.rels': `<Relationships><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="s" Type="${office}/worksheet" Target="s.xml"/></Relationships>`,
      // The last row is not in order, which is told only when it is met.
      'xl/s.xml': `<worksheet><sheetData><row r="1">${named('A1')}${named('XFD1')}</row>${rows.join('')}<row r="1"/></sheetData></worksheet>`,
    };
    const bytes = zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
    expect(codes(await readSchema('excel-sample', bytes, { name: 'wide.xlsx' }))).toEqual(['schema.partial']);
  });

  it('is bytes, and a workbook', async () => {
    expect((await readSchema('excel-sample', 'PK')).diagnostics[0]?.message).toMatch(/bytes, not text/);
    const broken = await readSchema('excel-sample', new Uint8Array([0x50, 0x4b, 3, 4, 0]));
    expect([broken.schemas, broken.diagnostics.map(({ severity }) => severity)]).toEqual([[], ['error']]);
  });
});
