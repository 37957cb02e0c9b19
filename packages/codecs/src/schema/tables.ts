// Rows of information_schema.columns → schemas of live tables. Names may be in either case, as databases differ in it.
import type { Json } from '@patchbay/model/schema';
import type { NamedSchema } from './schema-reading.ts';
import { datedType, isOfOracle } from './sql/sql-types.ts';
import type { SqlType } from './sql/sql-types.ts';
import { schemaOfTable } from './sql/table-schema.ts';
import type { SqlColumn } from './sql/table-schema.ts';

/**
 * A row as the database gives it: `table_schema`, `table_name`, `column_name`, `ordinal_position`, `data_type`, `is_nullable`,
 * `character_maximum_length`, `numeric_precision`, `numeric_scale`, `column_default`; of PostgreSQL `udt_name`, `is_identity`,
 * `is_generated`; of MySQL `column_type`, `column_key`, `extra`, `column_comment`. Beyond these, if the query adds them:
 * `key` (primary, unique, foreign), `references`, `comment`, `table_comment`, `enum_values` (a list).
 */
export type TableColumnRow = Readonly<Record<string, unknown>>;

/** One schema for each table, in the order of the rows; columns by their position. */
export function schemaOfTables(rows: readonly TableColumnRow[]): NamedSchema[] {
  const tables = new Map<
    string,
    {
      schema: string | undefined;
      name: string;
      comment: string | undefined;
      columns: { column: SqlColumn; position: number }[];
    }
  >();
  for (const raw of rows) {
    const row = new Map(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value]));
    const name = textAt(row, 'table_name');
    const column = columnOf(row);
    if (name === undefined || column === undefined) continue;
    const schema = textAt(row, 'table_schema');
    const key = `${schema ?? ''}\n${name}`;
    const table = tables.get(key) ?? { schema, name, comment: textAt(row, 'table_comment'), columns: [] };
    tables.set(key, table);
    table.columns.push({ column, position: numberAt(row, 'ordinal_position') ?? table.columns.length });
  }
  const isOracle = [...tables.values()].some((table) => table.columns.some(({ column }) => isOfOracle(column.type)));
  return [...tables.values()].map((table) => {
    const columns = table.columns
      .toSorted((one, other) => one.position - other.position)
      .map(({ column }) => ({ ...column, type: datedType(column.type, isOracle) }));
    return { name: table.name, schema: schemaOfTable({ ...table, columns }) };
  });
}

type Cells = ReadonlyMap<string, unknown>;

function textAt(row: Cells, name: string): string | undefined {
  const value = row.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberAt(row: Cells, name: string): number | undefined {
  const value = row.get(name);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

const isYes = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === 'string' && /^(yes|always|true|1)$/i.test(value));

function columnOf(row: Cells): SqlColumn | undefined {
  const name = textAt(row, 'column_name');
  if (name === undefined) return undefined;
  const type = typeOf(row);
  const extra = textAt(row, 'extra') ?? '';
  const value = row.get('column_default');
  const isGenerated =
    isYes(row.get('is_identity')) ||
    isYes(row.get('is_generated')) ||
    /auto_increment|generated/i.test(extra) ||
    (typeof value === 'string' && /^nextval\(/i.test(value));
  return {
    name,
    type,
    typeText: textAt(row, 'column_type') ?? typeText(type),
    isNullable: row.get('is_nullable') === true || isYes(row.get('is_nullable')),
    key: keyOf(row),
    references: textAt(row, 'references'),
    isGenerated,
    hasDefault: value !== null && value !== undefined,
    defaultValue: plainDefault(value),
    comment: textAt(row, 'comment') ?? textAt(row, 'column_comment'),
  };
}

function typeOf(row: Cells): SqlType {
  const full = textAt(row, 'column_type');
  const said = (textAt(row, 'data_type') ?? full ?? '').toLowerCase();
  const udt = textAt(row, 'udt_name')?.toLowerCase();
  const isArray = said === 'array';
  const name = isArray ? (udt ?? '').replace(/^_/, '') : said === 'user-defined' ? (udt ?? '') : said;
  const listed = row.get('enum_values');
  const values = Array.isArray(listed)
    ? listed.filter((value) => typeof value === 'string')
    : /^enum\(/i.test(full ?? '')
      ? [...(full ?? '').matchAll(/'((?:[^']|'')*)'/g)].map((found) => (found[1] ?? '').replaceAll("''", "'"))
      : undefined;
  return {
    name: name.replace(/\(.*\)/, '').trim(),
    length: numberAt(row, 'character_maximum_length'),
    precision: numberAt(row, 'numeric_precision'),
    scale: numberAt(row, 'numeric_scale'),
    isUnsigned: /unsigned/i.test(full ?? ''),
    isArray,
    values,
  };
}

function typeText({ name, length, precision, scale, isArray }: SqlType): string {
  const isExact = name === 'numeric' || name === 'decimal';
  const size =
    isExact && precision !== undefined ? `(${precision},${scale ?? 0})` : length === undefined ? '' : `(${length})`;
  return `${name}${size}${isArray === true ? '[]' : ''}`;
}

function keyOf(row: Cells): SqlColumn['key'] {
  const key = (textAt(row, 'key') ?? textAt(row, 'column_key') ?? '').toLowerCase();
  if (key.startsWith('pri')) return 'primary';
  if (key.startsWith('uni')) return 'unique';
  return key.startsWith('for') ? 'foreign' : undefined;
}

/** `'new'::text`, `0`, `true`; calls such as `now()` are no values. */
function plainDefault(value: unknown): Json | undefined {
  if (typeof value !== 'string') return undefined;
  const quoted = /^'((?:[^']|'')*)'(::[\w\s".]+)?$/.exec(value.trim());
  if (quoted !== null) return (quoted[1] ?? '').replaceAll("''", "'");
  if (/^-?\d{1,15}(\.\d+)?$/.test(value.trim())) return Number(value);
  if (/^(true|false)$/i.test(value.trim())) return value.trim().toLowerCase() === 'true';
  return undefined;
}
