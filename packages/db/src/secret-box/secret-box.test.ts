import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMasterKey, type MasterKey } from './master-key.ts';
import { openSecret, rewrapSecret, sealSecret, type SealedSecret, type SecretPlace } from './secret-box.ts';

const key: MasterKey = { version: 1, bytes: randomBytes(32) };
const place: SecretPlace = { workspaceId: 'w1', connectionId: 'c1', field: 'password' };
const flipped = (bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));

describe('secret box', () => {
  test('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(openSecret(key, place, sealSecret(key, place, text))).toBe(text);
      }),
    );
  });

  test('seals the same text differently each time', () => {
    const text = 'a text too long to stand there by chance';
    const [a, b] = [sealSecret(key, place, text), sealSecret(key, place, text)];
    expect(Buffer.from(a.sealed).equals(b.sealed)).toBe(false);
    expect(Buffer.from(a.wrappedKey).equals(b.wrappedKey)).toBe(false);
    expect(Buffer.from(a.sealed).includes(text)).toBe(false);
  });

  const secret = sealSecret(key, place, 'hunter2');
  const swapped: [what: string, place: SecretPlace, secret: SealedSecret, key: MasterKey][] = [
    ['another workspace', { ...place, workspaceId: 'w2' }, secret, key],
    ['another connection', { ...place, connectionId: 'c2' }, secret, key],
    ['another field', { ...place, field: 'user' }, secret, key],
    ['parts moved between the fields', { ...place, connectionId: 'c', field: '1password' }, secret, key],
    ['another key version', place, { ...secret, keyVersion: 2 }, key],
    ['another master key', place, secret, { version: 1, bytes: randomBytes(32) }],
    [
      'the wrapped key of another secret',
      place,
      { ...secret, wrappedKey: sealSecret(key, place, 'y').wrappedKey },
      key,
    ],
    ['an empty box', place, { ...secret, sealed: new Uint8Array() }, key],
  ];
  test.each(swapped)('does not open with %s', (_what, at, box, master) => {
    expect(() => openSecret(master, at, box)).toThrow(expect.objectContaining({ code: 'unprocessable' }));
  });

  test('does not open with any one bit changed', () => {
    for (const name of ['sealed', 'wrappedKey'] as const) {
      for (let at = 0; at < secret[name].length; at += 1) {
        expect(() => openSecret(key, place, { ...secret, [name]: flipped(secret[name], at) })).toThrow();
      }
    }
  });

  test('is readable under the new master key alone after a rotation, with the value untouched', () => {
    const next: MasterKey = { version: 2, bytes: randomBytes(32) };
    const moved = rewrapSecret({ from: key, to: next }, place, secret);
    expect(moved.sealed).toBe(secret.sealed);
    expect(openSecret(next, place, moved)).toBe('hunter2');
    expect(() => openSecret(key, place, moved)).toThrow();
  });

  test('says nothing of the secret or the key in its error', () => {
    const attempt = (): string => openSecret({ version: 1, bytes: randomBytes(32) }, place, secret);
    expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });
});

describe('readMasterKey', () => {
  test('takes 32 random bytes in either base64 alphabet', () => {
    const bytes = randomBytes(32);
    expect(readMasterKey(bytes.toString('base64')).bytes.equals(bytes)).toBe(true);
    expect(readMasterKey(` ${bytes.toString('base64url')}\n`).bytes.equals(bytes)).toBe(true);
  });

  test.each([
    ['', 'not base64'],
    ['changeme', 'placeholder'],
    ['<32 random bytes>', 'placeholder'],
    ['hello world!', 'not base64'],
    [Buffer.alloc(32).toString('base64'), 'pattern'],
    [Buffer.alloc(32, 'abcd').toString('base64'), 'pattern'],
    [randomBytes(16).toString('hex'), '24 bytes'],
  ])('refuses %j: %s', (text, cause) => {
    expect(() => readMasterKey(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(cause) }));
  });
});
