// Tokens (JWT) as callers send them: the algorithm is the trigger's choice, never the token's.
import { errors, jwtVerify } from 'jose';
import type { JWTVerifyOptions } from 'jose';
import type { KeyObject } from 'node:crypto';
import type { CallerProof } from './caller-proof.ts';
import { proofText, secretOf, unfitProof } from './caller-proof.ts';
import { anyBody, authorizationOf, refuse } from './delivery-head.ts';
import type { BodyCheck, DeliveryHead, Refusal } from './delivery-head.ts';
import { publicKeysOf } from './public-keys.ts';
import type { SenderKey } from './public-keys.ts';

/** RFC 7518, 3.2: a shorter secret is found by trying. */
const leastSecretBytes = 32;

/** Of a connection while it is open: reading keys takes longer than checking a token. */
const readKeys = new WeakMap<CallerProof['settings'], readonly SenderKey[]>();

function keysOf({ settings }: CallerProof): readonly SenderKey[] {
  const known = readKeys.get(settings);
  if (known !== undefined) return known;
  const keys = publicKeysOf(proofText(settings, 'publicKey'));
  readKeys.set(settings, keys);
  return keys;
}

interface Verifier {
  readonly ok: true;
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  /** Those by which this token may be signed. */
  readonly keys: readonly (KeyObject | Uint8Array)[];
}

function bySecret(proof: CallerProof | undefined): Verifier | Refusal {
  const secret = secretOf(proof);
  if (secret === undefined) return refuse('missingSecret', noProof);
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < leastSecretBytes) {
    return refuse(
      'missingSecret',
      `The secret of the connection is shorter than ${leastSecretBytes} bytes: too short for tokens.`,
    );
  }
  // Everybody knows a public key: what it signs as a secret proves nothing.
  if (secret.includes('-----BEGIN')) {
    return refuse(
      'missingSecret',
      'The secret of the connection is a key in PEM, which is none for tokens signed with a secret.',
    );
  }
  return { ok: true, algorithm: 'HS256', keys: [bytes] };
}

function byKey({ settings, proof }: DeliveryHead, token: string): Verifier | Refusal {
  if (proof === undefined) return refuse('missingSecret', noProof);
  const unfit = unfitProof(settings, proof.settings);
  if (unfit !== null) return refuse('missingSecret', `The webhook's connection does not fit: ${unfit}`);
  const { tokenAlgorithm: algorithm } = settings;
  const kid = kidOf(token);
  const keys = keysOf(proof)
    .filter((key) => key.algorithm === algorithm && (key.kid === null || kid === undefined || key.kid === kid))
    .map(({ key }) => key);
  return keys.length === 0
    ? refuse(
        'wrongSignature',
        'The token names a key that the connection does not hold. Has the sender changed its keys?',
      )
    : { ok: true, algorithm, keys };
}

const noProof = 'The webhook has nothing to check tokens by. Bind a webhook connection that holds it to the trigger.';

/** Only narrows down which keys are tried. */
function kidOf(token: string): string | undefined {
  try {
    const head = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: unknown };
    return typeof head.kid === 'string' ? head.kid : undefined;
  } catch {
    return undefined;
  }
}

export async function checkToken(delivery: DeliveryHead): Promise<BodyCheck> {
  const { settings, nowMs, proof } = delivery;
  const { issuer, audience, clockSkewSeconds } = settings;
  const token = authorizationOf(delivery, 'Bearer');
  const verifier = settings.auth === 'jwtKey' ? byKey(delivery, token ?? '') : bySecret(proof);
  if (!verifier.ok) return verifier;
  if (token === undefined) return refuse('missingSignature', 'There is no bearer token in the header Authorization.');
  const options: JWTVerifyOptions = {
    algorithms: [verifier.algorithm],
    clockTolerance: clockSkewSeconds,
    currentDate: new Date(nowMs),
    requiredClaims: ['exp'],
    ...(issuer === '' ? {} : { issuer }),
    ...(audience === '' ? {} : { audience }),
  };
  let last: Refusal = refuse('wrongSignature', 'No key fits.');
  for (const key of verifier.keys) {
    try {
      await jwtVerify(token, key, options);
      return anyBody;
    } catch (error) {
      last = refusalOf(error);
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return last;
    }
  }
  return last;
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof errors.JOSEError)) throw error;
  if (error instanceof errors.JWTExpired) return refuse('staleTimestamp', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const claim = ['exp', 'nbf', 'iat', 'iss', 'aud'].find((name) => name === error.claim) ?? 'a claim';
    return claim === 'nbf' || claim === 'iat'
      ? refuse('staleTimestamp', `The token is not valid yet (${claim}).`)
      : refuse('foreignToken', `The token does not say what it must in “${claim}”.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return refuse('wrongSignature', 'The token names another algorithm than the one that the trigger asks for.');
  }
  return error instanceof errors.JWSSignatureVerificationFailed
    ? refuse('wrongSignature', 'The signature of the token does not fit.')
    : refuse('wrongSignature', 'What was sent is no signed token that can be read.');
}
