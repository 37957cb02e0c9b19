import { defineRecordReader } from '@patchbay/connector-sdk';
import type { ConnectionContext, Json } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { absentWhenBlank, TimeoutMs, timeoutField, Values, valuesField } from './fields.ts';
import { statementOf } from './named-values.ts';
import type { Statement } from './named-values.ts';
import { databaseOf } from './pool.ts';
import { postgresError } from './postgres-error.ts';
import { openSession } from './transaction-scope.ts';

/** Rows of one fetch. */
const fetchSize = 1_000;
/** The steps behind may take so long for one batch before the database gives the transaction up. */
const patience = '10min';

interface Reading {
  readonly statement: Statement;
  /** Of each fetch. */
  readonly timeoutMs: number;
}

/** Rows of a SELECT as a cursor of the server hands them out; one batch is fetched ahead. Reads one snapshot, changes nothing. */
async function* readRows(context: ConnectionContext, { statement, timeoutMs }: Reading): AsyncGenerator<Json[]> {
  const database = await databaseOf(context);
  const session = await openSession(context, database, fetchSize);
  const onAbort = (): void => session.cut();
  context.signal.addEventListener('abort', onAbort, { once: true });
  let isClean = false;
  try {
    await session.begin('read', timeoutMs);
    await session.execute({ text: `SET LOCAL idle_in_transaction_session_timeout = '${patience}'`, values: [] });
    const text = `DECLARE records NO SCROLL CURSOR FOR ${statement.text.replace(/;\s*$/, '')}`;
    await session.execute({ text, values: statement.values });
    const fetch = async (): Promise<Json[]> =>
      (await session.execute({ text: `FETCH ${fetchSize} FROM records`, values: [] })).rows;
    let ahead = fetch();
    try {
      for (;;) {
        const rows = await ahead;
        const isLast = rows.length < fetchSize;
        if (!isLast) ahead = fetch();
        if (rows.length > 0) yield rows;
        if (isLast) break;
      }
    } finally {
      // Whoever stops early leaves a fetch under way.
      await ahead.catch(() => undefined);
    }
    await session.end('read');
    isClean = true;
  } catch (error) {
    throw postgresError(error, database.target, 'none');
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await session.giveBack(isClean);
  }
}

export const postgresReadRecords = defineRecordReader({
  id: 'postgres.readRecords',
  name: 'Read records',
  description: 'Reads the rows of a SELECT one after the other, however many there are. Cannot change anything.',
  icon: 'table',
  connection: 'required',
  summary: 'reads records',
  fields: [
    {
      name: 'sql',
      label: 'Statement',
      description: 'With ORDER BY on a unique column the records come in the same order again after an interruption.',
      control: 'sql',
      required: true,
      dynamic: false,
      placeholder: 'SELECT * FROM orders WHERE day = :day ORDER BY id',
    },
    valuesField,
    { ...timeoutField, label: 'Time limit for a thousand records, in milliseconds' },
  ],
  sideEffect: { cases: [], otherwise: 'read' },
  output: { type: 'object' },
  samples: [
    {
      input: { sql: 'SELECT sku, on_hand FROM article ORDER BY sku' },
      output: { sku: 'MUG-RED-350', on_hand: 12 },
    },
  ],
  input: z.object({
    sql: absentWhenBlank(z.string('is empty').trim().min(1, 'is empty')),
    values: Values,
    timeoutMs: TimeoutMs,
  }),
  read: (context, { sql, values, timeoutMs }) =>
    readRows(context, { statement: statementOf(sql, values), timeoutMs: Math.min(timeoutMs, context.timeoutMs) }),
});
