import { Role } from '@patchbay/model/identity';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

export const ApiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  role: Role,
  /** The first characters, for recognising it; the key itself is shown once, when it is made. */
  prefix: z.string(),
  createdBy: z.string(),
  createdAt: TimeText,
  lastUsedAt: TimeText.nullable(),
  expiresAt: TimeText.nullable(),
  revokedAt: TimeText.nullable(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;
export const ApiKeyCreateInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  role: Role,
  expiresInDays: z.int().min(1).max(3_650).optional(),
});
export type ApiKeyCreateInput = z.infer<typeof ApiKeyCreateInput>;
export const ApiKeyCreated = z.object({ id: z.uuid(), key: z.string() });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
export const ApiKeyIdInput = z.strictObject({ apiKeyId: z.uuid() });
export type ApiKeyIdInput = z.infer<typeof ApiKeyIdInput>;

export interface ApiKeyService {
  list(caller: Caller): Promise<ApiKeyView[]>;
  create(caller: Caller, input: ApiKeyCreateInput): Promise<ApiKeyCreated>;
  revoke(caller: Caller, input: ApiKeyIdInput): Promise<void>;
}
