// The idempotency keys as docs/engine.md words them, worked out without the product: base32 of HMAC-SHA256(install key, effect root | path).
import { createHmac } from 'node:crypto';
import type pg from 'pg';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** By the install key of this database. */
export async function stepKeys(db: pg.Pool): Promise<(effectRoot: string, path: string) => string> {
  const { rows } = await db.query<{ value: string }>("SELECT value FROM install_setting WHERE name = 'install_key'");
  const key = Buffer.from(rows[0]?.value ?? '', 'base64');
  return (effectRoot, path) => base32(createHmac('sha256', key).update(`${effectRoot}|${path}`).digest());
}
