import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { proofProblem, unfitProof } from './caller-proof.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const jwk = rsa.publicKey.export({ format: 'jwk' });
const byKey = (publicKey: string) => ({ knownBy: 'publicKey', publicKey });

it('takes secrets, and public keys however they are written', () => {
  for (const settings of [
    {},
    { knownBy: 'secret', username: 'shop' },
    byKey(pem),
    byKey(JSON.stringify({ keys: [jwk] })),
  ])
    expect(proofProblem(settings)).toBeNull();
});

it.each([
  ['a private key in PEM', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'private'],
  ['a private key in JSON', JSON.stringify(rsa.privateKey.export({ format: 'jwk' })), 'private'],
  ['a shared key in a set', JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }), 'private'],
  ['no key', 'ssh-rsa AAAA', 'no public key'],
  ['half a key', pem.slice(0, 200), 'no public key'],
  ['a damaged key', pem.replace('MIIB', 'MIIX'), 'cannot be read'],
  ['broken JSON', '{"keys":', 'no JSON'],
  ['a set without keys that sign', JSON.stringify({ keys: [{ ...jwk, use: 'enc' }] }), 'no key for'],
])('refuses %s, and does not repeat it', (_name, publicKey, words) => {
  const problem = proofProblem(byKey(publicKey));
  expect(problem).toMatchObject({ field: 'publicKey', message: expect.stringContaining(words) });
  expect(problem?.message).not.toContain(publicKey.slice(0, 40));
});

it('refuses a user name that would be read as part of the password', () => {
  expect(proofProblem({ username: 'shop:de' })).toMatchObject({ field: 'username' });
});

it('says what a connection lacks for its trigger', () => {
  const why = (
    auth: 'hmac' | 'basic' | 'jwtKey' | 'open',
    settings: object,
    tokenAlgorithm: 'RS256' | 'ES256' = 'RS256',
  ) => unfitProof({ auth, tokenAlgorithm }, { ...settings });
  expect(why('hmac', {})).toBeNull();
  expect(why('hmac', byKey(pem))).toContain('public key');
  expect(why('basic', {})).toContain('user name');
  expect(why('basic', { username: 'shop' })).toBeNull();
  expect(why('jwtKey', {})).toContain('holds a secret');
  expect(why('jwtKey', byKey(pem))).toBeNull();
  expect(why('jwtKey', byKey(pem), 'ES256')).toContain('ES256');
  expect(why('open', byKey(''))).toBeNull();
});
