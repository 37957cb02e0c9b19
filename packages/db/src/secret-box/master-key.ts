// The key that wraps every data key. It comes from the environment or a file and never enters the database.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';

export interface MasterKey {
  /** Stands beside each wrapped key, so that a rotation can be resumed. */
  readonly version: number;
  readonly bytes: Buffer;
}

export const MASTER_KEY_BYTES = 32;
const HOW_TO = 'Make one with: openssl rand -base64 32';

/** Reads 32 bytes in base64 (usual or URL alphabet). Throws `invalidInput` on anything else and on keys that are no secret. */
export function readMasterKey(text: string, version = 1): MasterKey {
  const trimmed = text.trim();
  if (/change.?me|placeholder|example|secret|your.?key|<.*>/i.test(trimmed)) {
    throw refused('it is the placeholder of a template');
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) throw refused('it is not base64');
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length !== MASTER_KEY_BYTES)
    throw refused(`it is ${bytes.length} bytes long instead of ${MASTER_KEY_BYTES}`);
  // 32 random bytes have about 30 different values; fewer than 12 is a pattern typed by hand.
  if (new Set(bytes).size < 12) throw refused('it is a pattern, not a random key');
  return { version, bytes };
}

/** What is kept of the key to know it again: it reveals nothing of the key. */
export function masterKeyCheck(key: MasterKey): string {
  return createHmac('sha256', key.bytes).update('patchbay master key check 1').digest('base64');
}

export function isSameKey(check: string, key: MasterKey): boolean {
  const kept = Buffer.from(check, 'base64');
  const own = Buffer.from(masterKeyCheck(key), 'base64');
  return kept.length === own.length && timingSafeEqual(kept, own);
}

function refused(cause: string): AppError {
  return AppError.because(
    'invalidInput',
    `PATCHBAY_MASTER_KEY cannot be used: ${cause}. It must be ${MASTER_KEY_BYTES} random bytes in base64. ${HOW_TO}`,
  );
}
