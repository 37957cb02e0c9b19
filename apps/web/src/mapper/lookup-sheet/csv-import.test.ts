import { describe, expect, it } from 'vitest';
import { appended, csvFormOf, firstUses, gridOfCsv, readCsvFile, usesMistake, withUse } from './csv-import.ts';
import type { ColumnUse, CsvFile } from './csv-import.ts';
import { gridProblems } from './grid-problems.ts';
import { emptyGrid, gridOf, valuesOf } from './lookup-grid.ts';

function read(text: string): CsvFile & { ok: true } {
  const file = readCsvFile(text, csvFormOf(text));
  if (!file.ok) throw new Error(file.message);
  return file;
}
const valuesWith = (text: string, uses?: readonly ColumnUse[]): unknown => {
  const file = read(text);
  return valuesOf(gridOfCsv(file, uses ?? firstUses(file.names)));
};

describe('a CSV file as a lookup table', () => {
  it('keeps every cell as the text that it is', () => {
    const text = 'code,name\r\n001,"tab\there"\r\n"a,b","say ""hi"""\r\n9007199254740993,"two\nlines"\r\n7,\r\n';
    expect(valuesWith(text)).toEqual({
      '001': 'tab\there',
      'a,b': 'say "hi"',
      '9007199254740993': 'two\nlines',
      '7': '',
    });
  });

  it('takes the columns that are chosen, and other kinds where they are', () => {
    const text = 'name;code;rate;eu\nGermany;DE;19;yes\nNorway;NO;025;no\n';
    expect(valuesWith(text, [null, 'key', 'number', null])).toEqual({ DE: 19, NO: '025' });
    expect(valuesWith(text, ['text', 'key', 'text', 'boolean'])).toEqual({
      DE: { name: 'Germany', rate: '19', eu: true },
      NO: { name: 'Norway', rate: '025', eu: false },
    });
    const grid = gridOfCsv(read(text), [null, 'key', 'number', null]);
    expect(gridProblems(grid).summary).toBe('1 value does not fit its column.');
  });

  it('has one column of keys', () => {
    const uses = firstUses(['a', 'b', 'c']);
    expect(uses).toEqual(['key', 'text', null]);
    expect(withUse(uses, 1, 'key')).toEqual(['text', 'key', null]);
    expect(usesMistake(['text', null])).toContain('keys');
    expect(usesMistake(['key', null])).toContain('values');
  });

  it('is read without a header, with short and long rows', () => {
    expect(readCsvFile('1;a\n2\n3;c;d', { delimiter: ';', header: false })).toEqual({
      ok: true,
      names: ['Column 1', 'Column 2', 'Column 3'],
      rows: [
        ['1', 'a', ''],
        ['2', '', ''],
        ['3', 'c', 'd'],
      ],
    });
    expect(readCsvFile('"open', { delimiter: ',', header: true })).toMatchObject({ ok: false });
  });

  it('takes the apostrophe off that an export puts before formulas', () => {
    expect(valuesWith('key,value\n"\'=1+1","\'+49"\n')).toEqual({ '=1+1': '+49' });
  });

  it('is put below a table with the same columns only', () => {
    const more = gridOfCsv(read('key,value\nSE,SWE\n'), ['key', 'text']);
    const longer = appended(gridOf({ DK: 'DNK' }), more);
    expect(longer && valuesOf(longer)).toEqual({ DK: 'DNK', SE: 'SWE' });
    expect(appended(gridOf({ DK: { code: 'DNK' } }), more)).toBeUndefined();
    expect(appended(emptyGrid, more)?.rows).toHaveLength(1);
  });
});
