// One transaction per call, so that a failure before COMMIT is known to have left nothing behind.
import { setTimeout } from 'node:timers/promises';
import { ConnectorError, isJsonObject } from '@patchbay/connector-sdk';
import type { ConnectionContext, Json } from '@patchbay/connector-sdk';
import { Query } from 'pg';
import type { PoolClient } from 'pg';
import { bindValues, needsTypes } from './bind-values.ts';
import { describeParameters } from './describe-parameters.ts';
import type { Statement } from './named-values.ts';
import { databaseOf } from './pool.ts';
import type { Database } from './pool.ts';
import { postgresError } from './postgres-error.ts';
import { valueTypes } from './value-types.ts';

export interface StatementResult {
  readonly rowCount: number;
  readonly rows: Record<string, Json>[];
}

export interface Scope {
  readonly execute: (statement: Statement) => Promise<StatementResult>;
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

/** `onFlood`: the connection has more rows under way than anybody wants, and is of no further use. */
function collect(
  client: PoolClient,
  query: { text: string; values: unknown[] },
  limit: { maxRows: number; onFlood: () => void },
): Promise<StatementResult> {
  const { maxRows, onFlood } = limit;
  return new Promise((resolve, reject) => {
    const rows: Record<string, Json>[] = [];
    // The extended protocol takes one statement only: a second one behind a semicolon is an error.
    const submitted = client.query(
      new Query({ ...query, types: valueTypes, queryMode: 'extended' } as ConstructorParameters<typeof Query>[0]),
    );
    submitted.on('row', (row: Record<string, Json>) => {
      if (rows.length < maxRows) {
        rows.push(row);
        return;
      }
      onFlood();
      reject(tooManyRows(maxRows));
    });
    submitted.on('error', reject);
    submitted.on('end', (result) => resolve({ rowCount: result.rowCount ?? 0, rows }));
  });
}

/** One connection for one transaction. Cutting the socket is the only way to stop a statement at once. */
export class Session {
  readonly #client: PoolClient;
  readonly #maxRows: number;
  #isReleased = false;
  /** COMMIT was sent: from here on, a lost connection leaves the outcome in doubt. */
  isCommitting = false;

  constructor(client: PoolClient, maxRows: number) {
    this.#client = client;
    this.#maxRows = maxRows;
  }

  async begin(mode: 'read' | 'write', timeoutMs: number): Promise<void> {
    const limit = `SET LOCAL statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`;
    await this.#client.query(`BEGIN${mode === 'read' ? ' READ ONLY' : ''}; ${limit}`);
  }

  readonly execute = async ({ text, values }: Statement): Promise<StatementResult> => {
    refuseControl(text);
    const typeIds = needsTypes(values) ? await describeParameters(this.#client, text) : undefined;
    const limit = { maxRows: this.#maxRows, onFlood: () => this.cut() };
    return collect(this.#client, { text, values: bindValues(values, typeIds) }, limit);
  };

  async end(mode: 'read' | 'write'): Promise<void> {
    if (mode === 'read') {
      await this.#client.query('ROLLBACK');
      return;
    }
    this.isCommitting = true;
    await this.#client.query('COMMIT');
  }

  /** The server notices the lost connection and rolls back. */
  cut(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#client.release(true);
  }

  /** After a failure the connection is used again only if it could be rolled back. */
  async giveBack(isClean: boolean): Promise<void> {
    if (this.#isReleased) return;
    try {
      if (!isClean) await this.#client.query('ROLLBACK');
    } catch (error) {
      if (error instanceof Error) this.cut();
    }
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#client.release();
  }
}

export async function openSession(
  context: ConnectionContext,
  { pool, target }: Database,
  maxRows: number,
): Promise<Session> {
  try {
    context.signal.throwIfAborted();
    return new Session(await pool.connect(), maxRows);
  } catch (error) {
    throw postgresError(error, target, 'none');
  }
}

async function attempt<T>(
  context: ConnectionContext,
  { mode, maxRows, timeoutMs }: ScopeOptions,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const database = await databaseOf(context);
  const session = await openSession(context, database, maxRows);
  const onAbort = (): void => session.cut();
  context.signal.addEventListener('abort', onAbort, { once: true });
  let isClean = false;
  try {
    await session.begin(mode, timeoutMs);
    const result = await work(session);
    await session.end(mode);
    isClean = true;
    return result;
  } catch (error) {
    throw postgresError(error, database.target, session.isCommitting ? 'unknown' : 'none');
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await session.giveBack(isClean);
  }
}

/** Deadlock and serialisation failure: the database undid this transaction so that another could go on. */
const stoodAside = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  error.effect === 'none' &&
  isJsonObject(error.details) &&
  (error.details['sqlState'] === '40P01' || error.details['sqlState'] === '40001');

const mostAttempts = 5;
const longestPauseMs = 100;

/**
 * Runs `work` in one transaction and commits it; a reading one is always rolled back. `work` may run again when the
 * transaction had to stand aside for another. Rejects with ConnectorError.
 */
export async function inTransaction<T>(
  context: ConnectionContext,
  options: ScopeOptions,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(context, options, work);
    } catch (error) {
      if (number === mostAttempts || context.signal.aborted || !stoodAside(error)) throw error;
      await setTimeout(Math.random() * longestPauseMs);
    }
  }
}
