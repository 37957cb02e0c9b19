// insert and upsert of records in batches: one statement and one transaction each.
import { ConnectorError, defineRecordWriter, isJsonObject } from '@patchbay/connector-sdk';
import type { BatchWriter, Json, OperationContext } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { cachedTable } from './catalogue.ts';
import type { Column, Table } from './catalogue.ts';
import { absentWhenBlank, keyColumnsField, Names, tableField, TimeoutMs, timeoutField } from './fields.ts';
import type { Statement } from './named-values.ts';
import { insertStatement, keyColumnsOf, keyText, upsertStatement } from './row-statement.ts';
import type { Row, RowWrite } from './row-statement.ts';
import { inTransaction } from './transaction-scope.ts';

const batchSize = 1_000;

const WriteInput = z.object({ table: z.string().trim().min(1, 'is empty'), timeoutMs: TimeoutMs });
type WriteInput = z.output<typeof WriteInput>;

function writer(
  context: OperationContext,
  { table, timeoutMs, writesByKey }: WriteInput & { readonly writesByKey: boolean },
  statement: (write: RowWrite, table: Table) => Statement,
): BatchWriter {
  const options = {
    mode: 'write' as const,
    timeoutMs: Math.min(timeoutMs, context.timeoutMs),
    maxRows: batchSize,
  };
  return {
    type: 'batches',
    batchSize,
    writesByKey,
    write: async ({ rows }) => {
      const records = rows.map(structureOf);
      await inTransaction(context, options, async (scope) => {
        const known = await cachedTable(context, scope, table);
        await scope.execute(statement({ table: known, rows: records, returning: false }, known));
      });
    },
    close: () => Promise.resolve(),
  };
}

function structureOf(record: Json, index: number): Row {
  if (isJsonObject(record)) return record;
  throw new ConnectorError('invalidInput', `Record ${index + 1} of the batch is no structure of columns.`, {
    next: 'Make one with a map step before this one.',
  });
}

/** One statement can write a row once only: of records with the same key the last one counts, as it would record by record. */
function lastOfEachKey(rows: readonly Row[], keys: readonly Column[]): Row[] {
  const last = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ name }) => keyText(row[name])));
    // At the place of the last: rows keep the order in which they would have been written.
    last.delete(key);
    last.set(key, row);
  }
  return [...last.values()];
}

const output = {
  type: 'object',
  properties: { records: { type: 'integer', description: 'Records that the table has taken' } },
  required: ['records'],
} as const;
const summary = { ...output, required: [...output.required] };
const sample = { input: { table: 'public.article' }, output: { records: 1 } };

export const postgresInsertRecords = defineRecordWriter({
  id: 'postgres.insertRecords',
  name: 'Insert records',
  description: 'Adds a row for each record, a thousand at a time.',
  icon: 'between-horizontal-end',
  connection: 'required',
  summary: 'into {table}',
  fields: [
    tableField,
    {
      name: 'onConflict',
      label: 'If a row exists already',
      control: 'select',
      dynamic: false,
      default: 'doNothing',
      options: [
        { value: 'doNothing', label: 'Leave that record out' },
        { value: 'fail', label: 'Fail, and write none of its batch' },
      ],
    },
    timeoutField,
  ],
  sideEffect: { cases: [{ field: 'onConflict', in: ['fail'], is: 'unsafe' }], otherwise: 'keyed' },
  output: summary,
  samples: [sample],
  input: WriteInput.extend({ onConflict: absentWhenBlank(z.enum(['fail', 'doNothing']).default('doNothing')) }),
  open: (context, input) =>
    Promise.resolve(
      writer(context, { ...input, writesByKey: input.onConflict === 'doNothing' }, (write) =>
        insertStatement(write, input.onConflict),
      ),
    ),
});

export const postgresUpsertRecords = defineRecordWriter({
  id: 'postgres.upsertRecords',
  name: 'Insert or update records',
  description:
    'Writes records by key, a thousand at a time: adds what is new, updates what exists. May be repeated safely.',
  icon: 'database-zap',
  connection: 'required',
  summary: 'into {table}',
  fields: [tableField, keyColumnsField, timeoutField],
  sideEffect: { cases: [], otherwise: 'keyed' },
  output: summary,
  samples: [{ ...sample, input: { table: 'public.article', keyColumns: 'sku' } }],
  input: WriteInput.extend({ keyColumns: Names }),
  open: (context, input) =>
    Promise.resolve(
      writer(context, { ...input, writesByKey: true }, (write, table) => {
        const keys = keyColumnsOf(table, input.keyColumns);
        return upsertStatement({ ...write, rows: lastOfEachKey(write.rows, keys) }, keys);
      }),
    ),
});
