import { randomBytes } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';

const name = 'install_key';

/** The key that idempotency keys are made with: 32 bytes, made by whoever asks first, never rotated. */
export async function installKey(url: string): Promise<Uint8Array> {
  const client = new pg.Client(connectionConfig(url, { role: 'patchbay_app' }));
  await client.connect();
  try {
    const fresh = randomBytes(32).toString('base64');
    await client.query('INSERT INTO install_setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      fresh,
    ]);
    const { rows } = await client.query<{ value: string }>('SELECT value FROM install_setting WHERE name = $1', [name]);
    const value = rows[0]?.value;
    if (value === undefined) throw new AppError('internal', 'the install key was not stored');
    return Buffer.from(value, 'base64');
  } finally {
    await client.end();
  }
}
