import { ConnectorError } from '@patchbay/connector-sdk';
import type { ConnectionContext, Json, Resource } from '@patchbay/connector-sdk';
import { Pool } from 'pg';
import type { Table } from './catalogue.ts';
import { valueTypes } from './value-types.ts';

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

export interface Database {
  readonly pool: Pool;
  /** `host:port/database`, for messages. */
  readonly target: string;
  /** Tables as last read from the catalogue, by the name they were asked for. */
  readonly tables: Map<string, { readonly table: Table; readonly readAtMs: number }>;
}

function textSetting(settings: Readonly<Record<string, Json>>, name: string, label: string): string {
  const value = settings[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new ConnectorError('invalidInput', `The connection has no ${label}.`, {
    next: `Enter the ${label} in the connection.`,
  });
}

function tlsOf(settings: Readonly<Record<string, Json>>): false | { rejectUnauthorized: boolean; ca?: string } {
  const tls = settings['tls'] ?? 'verify';
  if (tls === 'off') return false;
  const ca = settings['ca'];
  return { rejectUnauthorized: tls !== 'require', ...(typeof ca === 'string' && ca.trim() !== '' ? { ca } : {}) };
}

/** Everything is given explicitly: where a value is absent, `pg` would read it from the environment. */
function openPool({ settings, credential, net, log }: ConnectionContext): Database {
  const host = textSetting(settings, 'host', 'host');
  const port = Number(settings['port'] ?? 5432);
  const database = textSetting(settings, 'database', 'database');
  const user = textSetting(settings, 'user', 'user');
  const password = credential['password'] ?? '';
  const target = `${host}:${port}/${database}`;
  const pool = new Pool({
    host,
    port,
    database,
    user,
    password: () => password,
    ssl: tlsOf(settings),
    stream: () => net.createSocket(),
    options: '-c TimeZone=UTC -c DateStyle=ISO -c idle_in_transaction_session_timeout=60s',
    application_name: 'patchbay',
    client_encoding: 'UTF8',
    types: valueTypes,
    max: Number(settings['poolSize'] ?? 10),
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    keepAlive: true,
  });
  pool.on('error', (error) => log.warn('An idle database connection was lost', { target, cause: error.message }));
  return { pool, target, tables: new Map() };
}

export const databaseOf = (context: ConnectionContext): Promise<Database> =>
  context.resource('pool', async (): Promise<Resource<Database>> => {
    const database = openPool(context);
    return { value: database, close: () => database.pool.end() };
  });
