// Notices at the start that the master key is another one, before a secret is sealed under the wrong key or fails to open.
import { AppError } from '@patchbay/model/errors';
import type { Database } from '../client/index.ts';
import { isSameKey, masterKeyCheck, type MasterKey } from './master-key.ts';

const SETTING = 'master_key_check';

/** The first key that comes is remembered; another one later throws `conflict` and changes nothing. */
export async function verifyMasterKey(database: Database, key: MasterKey): Promise<void> {
  const kept = await database.outsideWorkspaces(async (tx) => {
    await tx.installSetting.createMany({ data: [{ name: SETTING, value: masterKeyCheck(key) }], skipDuplicates: true });
    return tx.installSetting.findUniqueOrThrow({ where: { name: SETTING } });
  });
  if (isSameKey(kept.value, key)) return;
  throw AppError.because(
    'conflict',
    'The master key is not the one under which the secrets of this database are sealed. Nothing was changed. Start with the former PATCHBAY_MASTER_KEY (or put the former master.key back into PATCHBAY_HOME), or use the database that belongs to this key.',
  );
}
