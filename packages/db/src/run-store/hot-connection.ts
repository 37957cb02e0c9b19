// One connection of the hot path: prepared statements, plans pinned to index nested loops, reconnects when it was lost.
import { AppError } from '@patchbay/model/errors';
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';
import { failpoint } from './failpoint.ts';

export interface HotConnectionOptions {
  readonly url: string;
  /** A commit may be answered before it is on disk: only where losing it costs a sweep. */
  readonly asynchronousCommit?: boolean;
}

/** Prepared on near-empty tables, plans turn bad as tables grow: so hash joins and sequential scans are ruled out. */
export const pinnedPlans = {
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  plan_cache_mode: 'force_generic_plan',
};

/** A statement that lost against others is whole undone, and done again so often. */
const longestQuarrel = 3;

/** No answer for this long: the way to the database is cut without a word, and another connection is worth a try. */
const answerLimitMs = 8_000;

export class HotConnection {
  readonly #config: pg.ClientConfig;
  #client: Promise<pg.Client> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ url, asynchronousCommit = false }: HotConnectionOptions) {
    const commit: Record<string, string> = asynchronousCommit ? { synchronous_commit: 'off' } : {};
    this.#config = {
      ...connectionConfig(url, { role: 'patchbay_engine', settings: { ...pinnedPlans, ...commit } }),
      connectionTimeoutMillis: 5_000,
      query_timeout: answerLimitMs,
      application_name: 'patchbay-engine',
    };
  }

  /** Runs a named statement as a transaction, one after the other; rows come as arrays. Connection failures reject with AppError `unavailable`. */
  run(name: string, text: string, values: readonly unknown[]): Promise<unknown[][]> {
    const turn = this.#last.then(() => this.#runAlone(name, text, values));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #runAlone(name: string, text: string, values: readonly unknown[], lost = 0): Promise<unknown[][]> {
    const client = await this.#connected();
    try {
      failpoint({ statement: name, moment: 'before', values });
      const asked = client.query<unknown[]>({ name, text, values: [...values], rowMode: 'array' });
      failpoint({ statement: name, moment: 'sent', values });
      const result = await asked;
      failpoint({ statement: name, moment: 'answered', values });
      return result.rows;
    } catch (cause) {
      if (isQuarrel(cause) && lost < longestQuarrel) return this.#runAlone(name, text, values, lost + 1);
      if (isShortage(cause)) throw new AppError('unavailable', 'the database has no room or is busy', { cause });
      if (!isConnectionLoss(cause)) throw cause;
      this.#client = undefined;
      void client.end().catch(() => undefined);
      throw new AppError('unavailable', 'the database connection was lost', { cause });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  async #connected(): Promise<pg.Client> {
    if (this.#closed) throw new AppError('unavailable', 'the connection was closed');
    this.#client ??= this.#connect();
    try {
      return await this.#client;
    } catch (cause) {
      this.#client = undefined;
      throw new AppError('unavailable', 'the database cannot be reached', { cause });
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    client.on('error', () => {
      this.#client = undefined;
    });
    await client.connect();
    return client;
  }
}

/** No SQLSTATE at all, or one of class 08 (connection), 57P (shutdown), 53300 (too many connections). */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AppError) return error.code === 'unavailable';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const sqlState = /^[0-9A-Z]{5}$/.test(code);
  return !sqlState || code.startsWith('08') || code.startsWith('57P') || code === '53300';
}

/**
 * Trouble of the server that passes and lies in no row: classes 53 (resources: disk, memory, connections) and 58 (its system),
 * deadlocks and failed serialisation, and a server that is read-only because it was replaced.
 */
export function isShortage(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  const { code } = error;
  return /^(53|58)[0-9A-Z]{3}$/.test(code) || code === '25006' || isQuarrel(error);
}

/** A deadlock, or failed serialisation: nothing of the transaction stays, so it may be done again whatever it does. */
const isQuarrel = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
