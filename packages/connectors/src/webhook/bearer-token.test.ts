// The known attacks on tokens, each against the check as the door uses it.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkDelivery } from './check-delivery.ts';
import { WebhookSettings } from './settings.ts';

const nowSeconds = 1_700_000_000;
const secret = 'a shared secret of thirty-two letters';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
type Sign = (text: string) => Buffer;
const withSecret =
  (key: string, hash = 'sha256'): Sign =>
  (text) =>
    createHmac(hash, key).update(text).digest();
const withKey =
  (key: KeyObject): Sign =>
  (text) =>
    createSign('sha256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' });

const claims = { iss: 'https://login.example.com/', aud: 'orders', exp: nowSeconds + 60 };
const tokenOf = (head: object, payload: object, sign: Sign): string => {
  const text = `${part({ typ: 'JWT', ...head })}.${part(payload)}`;
  return `${text}.${sign(text).toString('base64url')}`;
};
const hs256 = (payload: object = claims) => tokenOf({ alg: 'HS256' }, payload, withSecret(secret));
const rs256 = (payload: object = claims, head: object = {}) =>
  tokenOf({ alg: 'RS256', ...head }, payload, withKey(rsa.privateKey));

const trigger = (parts: object) => WebhookSettings.parse({ issuer: claims.iss, audience: 'orders', ...parts });
const bySecret = trigger({ auth: 'jwtSecret' });
const byKey = trigger({ auth: 'jwtKey', tokenAlgorithm: 'RS256' });
const secretProof = (held: string) => ({ settings: {}, credential: { secret: held } });
const keyProof = (publicKey: string) => ({ settings: { knownBy: 'publicKey', publicKey }, credential: {} });

const check = async (
  settings: WebhookSettings,
  proof: ReturnType<typeof secretProof> | ReturnType<typeof keyProof> | undefined,
  token: string | undefined,
): Promise<string> => {
  const authorization = token === undefined ? undefined : `Bearer ${token}`;
  const verdict = await checkDelivery({ settings, proof, headers: { authorization }, nowMs: nowSeconds * 1_000 });
  return verdict.ok ? (verdict.end().ok ? 'ok' : 'at its end') : verdict.because;
};
const hmacCheck = (token: string | undefined, held = secret) => check(bySecret, secretProof(held), token);
const rsaCheck = (token: string | undefined, document = pemOf(rsa.publicKey)) =>
  check(byKey, keyProof(document), token);

describe('a token signed with the secret', () => {
  it('is taken when all that it says fits', async () => {
    expect(await hmacCheck(hs256())).toBe('ok');
    expect(await hmacCheck(hs256({ ...claims, aud: ['stock', 'orders'] }))).toBe('ok');
    expect(
      await check(
        trigger({ auth: 'jwtSecret', issuer: '', audience: '' }),
        secretProof(secret),
        hs256({ exp: claims.exp }),
      ),
    ).toBe('ok');
  });

  it.each([
    ['has expired', { ...claims, exp: nowSeconds - 31 }, 'staleTimestamp'],
    ['expired within what clocks may differ by', { ...claims, exp: nowSeconds - 29 }, 'ok'],
    ['is not valid yet', { ...claims, nbf: nowSeconds + 31 }, 'staleTimestamp'],
    ['never expires', { iss: claims.iss, aud: 'orders' }, 'foreignToken'],
    ['expires at a word', { ...claims, exp: 'never' }, 'foreignToken'],
    ['comes from another issuer', { ...claims, iss: 'https://login.example.com' }, 'foreignToken'],
    ['has no issuer', { aud: 'orders', exp: claims.exp }, 'foreignToken'],
    ['was made for others', { ...claims, aud: 'stock' }, 'foreignToken'],
    ['was made for nobody', { iss: claims.iss, exp: claims.exp }, 'foreignToken'],
  ])('that %s', async (_name, payload, because) => {
    expect(await hmacCheck(hs256(payload))).toBe(because);
  });

  const [head, payload] = hs256().split('.');
  it.each([
    ['none', undefined, 'missingSignature'],
    ['text that is no token', 'abc', 'wrongSignature'],
    ['“none” as its algorithm', `${part({ alg: 'none' })}.${part(claims)}.`, 'wrongSignature'],
    ['“nOnE” as its algorithm', `${part({ alg: 'nOnE' })}.${part(claims)}.`, 'wrongSignature'],
    ['no signature', `${head}.${payload}.`, 'wrongSignature'],
    ['a changed payload', hs256().replace(payload ?? '', part({ ...claims, sub: 'admin' })), 'wrongSignature'],
    ['another secret', tokenOf({ alg: 'HS256' }, claims, withSecret('x'.repeat(40))), 'wrongSignature'],
    [
      'a stronger algorithm than asked for',
      tokenOf({ alg: 'HS512' }, claims, withSecret(secret, 'sha512')),
      'wrongSignature',
    ],
    [
      'a condition that nobody knows',
      tokenOf({ alg: 'HS256', crit: ['x'], x: 1 }, claims, withSecret(secret)),
      'wrongSignature',
    ],
  ])('is refused with %s', async (_name, token, because) => {
    expect(await hmacCheck(token)).toBe(because);
  });

  it('needs a secret that is none anybody can know or try', async () => {
    const signed = (key: string) => tokenOf({ alg: 'HS256' }, claims, withSecret(key));
    expect(await hmacCheck(signed('short secret'), 'short secret')).toBe('missingSecret');
    expect(await hmacCheck(signed(' '), ' ')).toBe('missingSecret');
    expect(await hmacCheck(signed(pemOf(rsa.publicKey)), pemOf(rsa.publicKey))).toBe('missingSecret');
    expect(await check(bySecret, undefined, signed(''))).toBe('missingSecret');
    expect(await check(bySecret, keyProof(pemOf(rsa.publicKey)), signed(pemOf(rsa.publicKey)))).toBe('missingSecret');
  });
});

