// The one-time sign-in link. Only the SHA-256 of its token is stored; the token stands in the fragment, which no server logs.
import { createHash, randomBytes } from 'node:crypto';
import { storeStartToken } from '@patchbay/db/start-token';

const LIFETIME_MS = 10 * 60 * 1000;

export async function newStartLink(databaseUrl: string, port: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  await storeStartToken(databaseUrl, { hash, lifetimeMs: LIFETIME_MS });
  return `http://localhost:${port}/start#${token}`;
}
