// insert, upsert and update of one row or a list, each in one statement.
import { ConnectorError, defineOperation } from '@patchbay/connector-sdk';
import type { Json, OperationContext } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { cachedTable } from './catalogue.ts';
import type { Table } from './catalogue.ts';
import {
  absentWhenBlank,
  keyColumnsField,
  Names,
  resultSchema,
  returningField,
  Rows,
  rowsField,
  tableField,
  TimeoutMs,
  timeoutField,
} from './fields.ts';
import type { Statement } from './named-values.ts';
import { insertStatement, keyColumnsOf, updateStatement, upsertStatement } from './row-statement.ts';
import type { RowWrite } from './row-statement.ts';
import { inTransaction } from './transaction-scope.ts';

const flag = absentWhenBlank(z.boolean().default(false));
const WriteInput = z.object({
  table: z.string().trim().min(1, 'is empty'),
  rows: Rows,
  returning: flag,
  timeoutMs: TimeoutMs,
});
type WriteInput = z.output<typeof WriteInput>;

interface Write {
  readonly input: WriteInput;
  readonly statement: (write: RowWrite, table: Table) => Statement;
  /** Runs before COMMIT: what it throws undoes the write. */
  readonly check?: (rowCount: number) => void;
}

async function writeRows(context: OperationContext, { input, statement, check }: Write): Promise<Json> {
  const { rows, returning } = input;
  if (rows.length === 0) return { rowCount: 0, rows: [] };
  const timeoutMs = Math.min(input.timeoutMs, context.timeoutMs);
  return inTransaction(context, { mode: 'write', timeoutMs, maxRows: Math.max(20_000, rows.length) }, async (scope) => {
    const table = await cachedTable(context, scope, input.table);
    const result = await scope.execute(statement({ table, rows, returning }, table));
    check?.(result.rowCount);
    return { rowCount: result.rowCount, rows: result.rows };
  });
}

const output = { ...resultSchema, required: [...resultSchema.required] };
const stockRow = { sku: 'MUG-RED-350', title: 'Mug, red, 350 ml', on_hand: 12 };

export const postgresInsert = defineOperation({
  id: 'postgres.insert',
  name: 'Insert rows',
  description: 'Adds one row or a list of rows, in one statement.',
  icon: 'between-horizontal-end',
  connection: 'required',
  summary: 'into {table}',
  fields: [
    tableField,
    rowsField,
    {
      name: 'onConflict',
      label: 'If a row exists already',
      control: 'select',
      dynamic: false,
      default: 'fail',
      options: [
        { value: 'fail', label: 'Fail, and write none of them' },
        { value: 'doNothing', label: 'Leave that row out' },
      ],
    },
    returningField,
    timeoutField,
  ],
  sideEffect: { cases: [{ field: 'onConflict', in: ['doNothing'], is: 'keyed' }], otherwise: 'unsafe' },
  output,
  samples: [{ input: { table: 'public.article', rows: [stockRow] }, output: { rowCount: 1, rows: [] } }],
  input: WriteInput.extend({ onConflict: absentWhenBlank(z.enum(['fail', 'doNothing']).default('fail')) }),
  run: (context, input) =>
    writeRows(context, { input, statement: (write) => insertStatement(write, input.onConflict) }),
});

export const postgresUpsert = defineOperation({
  id: 'postgres.upsert',
  name: 'Insert or update rows',
  description: 'Writes one row or a list by key: adds what is new, updates what exists. May be repeated safely.',
  icon: 'database-zap',
  connection: 'required',
  summary: 'into {table}',
  fields: [tableField, rowsField, keyColumnsField, returningField, timeoutField],
  sideEffect: { cases: [], otherwise: 'keyed' },
  output,
  samples: [
    { input: { table: 'public.article', rows: stockRow, keyColumns: 'sku' }, output: { rowCount: 1, rows: [] } },
  ],
  input: WriteInput.extend({ keyColumns: Names }),
  run: (context, input) =>
    writeRows(context, {
      input,
      statement: (write, table) => upsertStatement(write, keyColumnsOf(table, input.keyColumns)),
    }),
});

export const postgresUpdate = defineOperation({
  id: 'postgres.update',
  name: 'Update rows',
  description: 'Sets columns of one row or a list of rows that exist, found by their key. May be repeated safely.',
  icon: 'pencil',
  connection: 'required',
  summary: '{table}',
  fields: [
    tableField,
    rowsField,
    keyColumnsField,
    {
      name: 'requireAll',
      label: 'Every row must exist',
      description: 'If one is not found, nothing is written and the step fails.',
      control: 'boolean',
      dynamic: false,
      default: false,
    },
    returningField,
    timeoutField,
  ],
  sideEffect: { cases: [], otherwise: 'keyed' },
  output,
  samples: [
    {
      input: { table: 'public.article', rows: { sku: 'MUG-RED-350', on_hand: 11 } },
      output: { rowCount: 1, rows: [] },
    },
  ],
  input: WriteInput.extend({ keyColumns: Names, requireAll: flag }),
  run: (context, input) =>
    writeRows(context, {
      input,
      statement: (write, table) => updateStatement(write, keyColumnsOf(table, input.keyColumns)),
      check: (rowCount) => {
        if (!input.requireAll || rowCount >= input.rows.length) return;
        throw new ConnectorError(
          'notFound',
          `${rowCount} of ${input.rows.length} rows were found in ${input.table}; nothing was written.`,
          {
            effect: 'none',
            next: 'Check the keys, or do not ask that every row exists.',
          },
        );
      },
    }),
});