describe('a token signed with a private key', () => {
  const set = (...keys: object[]) => JSON.stringify({ keys });

  it('is taken by PEM, by one key in JSON, by a set and by curve', async () => {
    expect(await rsaCheck(rs256())).toBe('ok');
    expect(await rsaCheck(rs256(claims, { kid: 'any' }))).toBe('ok');
    expect(await rsaCheck(rs256(), JSON.stringify(jwkOf(rsa.publicKey)))).toBe('ok');
    const two = set(
      jwkOf(otherRsa.publicKey, { kid: 'old' }),
      jwkOf(rsa.publicKey, { kid: 'new' }),
      jwkOf(ec.publicKey),
    );
    expect(await rsaCheck(rs256(claims, { kid: 'new' }), two)).toBe('ok');
    expect(await rsaCheck(rs256(), two)).toBe('ok');
    const curve = tokenOf({ alg: 'ES256' }, claims, withKey(ec.privateKey));
    const byCurve = trigger({ auth: 'jwtKey', tokenAlgorithm: 'ES256' });
    expect(await check(byCurve, keyProof(pemOf(ec.publicKey)), curve)).toBe('ok');
    expect(await check(byCurve, keyProof(two), curve)).toBe('ok');
    expect(await rsaCheck(curve, two)).toBe('wrongSignature');
  });

  const publicPem = pemOf(rsa.publicKey);
  it.each([
    ['the public key as a shared secret', tokenOf({ alg: 'HS256' }, claims, withSecret(publicPem))],
    ['the same without its line break', tokenOf({ alg: 'HS256' }, claims, withSecret(publicPem.trim()))],
    ['“none” as its algorithm', `${part({ alg: 'none' })}.${part(claims)}.`],
    ['another key', tokenOf({ alg: 'RS256' }, claims, withKey(otherRsa.privateKey))],
    [
      'a key of its own in its head',
      tokenOf({ alg: 'RS256', jwk: jwkOf(otherRsa.publicKey) }, claims, withKey(otherRsa.privateKey)),
    ],
    [
      'an address of keys in its head',
      tokenOf({ alg: 'RS256', jku: 'http://127.0.0.1/keys' }, claims, withKey(otherRsa.privateKey)),
    ],
    ['PSS where RS256 is asked for', tokenOf({ alg: 'PS256' }, claims, withKey(rsa.privateKey))],
  ])('is refused with %s', async (_name, token) => {
    expect(await rsaCheck(token)).toBe('wrongSignature');
  });

  it('is refused when it names a key that is not held, or nothing', async () => {
    const named = set(jwkOf(rsa.publicKey, { kid: 'new' }));
    expect(await rsaCheck(rs256(claims, { kid: '../../etc/passwd' }), named)).toBe('wrongSignature');
    expect(await rsaCheck(undefined)).toBe('missingSignature');
    expect(await rsaCheck(rs256({ ...claims, aud: 'stock' }))).toBe('foreignToken');
    expect(await rsaCheck(rs256({ ...claims, exp: nowSeconds - 31 }))).toBe('staleTimestamp');
    expect(await check(byKey, secretProof(secret), rs256())).toBe('missingSecret');
    expect(await check(byKey, undefined, rs256())).toBe('missingSecret');
  });

  it('is refused while the keys cannot be used', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const token = tokenOf({ alg: 'RS256' }, claims, withKey(weak.privateKey));
    expect(await rsaCheck(token, pemOf(weak.publicKey))).toBe('missingSecret');
    expect(await rsaCheck(rs256(), '')).toBe('missingSecret');
    expect(await rsaCheck(rs256(), set(jwkOf(ec.publicKey)))).toBe('missingSecret');
  });

  it('needs issuer and audience in its settings', () => {
    expect(WebhookSettings.safeParse({ auth: 'jwtKey', issuer: claims.iss }).success).toBe(false);
    expect(WebhookSettings.safeParse({ auth: 'jwtKey', audience: 'orders' }).success).toBe(false);
  });
});
