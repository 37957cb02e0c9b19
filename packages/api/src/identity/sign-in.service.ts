// Signing in with e-mail and password, throttled per account and per address before the password is looked at.
import type { Database } from '@patchbay/db/client';
import { clearTries, countTry, lockedForSeconds } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import * as z from 'zod';
import { sha256 } from './api-key-token.ts';
import { addressBucket } from './client-address.ts';
import type { Sessions } from './sessions.ts';

export const SignInInput = z.strictObject({ email: z.string().min(3).max(200), password: z.string().min(1).max(200) });

/** Ten tries in five minutes for an account; an address may hold several people. Nobody is locked out for longer. */
const windowSeconds = 300;
const allowedPerAccount = 10;
const allowedPerAddress = 30;

const keyOf = (kind: string, text: string): string => `${kind}:${Buffer.from(sha256(text)).toString('base64url')}`;

const throttled = (seconds: number): AppError =>
  AppError.because('rateLimited', `Too many tries to sign in. Wait ${seconds} seconds, then try again.`, {
    retryAfterSeconds: seconds,
  });

export async function signInByPassword(
  { db, sessions }: { db: Database; sessions: Sessions },
  input: z.infer<typeof SignInInput>,
  from: { address: string; headers: Headers },
): Promise<readonly string[]> {
  const account = keyOf('account', input.email.trim().toLowerCase());
  const address = keyOf('address', addressBucket(from.address));
  const seconds = await db.outsideWorkspaces(async (tx) => {
    const locked = await lockedForSeconds(tx, [account, address]);
    if (locked > 0) return locked;
    const accountMay = await countTry(tx, { key: account, allowed: allowedPerAccount, windowSeconds });
    const addressMay = await countTry(tx, { key: address, allowed: allowedPerAddress, windowSeconds });
    return accountMay && addressMay ? 0 : windowSeconds;
  });
  if (seconds > 0) throw throttled(seconds);
  const cookies = await sessions.signIn({ email: input.email.trim(), password: input.password }, from.headers);
  if (cookies === null) {
    throw AppError.because(
      'unauthenticated',
      'The e-mail address or the password is wrong. Try again, or ask an admin of the workspace for a new password.',
    );
  }
  await db.outsideWorkspaces((tx) => clearTries(tx, account));
  return cookies;
}
