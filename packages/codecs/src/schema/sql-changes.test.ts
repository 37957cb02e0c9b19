import { compareSchemas } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { readSqlSchema } from './sql.ts';
import { outline } from './testing/index.ts';

describe('readSqlSchema › changes', () => {
  const after = (changes: string): string[] => {
    const made =
      "CREATE TABLE s.t (id int PRIMARY KEY, a varchar(9) DEFAULT 'x' NOT NULL, b int, CONSTRAINT k UNIQUE (b));";
    const { schemas, diagnostics } = readSqlSchema(`${made}\n${changes}`);
    const told = diagnostics.map(({ code, message }) => `${code}: ${message}`);
    return [...schemas.flatMap(({ name, schema }) => [name, ...outline(schema).slice(1)]), ...told];
  };

  it.each<[string, string, string[]]>([
    ['DROP COLUMN', 'ALTER TABLE t DROP COLUMN a;', ['t', '/id integer*', '/b integer?']],
    ['DROP without COLUMN', 'ALTER TABLE s.t DROP a, DROP IF EXISTS b CASCADE', ['t', '/id integer*']],
    ['DROP of several, as Oracle has it', 'ALTER TABLE t DROP (a, b);', ['t', '/id integer*']],
    ['SET UNUSED', 'ALTER TABLE t SET UNUSED COLUMN a;', ['t', '/id integer*', '/b integer?']],
    [
      'DROP of a constraint',
      'ALTER TABLE t DROP CONSTRAINT k; ALTER TABLE t DROP INDEX k',
      ['t', '/id integer*', '/a string', '/b integer?'],
    ],
    ['RENAME COLUMN', 'ALTER TABLE t RENAME COLUMN a TO c;', ['t', '/id integer*', '/c string', '/b integer?']],
    ['RENAME without COLUMN', 'ALTER TABLE t RENAME a TO c;', ['t', '/id integer*', '/c string', '/b integer?']],
    ['RENAME TO', 'ALTER TABLE t RENAME TO u; ALTER TABLE u DROP a', ['u', '/id integer*', '/b integer?']],
    [
      'TYPE',
      'ALTER TABLE t ALTER COLUMN b SET DATA TYPE date USING b::date, ALTER a TYPE text',
      ['t', '/id integer*', '/a string', '/b string(date)?'],
    ],
    [
      'NOT NULL and defaults',
      'ALTER TABLE t ALTER b SET NOT NULL, ALTER a DROP DEFAULT',
      ['t', '/id integer*', '/a string*', '/b integer*'],
    ],
    ['DROP NOT NULL', 'ALTER TABLE t ALTER COLUMN a DROP NOT NULL', ['t', '/id integer*', '/a string?', '/b integer?']],
    [
      'the type of SQL Server',
      'ALTER TABLE t ALTER COLUMN b datetime2(3) NOT NULL\nGO',
      ['t', '/id integer*', '/a string', '/b string(date-time)*'],
    ],
    [
      'MODIFY',
      'ALTER TABLE t MODIFY COLUMN b bigint NOT NULL, MODIFY a text',
      ['t', '/id integer*', '/a string?', '/b integer(int64)*'],
    ],
    [
      'MODIFY as Oracle has it',
      'ALTER TABLE t MODIFY (b date, a NOT NULL)',
      ['t', '/id integer*', '/a string', '/b string(date)?'],
    ],
    [
      'CHANGE',
      'ALTER TABLE t CHANGE COLUMN b c bigint NOT NULL',
      ['t', '/id integer*', '/a string', '/c integer(int64)*'],
    ],
    [
      'ADD of several',
      'ALTER TABLE t ADD (c int NOT NULL, d date)',
      ['t', '/id integer*', '/a string', '/b integer?', '/c integer*', '/d string(date)?'],
    ],
    [
      'ADD of one',
      'ALTER TABLE t ADD COLUMN IF NOT EXISTS c int',
      ['t', '/id integer*', '/a string', '/b integer?', '/c integer?'],
    ],
    ['a table that is dropped', 'CREATE TABLE u (id int); DROP TABLE IF EXISTS s.t, nope;', ['u', '/id integer?']],
    ['a table that is made again', 'DROP TABLE t; CREATE TABLE t (z int)', ['t', '/z integer?']],
    [
      'no semicolon',
      'CREATE TABLE u (id int)\nALTER TABLE u ADD c int\nALTER TABLE u DROP COLUMN id\nDROP TABLE t',
      ['u', '/c integer?'],
    ],
    [
      'what changes no column',
      'ALTER TABLE t OWNER TO me; ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t ENGINE=InnoDB',
      ['t', '/id integer*', '/a string', '/b integer?'],
    ],
  ])('follows %s', (_, changes, lines) => {
    expect(after(changes)).toEqual(lines);
  });

  it.each<[string, string, string]>([
    [
      'a column that is not there',
      'ALTER TABLE t DROP COLUMN zz',
      'schema.unknownColumn: The table t has no column zz',
    ],
    ['a table that is not there', 'ALTER TABLE u ADD COLUMN c int', 'schema.unknownTable: The table u is changed'],
    [
      'what it does not know',
      'ALTER TABLE t FROBNICATE a',
      'schema.change: A change of the table t could not be followed, near “FROBNICATE”',
    ],
  ])('names %s', (_, changes, words) => {
    expect(after(changes).at(-1)).toContain(words);
  });
});

describe('readSqlSchema › read again', () => {
  it('shows columns that later statements drop and change as such', () => {
    const made = 'CREATE TABLE t (id int, a text, b date);';
    const read = (text: string) => readSqlSchema(text).schemas[0]?.schema ?? {};
    const changes = compareSchemas(
      read(made),
      read(`${made} ALTER TABLE t DROP COLUMN a, ALTER COLUMN b TYPE timestamp;`),
    );
    expect(changes.map(({ kind, path }) => [kind, path])).toEqual([
      ['removed', '/a'],
      ['format', '/b'],
    ]);
  });
});
