// A fresh, migrated database for one test or one file of tests, gone when the test is.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';
import { dropDatabase } from '../drop-database.ts';

export interface TestDatabase extends AsyncDisposable {
  /** A connection address as the owner. */
  readonly url: string;
  /** A connection address of the server as the owner, for tests that make databases of their own. */
  readonly serverUrl: string;
  /** Runs one statement as the owner, for arranging and checking. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface TestDatabaseOptions {
  readonly serverUrl: string;
  /** False: without any table. */
  readonly migrated?: boolean;
}

export async function openTestDatabase({ serverUrl, migrated = true }: TestDatabaseOptions): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = await createDatabase(serverUrl, migrated ? { name, template: 'template_migrated' } : { name });
  const pool = new pg.Pool({ ...connectionConfig(url), max: 2 });
  pool.on('error', () => undefined);
  return {
    url,
    serverUrl,
    query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
      (await pool.query<Row>(text, [...values])).rows,
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await onServer(serverUrl, (client) => dropDatabase(client, name));
    },
  };
}

export interface NewDatabase {
  readonly name: string;
  readonly template?: string;
}

/** Makes a database and returns its address. */
export async function createDatabase(serverUrl: string, { name, template }: NewDatabase): Promise<string> {
  const from = template === undefined ? '' : ` TEMPLATE ${template}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}${from}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(serverUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(connectionConfig(serverUrl));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
