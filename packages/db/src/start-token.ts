// The token of a start link, stored by whoever has the console. In plain SQL: the launcher lives as long as the product, and
// the database client would keep 40 MB in it for two statements.
import pg from 'pg';
import { connectionConfig } from './connection-config.ts';

export interface StartToken {
  /** SHA-256 of the token. */
  readonly hash: Uint8Array;
  readonly lifetimeMs: number;
}

/** Stores it by the database's clock, as the database's owner; those that are over go away. */
export async function storeStartToken(url: string, { hash, lifetimeMs }: StartToken): Promise<void> {
  const client = new pg.Client(connectionConfig(url));
  await client.connect();
  try {
    await client.query('DELETE FROM start_token WHERE expires_at < now()');
    await client.query(
      "INSERT INTO start_token (hash, expires_at) VALUES ($1, now() + $2::float8 * interval '1 millisecond')",
      [Buffer.from(hash), lifetimeMs],
    );
  } finally {
    await client.end();
  }
}
