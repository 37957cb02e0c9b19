// SQL DDL of PostgreSQL, MySQL, MariaDB, SQL Server, Oracle or SQLite → the schema of a row of each table.
import type { DataSchema } from '@patchbay/model/schema';
import { inputText } from './input-text.ts';
import { Findings, maxSchemaLength } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { readDdl } from './sql/ddl-reader.ts';
import type { Ddl } from './sql/ddl-reader.ts';
import { datedType, isOfOracle, schemaOfSqlType } from './sql/sql-types.ts';
import type { SqlType } from './sql/sql-types.ts';
import type { DraftTable } from './sql/table-part.ts';
import { schemaOfTable } from './sql/table-schema.ts';

/** No dialect need be named: the forms of all are read. Statements that are not about tables are read over. */
export function readSqlSchema(input: SchemaText, options: SchemaReadOptions = {}): SchemaReading {
  const findings = new Findings();
  const text = inputText(input, { findings, file: options.name, what: 'SQL', maxLength: maxSchemaLength });
  if (text === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const ddl = readDdl(text, findings);
  if (ddl.tables.length === 0)
    findings.error('nothing', 'The text holds no CREATE TABLE with columns.', { file: options.name });
  const isOracle = ddl.tables.some(({ columns }) => columns.some(({ type }) => isOfOracle(type)));
  const schemas = ddl.tables.map((table) => ({
    name: table.name,
    schema: tableSchema(table, { ddl, findings, isOracle }),
  }));
  return { schemas, diagnostics: findings.diagnostics };
}

/** What a domain is, and a domain of that; a list of it stays a list. */
function baseOf(type: SqlType, { domains }: Ddl): SqlType {
  let base = type;
  for (let hops = 0; hops < 10; hops += 1) {
    const next = domains.get(base.name);
    if (next === undefined) return base;
    base = { ...next, ...(type.isArray === true ? { isArray: true } : {}) };
  }
  return base;
}

function tableSchema(
  table: DraftTable,
  { ddl, findings, isOracle }: { ddl: Ddl; findings: Findings; isOracle: boolean },
): DataSchema {
  for (const column of table.columns) {
    column.type = datedType(baseOf(column.type, ddl), isOracle);
    const values = ddl.enums.get(column.type.name);
    if (values !== undefined) column.type = { ...column.type, values };
    const isKnown = column.type.name === '' || schemaOfSqlType(column.type) !== undefined;
    if (!isKnown)
      findings.info(
        'unknownType',
        `The type ${column.typeText} of ${table.name}.${column.name} is not known, so the column may hold anything.`,
      );
  }
  return schemaOfTable(table);
}
