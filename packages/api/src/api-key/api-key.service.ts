import { randomUUID } from 'node:crypto';
import type { ApiKeyRow } from '@patchbay/db/repositories';
import { appendAudit, insertApiKey, listApiKeys, revokeApiKey } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { mayGrantRole, Role } from '@patchbay/model/identity';
import { newApiKeyToken, prefixOf, sha256 } from '../identity/api-key-token.ts';
import { consoleId } from '../identity/console-id.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { ApiKeyService, ApiKeyView } from './api-key.contract.ts';

const dayMs = 24 * 60 * 60 * 1_000;

export function createApiKeyService({ db }: ServiceDeps): ApiKeyService {
  return {
    list: ({ workspaceId }) =>
      db.inWorkspace(workspaceId, async (tx) => (await listApiKeys(tx, workspaceId)).map(apiKeyView)),
    create: async (caller, { name, role, expiresInDays }) => {
      const { workspaceId, actor } = caller;
      if (!mayGrantRole(actor.role, role)) {
        throw AppError.because(
          'forbidden',
          `A key cannot have the role “${role}”: yours is “${actor.role}”. Ask someone with that role.`,
        );
      }
      const id = randomUUID();
      const key = newApiKeyToken();
      const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * dayMs);
      await db.inWorkspace(workspaceId, async (tx) => {
        const row = { id, workspaceId, name, role, prefix: prefixOf(key), createdBy: makerOf(caller), expiresAt };
        await insertApiKey(tx, { ...row, hash: sha256(key) });
        await appendAudit(tx, workspaceId, actor, {
          action: 'apiKey.create',
          target: { kind: 'apiKey', id },
          after: { name, role, expiresAt },
        });
      });
      return { id, key };
    },
    revoke: ({ workspaceId, actor }, { apiKeyId }) =>
      db.inWorkspace(workspaceId, async (tx) => {
        const revoked = await revokeApiKey(tx, workspaceId, apiKeyId);
        if (revoked === null) throw notThere();
        await appendAudit(tx, workspaceId, actor, {
          action: 'apiKey.revoke',
          target: { kind: 'apiKey', id: apiKeyId },
          before: { name: revoked.name, role: revoked.role },
        });
      }),
  };
}

/** Whose rights bound the key from now on. A key made by a key has no person behind it that could be asked later. */
function makerOf({ actor, user }: Caller): string {
  if (user !== null) return user.id;
  if (actor.kind === 'localOperator') return consoleId;
  throw AppError.because(
    'forbidden',
    'An API key cannot make further keys. Sign in, or use “patchbay api-key create”.',
  );
}

const apiKeyView = (row: ApiKeyRow): ApiKeyView => ({
  id: row.id,
  name: row.name,
  role: Role.parse(row.role),
  prefix: row.prefix,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});
