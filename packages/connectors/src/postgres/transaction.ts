import { ConnectorError, defineOperation, Json } from '@patchbay/connector-sdk';
import * as z from 'zod';
import {
  absentWhenBlank,
  MaxRows,
  maxRowsField,
  resultSchema,
  TimeoutMs,
  timeoutField,
  Values,
  valuesField,
} from './fields.ts';
import { statementOf } from './named-values.ts';
import { inTransaction } from './transaction-scope.ts';
import type { StatementResult } from './transaction-scope.ts';

const StatementInput = z.object({
  sql: z.string().trim().min(1, 'is empty'),
  /** Of this statement alone, for $1, $2 …; else the values of the node serve. */
  values: absentWhenBlank(z.array(Json).optional()),
  /** With it, another number of rows undoes all statements. */
  expectRows: absentWhenBlank(z.int().min(0).optional()),
});

const TransactionInput = z.object({
  statements: z.array(StatementInput).min(1, 'holds no statement').max(100),
  values: Values,
  repeatable: absentWhenBlank(z.boolean().default(false)),
  maxRows: MaxRows,
  timeoutMs: TimeoutMs,
});
type TransactionInput = z.output<typeof TransactionInput>;

function checkRows(result: StatementResult, expected: number | undefined, number: number): void {
  if (expected === undefined || result.rowCount === expected) return;
  throw new ConnectorError(
    'conflict',
    `Statement ${number} touched ${result.rowCount} rows, expected ${expected}; nothing was written.`,
    {
      effect: 'none',
      next: 'Look at the values of the statement: the row may have been changed by somebody else.',
      details: { statement: number, rowCount: result.rowCount, expected },
    },
  );
}

/** Which statement failed, so that nobody has to guess. */
const atStatement = (error: unknown, number: number, total: number): unknown =>
  total > 1 && error instanceof Error && 'severity' in error
    ? Object.assign(error, { message: `statement ${number}: ${error.message}` })
    : error;

export const postgresTransaction = defineOperation({
  id: 'postgres.transaction',
  name: 'Run statements',
  description: 'Runs one or several statements in one transaction: all of them take effect, or none.',
  icon: 'layers',
  connection: 'required',
  summary: 'one transaction',
  fields: [
    {
      name: 'statements',
      label: 'Statements',
      description: 'In order. Each may say how many rows it must touch.',
      control: 'statements',
      required: true,
      dynamic: false,
      placeholder: 'UPDATE article SET on_hand = on_hand - :quantity WHERE sku = :sku',
    },
    valuesField,
    {
      name: 'repeatable',
      label: 'These statements may be repeated safely',
      description:
        'Only if running them twice leaves the same as running them once, for example by ON CONFLICT DO NOTHING.',
      control: 'boolean',
      dynamic: false,
      default: false,
    },
    maxRowsField,
    timeoutField,
  ],
  sideEffect: { cases: [{ field: 'repeatable', in: ['true'], is: 'keyed' }], otherwise: 'unsafe' },
  output: {
    type: 'object',
    properties: {
      results: {
        type: 'array',
        items: { ...resultSchema, required: [...resultSchema.required] },
        description: 'One for each statement',
      },
    },
    required: ['results'],
  },
  samples: [
    {
      input: {
        statements: [{ sql: 'UPDATE article SET on_hand = on_hand - :quantity WHERE sku = :sku', expectRows: 1 }],
        values: { sku: 'MUG-RED-350', quantity: 2 },
      },
      output: { results: [{ rowCount: 1, rows: [] }] },
    },
  ],
  input: TransactionInput,
  run: async (context, input) => {
    const { statements, maxRows } = input;
    const timeoutMs = Math.min(input.timeoutMs, context.timeoutMs);
    const prepared = statements.map(({ sql, values }) => statementOf(sql, values ?? input.values));
    return inTransaction(context, { mode: 'write', timeoutMs, maxRows }, async (scope) => {
      const results: StatementResult[] = [];
      for (const [index, statement] of prepared.entries()) {
        try {
          const result = await scope.execute(statement);
          checkRows(result, statements[index]?.expectRows, index + 1);
          results.push(result);
        } catch (error) {
          throw atStatement(error, index + 1, prepared.length);
        }
      }
      return { results: results.map(({ rowCount, rows }) => ({ rowCount, rows })) };
    });
  },
});
