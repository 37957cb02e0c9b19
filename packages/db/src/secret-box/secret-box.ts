// Secrets of connections at rest: AES-256-GCM under a data key of their own, which the master key wraps (NIST SP 800-38D).
// A secret opens only at the place it was sealed for: moved to another row, field or workspace it is refused.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@patchbay/model/errors';
import type { MasterKey } from './master-key.ts';

/** Where a secret belongs. */
export interface SecretPlace {
  readonly workspaceId: string;
  readonly connectionId: string;
  readonly field: string;
}

/** As the row of `credential` holds it. */
export interface SealedSecret {
  readonly keyVersion: number;
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function sealSecret(masterKey: MasterKey, place: SecretPlace, text: string): SealedSecret {
  const dataKey = randomBytes(KEY_BYTES);
  return {
    keyVersion: masterKey.version,
    wrappedKey: encrypt(masterKey.bytes, keyContext(place, masterKey.version), dataKey),
    sealed: encrypt(dataKey, valueContext(place), Buffer.from(text, 'utf8')),
  };
}

/**
 * The one function that decrypts. Throws `unprocessable` when the secret was changed, stands at another place, or was sealed
 * under another master key; which of the three cannot be told, and must not be.
 */
export function openSecret(masterKey: MasterKey, place: SecretPlace, secret: SealedSecret): string {
  try {
    const dataKey = decrypt(masterKey.bytes, keyContext(place, secret.keyVersion), secret.wrappedKey);
    return decrypt(dataKey, valueContext(place), secret.sealed).toString('utf8');
  } catch (cause) {
    const userMessage = `The secret "${place.field}" of this connection cannot be read: it was changed in the database, or sealed under another master key. An admin can enter it again in Connections, or start Patchbay with the former PATCHBAY_MASTER_KEY.`;
    throw new AppError('unprocessable', `credential ${place.connectionId}/${place.field} does not open`, {
      userMessage,
      cause,
    });
  }
}

/** Rotation: the data key is wrapped anew, the sealed value stays as it is. */
export function rewrapSecret(
  keys: { readonly from: MasterKey; readonly to: MasterKey },
  place: SecretPlace,
  secret: SealedSecret,
): SealedSecret {
  const dataKey = decrypt(keys.from.bytes, keyContext(place, secret.keyVersion), secret.wrappedKey);
  return {
    ...secret,
    keyVersion: keys.to.version,
    wrappedKey: encrypt(keys.to.bytes, keyContext(place, keys.to.version), dataKey),
  };
}

const keyContext = (place: SecretPlace, version: number): Buffer =>
  context('key', [place.workspaceId, place.connectionId, place.field, String(version)]);
const valueContext = (place: SecretPlace): Buffer =>
  context('value', [place.workspaceId, place.connectionId, place.field]);
/** JSON keeps the parts apart: no two places make the same text. */
const context = (what: string, parts: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(['patchbay credential 1', what, ...parts]), 'utf8');

/** Nonce, tag and cipher text in one. A random nonce is safe here: each data key seals one value. */
function encrypt(key: Buffer, associated: Buffer, plain: Buffer): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(associated);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

function decrypt(key: Buffer, associated: Buffer, box: Uint8Array): Buffer {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('a sealed value is too short');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const cipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(associated)
    .setAuthTag(tag);
  return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
}
