import { createHmac, createSecretKey } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >>> bits) & 31);
    }
  }
  return bits === 0 ? text : text + alphabet.charAt((buffer << (5 - bits)) & 31);
}

/**
 * The key of a step, equal on all its attempts and on replays of the same event: base32 of
 * HMAC-SHA256(install key, effect root | step path), 52 characters.
 */
export function idempotencyKeys(installKey: Uint8Array): (effectRoot: string, path: string) => string {
  // Made once: taking raw bytes each time cost a twentieth of the worker's time.
  const key = createSecretKey(installKey);
  return (effectRoot, path) => base32(createHmac('sha256', key).update(`${effectRoot}|${path}`).digest());
}
