import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookupFromCsv, lookupToCsv } from './lookup-csv.ts';

const texts = fc.oneof(
  fc.constantFrom('=1+1', "'=1", '+49', '-5', '@x', 'a,b', 'say "hi"', 'line\nbreak', '', ' x ', '__proto__', "''"),
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\r')),
);

describe('lookupToCsv and lookupFromCsv', () => {
  test('give back the texts of a table, whatever they are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(texts, texts), { selector: ([key]) => key, maxLength: 6 }), (entries) => {
        const table = { values: Object.fromEntries(entries) };
        const read = lookupFromCsv({ text: lookupToCsv(table), separator: ',' });
        expect(Object.entries(read.table.values)).toEqual(Object.entries(table.values));
      }),
    );
  });

  test('spread objects over columns, and read them back', () => {
    const values = { de: { name: 'Germany', key: 'x' }, at: { name: 'Austria' } };
    const text = lookupToCsv({ values });
    expect(text).toBe('"_key","name","key"\r\n"de","Germany","x"\r\n"at","Austria",""\r\n');
    expect(lookupFromCsv({ text }).table.values).toEqual({ de: values.de, at: { name: 'Austria', key: '' } });
  });

  test('a spreadsheet finds no formula', () => {
    const text = lookupToCsv({ values: { '=cmd|calc': '@SUM(A1)', '-1': '+1' } });
    for (const cell of text.split(/[\r\n,]+/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  test('take the columns that are named', () => {
    const text = 'name;code;extra\nGermany;DE;1\n';
    expect(lookupFromCsv({ text, key: 'code', value: 'name' })).toMatchObject({
      key: 'code',
      value: 'name',
      table: { values: { DE: 'Germany' } },
    });
    expect(lookupFromCsv({ text, key: 'code' })).toMatchObject({
      value: null,
      table: { values: { DE: { name: 'Germany', extra: '1' } } },
    });
  });
});
