// Takes a throw-away database from its server: the shadow of a migration, or that of a test.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

const attempts = 100;
const pauseMs = 50;

/** The owner may not end a server process that vacuums the database just now: then it is let finish. Rejects after 5 s of that. */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if ((code !== '42501' && code !== '55006') || attempt === attempts) throw error;
      await delay(pauseMs);
    }
  }
}
