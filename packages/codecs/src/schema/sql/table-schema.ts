// Columns → the schema of one row, each column with its `x-sql`.
import type { DataSchema, Json, SqlAnnotation } from '@patchbay/model/schema';
import { schemaOfSqlType } from './sql-types.ts';
import type { SqlType } from './sql-types.ts';

export interface SqlColumn {
  readonly name: string;
  readonly type: SqlType;
  /** As the database writes it: `numeric(12,2)`. */
  readonly typeText: string;
  readonly isNullable: boolean;
  readonly key?: 'primary' | 'unique' | 'foreign' | undefined;
  readonly references?: string | undefined;
  readonly isGenerated?: boolean | undefined;
  /** There is a default, whatever it is. */
  readonly hasDefault?: boolean | undefined;
  /** The default, where it is a plain value. */
  readonly defaultValue?: Json | undefined;
  readonly comment?: string | undefined;
}

export interface SqlTable {
  readonly schema?: string | undefined;
  readonly name: string;
  readonly comment?: string | undefined;
  readonly columns: readonly SqlColumn[];
}

/** Required is what must be given when a row is written: neither nullable nor with a default nor made by the database. */
export function schemaOfTable(table: SqlTable): DataSchema {
  const { columns } = table;
  const names = columns.map((column) => column.name);
  const required = columns
    .filter((column) => !column.isNullable && column.isGenerated !== true && column.hasDefault !== true)
    .map((column) => column.name);
  return {
    title: table.name,
    ...(table.comment === undefined ? {} : { description: table.comment }),
    type: 'object',
    properties: Object.fromEntries(columns.map((column) => [column.name, schemaOfColumn(table, column)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
    ...(names.some((name) => /^\d+$/.test(name)) ? { 'x-order': names } : {}),
    'x-sql': { ...(table.schema === undefined ? {} : { schema: table.schema }), table: table.name },
  };
}

function schemaOfColumn(table: SqlTable, column: SqlColumn): DataSchema {
  const base = schemaOfSqlType(column.type) ?? {};
  const annotation: SqlAnnotation = {
    table: table.name,
    column: column.name,
    type: column.typeText,
    nullable: column.isNullable,
    ...(column.key === undefined ? {} : { key: column.key }),
    ...(column.references === undefined ? {} : { references: column.references }),
    ...(column.isGenerated === true ? { generated: true } : {}),
  };
  return {
    ...(column.isNullable ? nullable(base) : base),
    ...(column.comment === undefined ? {} : { description: column.comment }),
    ...(column.defaultValue === undefined ? {} : { default: column.defaultValue }),
    ...(column.isGenerated === true ? { readOnly: true } : {}),
    'x-sql': annotation,
  };
}

function nullable(schema: DataSchema): DataSchema {
  if (schema.type === undefined) return schema;
  const types = [schema.type, 'null' as const].flat();
  return { ...schema, type: types, ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }) };
}
