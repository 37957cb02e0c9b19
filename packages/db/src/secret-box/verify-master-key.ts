// Notices at the start that the master key is another one, before a secret is sealed under the wrong key or fails to open.
import { AppError } from '@patchbay/model/errors';
import pg from 'pg';
import { connectionConfig } from '../connection-config.ts';
import { isSameKey, masterKeyCheck, type MasterKey } from './master-key.ts';

const SETTING = 'master_key_check';

/** The first key that comes is remembered; another one later throws `conflict` and changes nothing. */
export async function verifyMasterKey(url: string, key: MasterKey): Promise<void> {
  const kept = await rememberedCheck(url, masterKeyCheck(key));
  if (kept !== undefined && isSameKey(kept, key)) return;
  throw AppError.because(
    'conflict',
    'The master key is not the one under which the secrets of this database are sealed. Nothing was changed. Start with the former PATCHBAY_MASTER_KEY (or put the former master.key back into PATCHBAY_HOME), or use the database that belongs to this key.',
  );
}

/** Stores the check unless there is one, and hands back the one that is there. */
async function rememberedCheck(url: string, check: string): Promise<string | undefined> {
  const client = new pg.Client(connectionConfig(url, { role: 'patchbay_app' }));
  await client.connect();
  try {
    await client.query('INSERT INTO install_setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      SETTING,
      check,
    ]);
    const { rows } = await client.query<{ value: string }>('SELECT value FROM install_setting WHERE name = $1', [
      SETTING,
    ]);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}
