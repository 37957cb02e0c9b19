import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';

/** Connections of the identity library: schema `auth`, nothing of its own elsewhere. */
export function openIdentityPool({ url, max = 4 }: { url: string; max?: number }): pg.Pool {
  const pool = new pg.Pool({
    ...connectionConfig(url, { role: 'patchbay_app', settings: { search_path: 'auth' } }),
    max,
  });
  // An idle connection that breaks is replaced at the next use; one in use reports to its query.
  pool.on('error', () => undefined);
  return pool;
}
