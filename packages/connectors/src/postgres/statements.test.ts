import { describe, expect, it } from 'vitest';
import { parseArrayLiteral } from './array-literal.ts';
import { bindValues } from './bind-values.ts';
import type { Column, Table } from './catalogue.ts';
import { statementOf } from './named-values.ts';
import { insertStatement, keyColumnsOf, updateStatement, upsertStatement } from './row-statement.ts';

describe('statementOf', () => {
  it.each([
    ['SELECT :a, :b, :a', 'SELECT $1, $2, $1', [1, 2]],
    [`SELECT ':a', ":a", :b::jsonb -- :a`, `SELECT ':a', ":a", $1::jsonb -- :a`, [2]],
    ['SELECT /* :a */ $$ :a $$, $x$ :a $x$, :a', 'SELECT /* :a */ $$ :a $$, $x$ :a $x$, $1', [1]],
    [`SELECT 'it''s :a', :b`, `SELECT 'it''s :a', $1`, [2]],
  ])('%s', (sql, text, values) => {
    expect(statementOf(sql, { a: 1, b: 2 })).toEqual({ text, values });
  });

  it('leaves a statement with numbered values alone, and asks for a name that is missing', () => {
    expect(statementOf('SELECT $1 -- :a', ['x'])).toEqual({ text: 'SELECT $1 -- :a', values: ['x'] });
    expect(() => statementOf('SELECT :gone', {})).toThrow(':gone');
    expect(() => statementOf('SELECT :constructor', {})).toThrow(':constructor');
  });
});

describe('bindValues', () => {
  it('makes lists arrays or JSON, as the parameter asks', () => {
    const hostile = ['a"b', 'c\\d', null, 'NULL', '{}', ','];
    expect(bindValues([hostile, hostile, { a: 1 }, 'x', 5, null, true], [1009, 3802, 25, 25, 23, 25, 16])).toEqual([
      String.raw`{"a\"b","c\\d",NULL,"NULL","{}",","}`,
      JSON.stringify(hostile),
      '{"a":1}',
      'x',
      5,
      null,
      true,
    ]);
    expect(() => bindValues([['a']], [])).toThrow('placeholders');
  });

  it('reads back what it wrote', () => {
    const hostile = ['a"b', 'c\\d', 'NULL', '{}', ',', '', ' ', 'æ'];
    const literal = String(bindValues([hostile], [1009])[0]);
    expect(parseArrayLiteral(literal, (text) => text)).toEqual(hostile);
    expect(parseArrayLiteral('[0:1]={{1,2},{3,NULL}}', Number)).toEqual([
      [1, 2],
      [3, null],
    ]);
    expect(parseArrayLiteral('{}', Number)).toEqual([]);
  });
});

const column = (name: string, type: string, isKey = false): Column => ({
  name,
  type,
  baseType: type,
  elementType: null,
  maxLength: null,
  isRequired: false,
  isNullable: true,
  isGenerated: false,
  isKey,
  labels: null,
});
const table: Table = {
  identifier: '"public"."stock"',
  columns: [column('sku', 'text', true), column('on"hand', 'integer')],
};
const rows = [{ sku: 'A', 'on"hand': 1 }];

describe('statements for rows', () => {
  it('are one statement with one bound value, names quoted', () => {
    const write = { table, rows, returning: true };
    const source = `json_to_recordset($1::json) AS r("sku" text, "on""hand" integer)`;
    const insert = `INSERT INTO "public"."stock" AS t ("sku", "on""hand") SELECT r."sku", r."on""hand" FROM ${source}`;
    expect(insertStatement(write, 'doNothing')).toEqual({
      text: `${insert} ON CONFLICT DO NOTHING RETURNING t.*`,
      values: [JSON.stringify(rows)],
    });
    expect(upsertStatement(write, keyColumnsOf(table, [])).text).toBe(
      `${insert} ON CONFLICT ("sku") DO UPDATE SET "on""hand" = EXCLUDED."on""hand" RETURNING t.*`,
    );
    expect(updateStatement(write, keyColumnsOf(table, ['sku'])).text).toBe(
      `UPDATE "public"."stock" AS t SET "on""hand" = r."on""hand" FROM ${source} WHERE t."sku" = r."sku" RETURNING t.*`,
    );
  });

  it('refuse unknown columns, unequal rows and keys that are absent or stand twice', () => {
    const refuse = (wrong: Record<string, string | number | null>[]) => () =>
      upsertStatement({ table, rows: wrong, returning: false }, keyColumnsOf(table, []));
    expect(refuse([{ sku: 'A', nope: 1 }])).toThrow('"nope"');
    expect(refuse([{ sku: 'A', 'on"hand': 1 }, { sku: 'B' }])).toThrow('Row 2');
    expect(refuse([{ sku: null, 'on"hand': 1 }])).toThrow('Row 1');
    expect(refuse([...rows, ...rows])).toThrow('same key');
    expect(() => keyColumnsOf(table, ['gone'])).toThrow('"gone"');
  });
});
