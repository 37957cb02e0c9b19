import { defineOperation } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { MaxRows, maxRowsField, resultSchema, TimeoutMs, timeoutField, Values, valuesField } from './fields.ts';
import { statementOf } from './named-values.ts';
import { inTransaction } from './transaction-scope.ts';

/** Reads. The database itself refuses a write: the transaction is READ ONLY and rolled back. */
export const postgresQuery = defineOperation({
  id: 'postgres.query',
  name: 'Query rows',
  description: 'Reads rows with a SELECT. Cannot change anything.',
  icon: 'table',
  connection: 'required',
  summary: 'reads rows',
  fields: [
    {
      name: 'sql',
      label: 'Statement',
      control: 'sql',
      required: true,
      dynamic: false,
      placeholder: 'SELECT sku, on_hand FROM article WHERE sku = :sku',
    },
    valuesField,
    maxRowsField,
    timeoutField,
  ],
  sideEffect: { cases: [], otherwise: 'read' },
  output: { ...resultSchema, required: [...resultSchema.required] },
  samples: [
    {
      input: { sql: 'SELECT sku, on_hand FROM article WHERE sku = :sku', values: { sku: 'MUG-RED-350' } },
      output: { rowCount: 1, rows: [{ sku: 'MUG-RED-350', on_hand: 12 }] },
    },
  ],
  input: z.object({
    sql: z.string().trim().min(1, 'is empty'),
    values: Values,
    maxRows: MaxRows,
    timeoutMs: TimeoutMs,
  }),
  run: async (context, input) => {
    const { maxRows } = input;
    const timeoutMs = Math.min(input.timeoutMs, context.timeoutMs);
    const statement = statementOf(input.sql, input.values);
    const result = await inTransaction(context, { mode: 'read', timeoutMs, maxRows }, (scope) =>
      scope.execute(statement),
    );
    return { rowCount: result.rowCount, rows: result.rows };
  },
});
