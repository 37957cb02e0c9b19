// One transaction per call, so that a failure before COMMIT is known to have left nothing behind.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { ConnectionContext, Json } from '@patchbay/connector-sdk';
import { Query } from 'pg';
import type { PoolClient } from 'pg';
import { bindValues, needsTypes } from './bind-values.ts';
import { describeParameters } from './describe-parameters.ts';
import type { Statement } from './named-values.ts';
import { databaseOf } from './pool.ts';
import { postgresError } from './postgres-error.ts';
import { valueTypes } from './value-types.ts';

export interface StatementResult {
  readonly rowCount: number;
  readonly rows: Record<string, Json>[];
}

export interface Scope {
  execute(statement: Statement): Promise<StatementResult>;
}

export interface ScopeOptions {
  readonly mode: 'read' | 'write';
  readonly timeoutMs: number;
  /** More rows than this end the call with an error, before they fill the memory. */
  readonly maxRows: number;
}

const controlWords =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(begin|start|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b/i;

function refuseControl(text: string): void {
  const word = controlWords.exec(text)?.[1];
  if (word === undefined) return;
  throw new ConnectorError(
    'invalidInput',
    `${word.toUpperCase()} cannot be used here: each call is one transaction already.`,
    {
      next: 'Remove the statement; everything in this node is committed together or not at all.',
    },
  );
}

const tooManyRows = (maxRows: number): ConnectorError =>
  new ConnectorError('invalidInput', `The statement returns more than ${maxRows} rows.`, {
    next: 'Add a condition or LIMIT to the statement, or raise the largest number of rows in the node.',
  });

function collect(
  client: PoolClient,
  query: { text: string; values: unknown[] },
  maxRows: number,
): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, Json>[] = [];
    // The extended protocol takes one statement only: a second one behind a semicolon is an error.
    const submitted = client.query(
      new Query({ ...query, types: valueTypes, queryMode: 'extended' } as ConstructorParameters<typeof Query>[0]),
    );
    submitted.on('row', (row: Record<string, Json>) => {
      if (rows.length < maxRows) rows.push(row);
      else reject(tooManyRows(maxRows));
    });
    submitted.on('error', reject);
    submitted.on('end', (result) => resolve({ rowCount: result.rowCount ?? 0, rows }));
  });
}

async function execute(client: PoolClient, statement: Statement, maxRows: number): Promise<StatementResult> {
  const { text, values } = statement;
  refuseControl(text);
  const typeIds = needsTypes(values) ? await describeParameters(client, text) : undefined;
  return collect(client, { text, values: bindValues(values, typeIds) }, maxRows);
}

/** Runs `work` in one transaction and commits it; a reading one is always rolled back. Rejects with ConnectorError. */
export async function inTransaction<T>(
  context: ConnectionContext,
  options: ScopeOptions,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const { pool, target } = await databaseOf(context);
  const { mode, maxRows, timeoutMs } = options;
  let client: PoolClient;
  try {
    context.signal.throwIfAborted();
    client = await pool.connect();
  } catch (error) {
    throw postgresError(error, target, 'none');
  }
  // Cutting the socket is the only way to stop a statement at once; the server then rolls back.
  let isCut = false;
  const onAbort = (): void => {
    isCut = true;
    client.release(true);
  };
  context.signal.addEventListener('abort', onAbort, { once: true });
  let isCommitting = false;
  let isClean = false;
  try {
    await client.query(
      `BEGIN${mode === 'read' ? ' READ ONLY' : ''}; SET LOCAL statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`,
    );
    const result = await work({ execute: (statement) => execute(client, statement, maxRows) });
    isCommitting = mode === 'write';
    await client.query(mode === 'write' ? 'COMMIT' : 'ROLLBACK');
    isClean = true;
    return result;
  } catch (error) {
    throw postgresError(error, target, isCommitting ? 'unknown' : 'none');
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    if (!isCut) await giveBack(client, isClean);
  }
}

/** After a failure the connection is used again only if it could be rolled back. */
async function giveBack(client: PoolClient, isClean: boolean): Promise<void> {
  let isBroken = false;
  if (!isClean) {
    try {
      await client.query('ROLLBACK');
    } catch (error) {
      isBroken = error instanceof Error;
    }
  }
  client.release(isBroken);
}
