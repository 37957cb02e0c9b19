// Tables and columns as the database itself names them. Identifiers in statements come from here and nowhere else.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { ConnectionContext, DataSchema, Json } from '@patchbay/connector-sdk';
import { escapeIdentifier } from 'pg';
import { databaseOf } from './pool.ts';
import { inTransaction } from './transaction-scope.ts';
import type { Scope } from './transaction-scope.ts';

export interface Column {
  readonly name: string;
  /** With length and precision, as it is written in a cast. */
  readonly type: string;
  readonly baseType: string;
  readonly elementType: string | null;
  readonly maxLength: number | null;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly isGenerated: boolean;
  readonly isKey: boolean;
  readonly labels: string[] | null;
}

export interface Table {
  /** Quoted, with its schema. */
  readonly identifier: string;
  readonly columns: readonly Column[];
}

const columnsSql = `
  SELECT n.nspname AS "schema", c.relname AS "table", a.attname AS "name", format_type(a.atttypid, a.atttypmod) AS "type",
    b.typname AS "baseType", el.typname AS "elementType",
    CASE WHEN b.typname IN ('varchar', 'bpchar') AND b.typmod > 4 THEN b.typmod - 4 END AS "maxLength",
    ((a.attnotnull OR b.notnull) AND NOT a.atthasdef AND a.attidentity = '' AND NOT b.hasdefault) AS "isRequired",
    NOT (a.attnotnull OR b.notnull) AS "isNullable",
    (a.attgenerated <> '' OR a.attidentity = 'a') AS "isGenerated",
    coalesce(a.attnum = ANY (i.indkey), false) AS "isKey",
    (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid) AS "labels"
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  -- A domain is what it is made of, which may be a domain again.
  CROSS JOIN LATERAL (
    WITH RECURSIVE base AS (
      SELECT t.oid, t.typname, t.typbasetype, t.typelem, t.typcategory, a.atttypmod AS typmod, t.typnotnull AS notnull,
        t.typdefault IS NOT NULL AS hasdefault, t.typtypmod
      UNION ALL
      SELECT p.oid, p.typname, p.typbasetype, p.typelem, p.typcategory, base.typtypmod, base.notnull OR p.typnotnull,
        base.hasdefault OR p.typdefault IS NOT NULL, p.typtypmod
      FROM base JOIN pg_type p ON p.oid = base.typbasetype)
    SELECT * FROM base WHERE typbasetype = 0) b
  LEFT JOIN pg_type el ON el.oid = b.typelem AND b.typcategory = 'A'
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm')
    AND (n.nspname || '.' || c.relname = $1 OR (c.relname = $1 AND pg_table_is_visible(c.oid)))
  ORDER BY n.nspname, c.relname, a.attnum`;

const tablesSql = `
  SELECT n.nspname || '.' || c.relname AS "value", CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END AS "kind"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND NOT c.relispartition
    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE')
  ORDER BY 1 LIMIT 5000`;

type ColumnRow = Column & { readonly schema: string; readonly table: string };

export async function readTable(scope: Scope, name: string): Promise<Table> {
  const { rows } = await scope.execute({ text: columnsSql, values: [name] });
  const columns = rows as unknown as ColumnRow[];
  const first = columns[0];
  if (first === undefined) {
    throw new ConnectorError('notFound', `The database has no table "${name}", or this user may not see it.`, {
      next: 'Choose a table of the list, written as schema.table.',
    });
  }
  if (columns.some((column) => column.schema !== first.schema || column.table !== first.table)) {
    throw new ConnectorError('invalidInput', `"${name}" names more than one table.`, {
      next: 'Write it as schema.table.',
    });
  }
  return { identifier: `${escapeIdentifier(first.schema)}.${escapeIdentifier(first.table)}`, columns };
}

/** A column that was just added is seen after half a minute at the latest. */
const tableLifetimeMs = 30_000;

export async function cachedTable(context: ConnectionContext, scope: Scope, name: string): Promise<Table> {
  const { tables } = await databaseOf(context);
  const known = tables.get(name);
  if (known !== undefined && performance.now() - known.readAtMs < tableLifetimeMs) return known.table;
  const table = await readTable(scope, name);
  tables.set(name, { table, readAtMs: performance.now() });
  return table;
}

const integers = new Set(['int2', 'int4', 'int8']);
const floats = new Set(['float4', 'float8']);
const formats: Readonly<Record<string, string>> = {
  date: 'date',
  timestamp: 'date-time',
  timestamptz: 'date-time',
  uuid: 'uuid',
  time: 'time',
  timetz: 'time',
};

function typeSchema(typeName: string): DataSchema {
  if (integers.has(typeName)) return { type: 'integer' };
  if (floats.has(typeName)) return { type: 'number' };
  if (typeName === 'numeric') return { type: ['number', 'string'] };
  if (typeName === 'bool') return { type: 'boolean' };
  if (typeName === 'json' || typeName === 'jsonb') return {};
  const format = formats[typeName];
  return format === undefined ? { type: 'string' } : { type: 'string', format };
}

function columnSchema(column: Column): DataSchema {
  const base: DataSchema =
    column.elementType === null
      ? typeSchema(column.baseType)
      : { type: 'array', items: typeSchema(column.elementType) };
  const types = base.type === undefined ? [] : [base.type].flat();
  const isOpen = types.length === 0;
  return {
    ...base,
    ...(column.labels === null ? {} : { enum: [...column.labels, ...(column.isNullable ? [null] : [])] }),
    ...(column.maxLength === null ? {} : { maxLength: column.maxLength }),
    ...(column.isNullable && !isOpen ? { type: [...types, 'null' as const] } : {}),
    ...(column.isGenerated ? { readOnly: true } : {}),
    description: `${column.type}${column.isKey ? ', primary key' : ''}`,
  };
}

/** A row of the table as a DataSchema: the target of a mapping, or the shape of what a query returns. */
export const rowSchema = (table: Table): DataSchema => ({
  type: 'object',
  properties: Object.fromEntries(table.columns.map((column) => [column.name, columnSchema(column)])),
  required: table.columns.filter((column) => column.isRequired).map((column) => column.name),
  additionalProperties: false,
});

const readScope = { mode: 'read', timeoutMs: 10_000, maxRows: 20_000 } as const;

export async function discoverTables(
  context: ConnectionContext,
): Promise<{ options: { value: string; label: string }[] }> {
  const { rows } = await inTransaction(context, readScope, (scope) => scope.execute({ text: tablesSql, values: [] }));
  return {
    options: rows.map((row) => {
      const value = typeof row['value'] === 'string' ? row['value'] : '';
      return { value, label: row['kind'] === 'view' ? `${value} (view)` : value };
    }),
  };
}

export async function discoverColumns(
  context: ConnectionContext,
  args: Readonly<Record<string, Json>>,
): Promise<{ schema: DataSchema; options: { value: string; label: string }[] }> {
  const name = typeof args['table'] === 'string' ? args['table'] : '';
  const table = await inTransaction(context, readScope, (scope) => readTable(scope, name));
  return {
    schema: rowSchema(table),
    options: table.columns.map((column) => ({ value: column.name, label: `${column.name} · ${column.type}` })),
  };
}
