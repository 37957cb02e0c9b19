import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { idempotencyKeys } from './idempotency-key.ts';

test('a key is base32 of the HMAC, the same for the same step and another for another', () => {
  const installKey = Buffer.alloc(32, 7);
  const keyOf = idempotencyKeys(installKey);
  const key = keyOf('root', 'charge');
  expect(key).toMatch(/^[A-Z2-7]{52}$/);
  expect(keyOf('root', 'charge')).toBe(key);
  expect(
    new Set([
      key,
      keyOf('root', 'parcel'),
      keyOf('other', 'charge'),
      idempotencyKeys(Buffer.alloc(32))('root', 'charge'),
    ]).size,
  ).toBe(4);
  const digest = createHmac('sha256', installKey).update('root|charge').digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  expect('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(key.charAt(0))).toBe(Number.parseInt(bits.slice(0, 5), 2));
});
