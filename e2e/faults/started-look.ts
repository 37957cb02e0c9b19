// Asked while a call waits at the target: was its step recorded as started before it came?
import pg from 'pg';
import type { RecordingTarget } from '../fixtures/rig/recording-target.ts';

/**
 * By the first run of an event, for which its key stands, or by a replay under its keys: that may be of a version with other steps. No row:
 * of an event without a key nobody can tell.
 */
const startedSql = `
SELECT EXISTS (SELECT FROM effect_step s WHERE s.run_id = k.run_id AND s.path = $2) OR EXISTS (
  SELECT FROM run r JOIN effect_step s ON s.run_id = r.id AND s.path = $2 WHERE r.effect_root = k.run_id) AS started
FROM event_key k WHERE k.key = $1`;

/** The target answers no later than so, whatever the database does. */
const limitMs = 1_000;

export interface StartedLook extends AsyncDisposable {
  readonly at: Parameters<RecordingTarget['look']>[0];
}

/** Looks at each `nth` call; null where it did not, or the database could not say in time. */
export function startedLook(databaseUrl: string, nth: number): StartedLook {
  // Connections of its own: nobody waits for it, and it for nobody.
  const db = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
  });
  db.on('error', () => undefined);
  let count = 0;
  return {
    at: async ({ event, step }) => {
      count += 1;
      if (count % nth !== 0) return null;
      try {
        const { rows } = await db.query<{ started: boolean }>(startedSql, [event, step]);
        return rows.length === 0 ? null : rows.some(({ started }) => started);
      } catch {
        return null;
      }
    },
    [Symbol.asyncDispose]: () => db.end(),
  };
}
