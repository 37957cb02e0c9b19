// A process's session: the lease under which it owns runs or waits for replies, and the database's clock.
import { hostname } from 'node:os';
import { AppError } from '@patchbay/model/errors';
import { DatabaseClock } from './database-clock.ts';
import { HotConnection } from './hot-connection.ts';

/** A session that was not renewed for this long is dead: its runs may be claimed. */
export const leaseMs = 10_000;
const beatMs = 2_500;

const nowMs = 'extract(epoch FROM now())::float8 * 1000';
const openSql = `INSERT INTO worker_session (kind, host, pid, expires_at)
VALUES ($1, $2, $3, now() + interval '10 seconds') RETURNING id, ${nowMs}`;
const beatSql = `UPDATE worker_session SET expires_at = now() + interval '10 seconds' WHERE id = $1 RETURNING ${nowMs}`;
/** It was removed, as it had expired a day ago: this process stood still for so long. Nobody else has its number. */
const reopenSql = `INSERT INTO worker_session (id, kind, host, pid, expires_at) VALUES ($1, $2, $3, $4, now() + interval '10 seconds')
ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at RETURNING ${nowMs}`;
const endSql = 'UPDATE worker_session SET expires_at = now() WHERE id = $1';
const sweepSql =
  "DELETE FROM worker_session s WHERE s.expires_at < now() - interval '1 day' AND NOT EXISTS (SELECT 1 FROM run r WHERE r.owner = s.id)";

export interface ProcessSession {
  readonly id: number;
  /** The database's time, carried on by the monotonic clock between heartbeats. */
  readonly now: () => Date;
  /** False once the lease could not be renewed for two thirds of its length: nothing new may start. */
  readonly mayStartEffects: () => boolean;
  /** Stops the heartbeat and ends the lease at once, so that others take over without waiting. */
  end(): Promise<void>;
}

export async function openSession({ url, kind }: { url: string; kind: 'worker' | 'server' }): Promise<ProcessSession> {
  const connection = new HotConnection({ url });
  // The first statement pays for the connection; the clock is read once that is open.
  await connection.run('session-sweep', sweepSql, []);
  const opened = performance.now();
  const [row] = await connection.run('session-open', openSql, [kind, hostname(), process.pid]);
  if (row === undefined) throw new AppError('unavailable', 'the database gave no session');
  const id = Number(row[0]);
  let renewedAt = opened;
  const clock = new DatabaseClock();
  clock.sample({ askedMs: opened, answeredMs: performance.now(), databaseMs: Number(row[1]) });

  let beating = false;
  const beat = async (): Promise<void> => {
    if (beating) return;
    beating = true;
    const asked = performance.now();
    try {
      const [beaten] = await connection.run('session-beat', beatSql, [id]);
      const reopen = () => connection.run('session-reopen', reopenSql, [id, kind, hostname(), process.pid]);
      const [answer] = beaten === undefined ? await reopen() : [beaten];
      if (answer !== undefined) {
        renewedAt = asked;
        clock.sample({ askedMs: asked, answeredMs: performance.now(), databaseMs: Number(answer[0]) });
      }
    } catch (error) {
      // Not renewed: mayStartEffects says so once it matters, and the next beat tries again.
      if (!(error instanceof AppError)) throw error;
    } finally {
      beating = false;
    }
  };
  const timer = setInterval(() => void beat(), beatMs);
  return {
    id,
    now: () => clock.now(),
    mayStartEffects: () => performance.now() - renewedAt < (leaseMs * 2) / 3,
    end: async () => {
      clearInterval(timer);
      await connection.run('session-end', endSql, [id]).catch(() => undefined);
      await connection.close();
    },
  };
}
