import type { Json } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, cellText, kindOf } from './cell.ts';
import {
  addColumn,
  addRows,
  paste,
  removeColumn,
  removeRows,
  renameColumn,
  setCells,
  setKind,
  withPlainValues,
} from './grid-edits.ts';
import { gridProblems } from './grid-problems.ts';
import { emptyGrid, gridOf, valuesOf } from './lookup-grid.ts';
import type { LookupGrid } from './lookup-grid.ts';
import { readTsv, writeTsv } from './tsv.ts';

const hostile = [
  '001',
  'a\tb',
  'a,b',
  'say "hi"',
  '"',
  'two\nlines',
  '9007199254740993',
  '',
  ' x ',
  'null',
  '1e3',
  '__proto__',
  '=1+1',
];
const texts = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme' }));
const json = fc.oneof(texts, fc.jsonValue()) as fc.Arbitrary<Json>;

/** Every value typed again as it is shown, as a person would who opens each cell and presses Enter. */
const retyped = (grid: LookupGrid): LookupGrid =>
  setCells(
    grid,
    grid.rows.flatMap(({ id, key, cells }) => [
      { rowId: id, column: 0, given: { text: key } },
      ...cells.map((cell, at) => ({
        rowId: id,
        column: at + 1,
        given: { text: cellText(cell, grid.columns[at]?.kind ?? 'any') },
      })),
    ]),
  );

describe('gridOf and valuesOf', () => {
  it('lose nothing, whatever the keys and values are', () => {
    const values = fc.oneof(
      fc.array(fc.tuple(texts, json)),
      fc.array(fc.tuple(texts, fc.dictionary(fc.constantFrom('code', 'name', '__proto__'), json))),
    );
    fc.assert(
      fc.property(values, (entries) => {
        const table = Object.fromEntries(entries);
        expect(valuesOf(gridOf(table))).toEqual(table);
        expect(valuesOf(retyped(gridOf(table)))).toEqual(table);
      }),
    );
  });

  it('tell an empty text from null and from a field that is not there', () => {
    const values = { a: { x: '', y: null }, b: { x: 'q' } };
    const grid = gridOf(values);
    expect(grid.columns).toEqual([
      { name: 'x', kind: 'text' },
      { name: 'y', kind: 'text' },
    ]);
    expect(valuesOf(grid)).toEqual(values);
  });

  it('take the kind of a column from what it holds', () => {
    expect([kindOf(['1', null]), kindOf([1, 2]), kindOf([true]), kindOf(['1', 1]), kindOf([])]).toEqual([
      'text',
      'number',
      'boolean',
      'any',
      'text',
    ]);
  });
});

describe('a typed cell', () => {
  it.each<[string, 'text' | 'number' | 'boolean' | 'any', Json]>([
    ['001', 'text', '001'],
    ['12', 'text', '12'],
    ['null', 'text', 'null'],
    ['12', 'number', 12],
    ['', 'number', null],
    ['001', 'number', '001'],
    ['9007199254740993', 'number', '9007199254740993'],
    ['Yes', 'boolean', true],
    ['maybe', 'boolean', 'maybe'],
    ['"12"', 'any', '12'],
    ['9007199254740993', 'any', '9007199254740993'],
  ])('%j as %s is %j', (text, kind, value) => {
    expect(cellOf(text, kind)).toEqual(value);
  });
});

describe('edits of the grid', () => {
  const grid = gridOf({ DK: 'DNK', NO: 'NOR' });

  it('paste over rows and add those that are missing', () => {
    const block = readTsv('SE\tSWE\tx\nFI\tFIN\n"IS"\t"two\nlines"').map((line) => line.map((text) => ({ text })));
    const pasted = paste(grid, { rowIds: [1], column: 0, block });
    expect(valuesOf(pasted.grid)).toEqual({ DK: 'DNK', SE: 'SWE', FI: 'FIN', IS: 'two\nlines' });
    expect([pasted.dropped, pasted.added]).toEqual([1, 2]);
  });

  it('add and remove rows and columns', () => {
    const wide = renameColumn(addColumn(addRows(grid, 1)), 1, 'name');
    expect(wide.rows.map(({ key }) => key)).toEqual(['DK', '', 'NO']);
    expect(valuesOf(wide)).toEqual({ DK: { value: 'DNK' }, '': { value: '' }, NO: { value: 'NOR' } });
    const one = wide.rows[1]?.id ?? -1;
    expect(valuesOf(withPlainValues(removeColumn(removeRows(wide, new Set([one])), 1)))).toEqual({
      DK: 'DNK',
      NO: 'NOR',
    });
    expect(removeColumn(grid, 0)).toBe(grid);
  });

  it('keep what another kind cannot hold, and say so', () => {
    const codes = setKind(gridOf({ a: '001', b: '12', c: '9007199254740993' }), 0, 'number');
    expect(valuesOf(codes)).toEqual({ a: '001', b: 12, c: '9007199254740993' });
    const { cells, summary } = gridProblems(codes);
    expect(summary).toBe('2 values do not fit their columns.');
    expect(cells.get(0)?.get(1)).toContain('would lose its zeros');
    expect(cells.get(2)?.get(1)).toContain('more digits');
    expect(valuesOf(setKind(codes, 0, 'text'))).toEqual({ a: '001', b: '12', c: '9007199254740993' });
  });

  it('find empty keys, keys that stand twice and bad names of columns', () => {
    const three = setCells(addRows(grid, 2, 2), [{ rowId: 2, column: 0, given: { text: 'DK' } }]);
    const { cells, summary } = gridProblems(three);
    expect(summary).toBe('1 row has no key, 1 key stands twice.');
    expect(new Set(cells.keys())).toEqual(new Set([0, 2, 3]));
    expect(gridProblems(renameColumn(addColumn(grid), 1, 'value')).columns.get(1)).toContain('already');
    expect(gridProblems(emptyGrid).summary).toBeUndefined();
  });

  it('stay themselves when nothing changes', () => {
    expect(setCells(grid, [{ rowId: 0, column: 1, given: { text: 'DNK' } }])).toBe(grid);
    expect(setKind(grid, 0, 'text')).toBe(grid);
  });

  it('keep every other row as it was when one of 10,000 changes', () => {
    const large = gridOf(Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, `v${at}`])));
    const next = setCells(large, [{ rowId: 5_000, column: 1, given: { text: 'x' } }]);
    expect(next.rows.filter((row, at) => row !== large.rows[at]).map((row) => row.id)).toEqual([5_000]);
  });
});

describe('readTsv and writeTsv', () => {
  it('give back the cells, whatever they hold', () => {
    const cell = texts.filter((text) => !text.includes('\r'));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (cells) => {
        expect(readTsv(writeTsv(cells))).toEqual(cells);
      }),
    );
  });

  it('read what spreadsheets write', () => {
    expect(readTsv('a\tb\r\n1\t"x ""y"""\r\n')).toEqual([
      ['a', 'b'],
      ['1', 'x "y"'],
    ]);
    expect(readTsv('"5" screen\tx')).toEqual([['"5" screen', 'x']]);
    expect(readTsv('')).toEqual([['']]);
  });
});
