import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import { verifyMasterKey, type MasterKey } from './index.ts';

test('verifyMasterKey › remembers the first key and refuses another, also when several start at once', async () => {
  await using db = await testDatabase();
  const key: MasterKey = { version: 1, bytes: randomBytes(32) };
  await Promise.all([1, 2, 3].map(() => verifyMasterKey(db.url, key)));
  const other: MasterKey = { version: 1, bytes: randomBytes(32) };
  await expect(verifyMasterKey(db.url, other)).rejects.toMatchObject({ code: 'conflict' });
  await verifyMasterKey(db.url, key);
  const [kept] = await db.query<{ value: string }>(`SELECT value FROM install_setting WHERE name = 'master_key_check'`);
  expect(kept?.value).not.toContain(key.bytes.toString('base64'));
});
