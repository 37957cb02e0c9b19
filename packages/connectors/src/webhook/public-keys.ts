// Reads the public keys of a sender: PEM, a certificate, one key in JSON or a set of them. Nothing is ever fetched.
import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

export interface SenderKey {
  readonly algorithm: 'RS256' | 'ES256';
  /** The name by which tokens call for it; null: none, so any token may. */
  readonly kid: string | null;
  readonly key: KeyObject;
}

/** The text holds no key that can be used; the message says why and what next. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
}

const leastRsaBits = 2_048;
const mostKeys = 50;
const mostLetters = 200_000;

/** @throws UnusableKey when there is none, or where a private key was given. */
export function publicKeysOf(document: string): readonly SenderKey[] {
  const text = document.trim();
  if (text.length > mostLetters) throw new UnusableKey('The public key is too long to be one.');
  const keys = text.startsWith('{') ? keysOfJson(text) : keysOfPem(text);
  if (keys.length > mostKeys) throw new UnusableKey(`The key set holds more than ${mostKeys} keys.`);
  if (keys.length === 0) {
    throw new UnusableKey(
      'The key set holds no key for RS256 or ES256. Ask the sender for the keys that sign its tokens.',
    );
  }
  return keys;
}

function keysOfPem(text: string): SenderKey[] {
  if (text.includes('PRIVATE KEY')) throw privateKey();
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g) ?? [];
  if (blocks.length === 0) {
    throw new UnusableKey('This is no public key: paste PEM text (-----BEGIN PUBLIC KEY-----) or a key set in JSON.');
  }
  return blocks.map((block) => {
    const key = readKey(() => createPublicKey(block));
    const algorithm = algorithmOf(key);
    if (algorithm === null)
      throw new UnusableKey('The key is neither RSA nor of the curve P-256. RS256 and ES256 need one.');
    return { algorithm, kid: null, key: strong(key) };
  });
}

interface WrittenKey {
  readonly kty?: unknown;
  readonly kid?: unknown;
  readonly use?: unknown;
  readonly alg?: unknown;
  readonly d?: unknown;
  readonly k?: unknown;
}

function keysOfJson(text: string): SenderKey[] {
  let parsed: { keys?: unknown };
  try {
    parsed = JSON.parse(text) as { keys?: unknown };
  } catch {
    throw new UnusableKey('The key set is no JSON. Paste it as the sender publishes it.');
  }
  const written = Array.isArray(parsed.keys) ? (parsed.keys as unknown[]) : [parsed];
  return written.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { kid, use, alg, d, k } = entry as WrittenKey;
    if (d !== undefined || k !== undefined) throw privateKey();
    // A set may hold keys for other work as well.
    if (use !== undefined && use !== 'sig') return [];
    const key = readJwk(entry as JsonWebKey);
    const algorithm = key === null ? null : algorithmOf(key);
    if (key === null || algorithm === null || (alg !== undefined && alg !== algorithm)) return [];
    return [{ algorithm, kid: typeof kid === 'string' ? kid : null, key: strong(key) }];
  });
}

/** Null: of a kind that signs neither way. */
function readJwk(jwk: JsonWebKey): KeyObject | null {
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC') return null;
  return readKey(() => createPublicKey({ key: jwk, format: 'jwk' }));
}

function readKey(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw new UnusableKey('A public key cannot be read: it is cut off or changed. Paste it again as a whole.');
  }
}

function algorithmOf(key: KeyObject): SenderKey['algorithm'] | null {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null;
}

function strong(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits === undefined || bits >= leastRsaBits) return key;
  throw new UnusableKey(
    `The RSA key has ${bits} bits; tokens need one of at least ${leastRsaBits}. Ask the sender for a longer one.`,
  );
}

const privateKey = (): UnusableKey =>
  new UnusableKey(
    'This is a private or shared key. Only the public half belongs here: the private one stays with the sender.',
  );
