// The one-time sign-in link. Only the SHA-256 of its token is stored; the token stands in the fragment, which no server logs.
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@patchbay/db';
import { insertStartToken } from '@patchbay/db/repositories';

const LIFETIME_MS = 10 * 60 * 1000;

export async function newStartLink(database: Database, port: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = new Uint8Array(createHash('sha256').update(token).digest());
  await database.outsideWorkspaces(async (tx) => {
    await tx.$executeRaw`DELETE FROM start_token WHERE expires_at < now()`;
    await insertStartToken(tx, { hash, lifetimeMs: LIFETIME_MS });
  });
  return `http://localhost:${port}/start#${token}`;
}
