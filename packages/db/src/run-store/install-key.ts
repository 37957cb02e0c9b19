import { randomBytes } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';

const name = 'install_key';
const readSql = 'SELECT value FROM install_setting WHERE name = $1';

/** The key that idempotency keys are made with: 32 bytes, made once as the owner, never rotated. */
export async function ensureInstallKey(url: string): Promise<void> {
  const client = new pg.Client(connectionConfig(url));
  await client.connect();
  try {
    await client.query('INSERT INTO install_setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      randomBytes(32).toString('base64'),
    ]);
  } finally {
    await client.end();
  }
}

export async function readInstallKey(url: string): Promise<Uint8Array> {
  const client = new pg.Client(connectionConfig(url, { role: 'patchbay_engine' }));
  await client.connect();
  try {
    const { rows } = await client.query<{ value: string }>(readSql, [name]);
    const value = rows[0]?.value;
    if (value !== undefined) return Buffer.from(value, 'base64');
    throw AppError.because(
      'unavailable',
      'The database has no install key yet. Run `patchbay migrate`, then start again.',
    );
  } finally {
    await client.end();
  }
}
