// Counts failed sign-ins per account and per address, in the database: all servers see the same count.
import type { Transaction } from '../client/index.ts';

/** Whole seconds until the keys may try again; 0 when none is locked. */
export async function lockedForSeconds(tx: Transaction, keys: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ seconds: number | null }[]>`
    SELECT ceil(extract(epoch FROM max(locked_until) - now()))::int AS seconds
    FROM auth.sign_in_throttle WHERE key = ANY(${[...keys]}) AND locked_until > now()`;
  return row?.seconds ?? 0;
}

/**
 * Counts a try before its outcome is known, so that parallel tries cannot pass together. From the try after `allowed`
 * in a window on, the key is locked until the window ends. Hands back whether this try may go on.
 */
export async function countTry(
  tx: Transaction,
  { key, allowed, windowSeconds }: { key: string; allowed: number; windowSeconds: number },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ tries: number }[]>`
    INSERT INTO auth.sign_in_throttle AS t (key, tries, window_ends, locked_until)
    VALUES (${key}, 1, now() + ${windowSeconds} * interval '1 second', NULL)
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN t.window_ends <= now() THEN 1 ELSE t.tries + 1 END,
      window_ends = CASE WHEN t.window_ends <= now() THEN excluded.window_ends ELSE t.window_ends END,
      locked_until = CASE WHEN t.window_ends > now() AND t.tries + 1 > ${allowed} THEN t.window_ends ELSE NULL END
    RETURNING tries`;
  return (rows[0]?.tries ?? 0) <= allowed;
}

/** The right password clears its account's count; old rows go with it. */
export async function clearTries(tx: Transaction, key: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM auth.sign_in_throttle WHERE key = ${key} OR window_ends < now() - interval '1 day'`;
}
