// Connections of the run store: the engine's role, which sees runs of every workspace and nothing of people, keys or audit.
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';

export interface EnginePool {
  readonly url: string;
  readonly max: number;
  /**
   * For the prepared statements of accept, claim and checkpoint. Planned once on near-empty tables, they would scan whole tables
   * later; these settings leave the planner nothing but index look-ups.
   */
  readonly hot?: boolean;
}

const HOT = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_seqscan: 'off' };

export function openEnginePool({ url, max, hot = false }: EnginePool): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url, { role: 'patchbay_engine', settings: hot ? HOT : {} }), max });
  // An idle connection that breaks is replaced at the next use; one in use reports to its query.
  pool.on('error', () => undefined);
  return pool;
}
