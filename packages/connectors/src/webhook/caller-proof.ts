// What a webhook's connection holds to know callers by, and whether that is what its trigger asks for.
import { publicKeysOf, UnusableKey } from './public-keys.ts';
import type { WebhookSettings } from './settings.ts';

/** A connection of the webhook connector: its settings and its opened secrets. */
export interface CallerProof {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credential: Readonly<Record<string, string>>;
}

export const proofText = (settings: CallerProof['settings'], name: 'knownBy' | 'username' | 'publicKey'): string => {
  const value = settings[name];
  return typeof value === 'string' ? value : '';
};

const hasPublicKey = (settings: CallerProof['settings']): boolean => proofText(settings, 'knownBy') === 'publicKey';

/** Undefined where there is none: a blank one is none, and a connection with a public key has none. */
export function secretOf(proof: CallerProof | undefined): string | undefined {
  if (proof === undefined || hasPublicKey(proof.settings)) return undefined;
  const secret = proof.credential['secret'];
  return secret === undefined || secret.trim() === '' ? undefined : secret;
}

/** What is wrong with the settings of such a connection, in words. */
export function proofProblem(settings: CallerProof['settings']): { field: string; message: string } | null {
  if (!hasPublicKey(settings)) {
    return proofText(settings, 'username').includes(':')
      ? { field: 'username', message: 'A user name that is sent with a password cannot hold a colon.' }
      : null;
  }
  try {
    publicKeysOf(proofText(settings, 'publicKey'));
    return null;
  } catch (error) {
    if (!(error instanceof UnusableKey)) throw error;
    return { field: 'publicKey', message: error.message };
  }
}

/** Why a trigger with these settings can know nobody by such a connection; null: it can, if the secret is there. */
export function unfitProof(
  { auth, tokenAlgorithm }: Pick<WebhookSettings, 'auth' | 'tokenAlgorithm'>,
  settings: CallerProof['settings'],
): string | null {
  if (auth === 'open') return null;
  if (auth !== 'jwtKey') {
    if (hasPublicKey(settings)) return 'It holds a public key, but this trigger knows its callers by a secret.';
    return auth === 'basic' && proofText(settings, 'username') === '' ? 'It has no user name.' : null;
  }
  if (!hasPublicKey(settings)) return 'It holds a secret, but this trigger knows its callers by a public key.';
  const problem = proofProblem(settings);
  if (problem !== null) return problem.message;
  const fits = publicKeysOf(proofText(settings, 'publicKey')).some((key) => key.algorithm === tokenAlgorithm);
  return fits ? null : `None of its public keys is one for ${tokenAlgorithm}.`;
}
