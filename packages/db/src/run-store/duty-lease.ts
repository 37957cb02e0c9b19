// Work that one process at a time does for the whole installation. Whoever holds the lease of a duty may do it until it runs out; when a
// process dies the next one goes on from the cursor that it left. Doing it twice must do no harm: a lease keeps effort apart, not data.
import { randomUUID } from 'node:crypto';
import type { HotConnection } from './hot-connection.ts';

const takeSql = `
UPDATE duty_lease SET lease_by = $2, lease_until = now() + interval '1 minute'
WHERE name = $1 AND (lease_by = $2 OR ((lease_until IS NULL OR lease_until < now()) AND due_at <= now())) RETURNING cursor`;

const moveSql = `
UPDATE duty_lease SET lease_until = now() + interval '1 minute', cursor = $3 WHERE name = $1 AND lease_by = $2 RETURNING 1`;

const endSql = `
UPDATE duty_lease SET lease_by = NULL, lease_until = NULL, cursor = NULL, due_at = now() + $3 * interval '1 millisecond'
WHERE name = $1 AND lease_by = $2`;

export class DutyLease {
  readonly #connection: HotConnection;
  readonly #name: string;
  readonly #self = randomUUID();

  constructor(connection: HotConnection, name: 'runs' | 'blobs') {
    this.#connection = connection;
    this.#name = name;
  }

  /** Null: another process is at it, or it is not due yet. Otherwise where the last one who did it stopped. */
  async take(): Promise<{ readonly cursor: string | null } | null> {
    const [row] = await this.#connection.run('duty-take', takeSql, [this.#name, this.#self]);
    return row === undefined ? null : { cursor: row[0] as string | null };
  }

  /** Keeps it, and notes how far it has got. False: it was lost. */
  async move(cursor: string | null): Promise<boolean> {
    return (await this.#connection.run('duty-move', moveSql, [this.#name, this.#self, cursor])).length > 0;
  }

  /** All is done: nobody begins anew before so many milliseconds. */
  async end(restMs: number): Promise<void> {
    await this.#connection.run('duty-end', endSql, [this.#name, this.#self, restMs]);
  }
}
