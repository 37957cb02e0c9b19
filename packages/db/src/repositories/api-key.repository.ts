import type { Transaction } from '../client/index.ts';

export interface ApiKeyRow {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly role: string;
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

const columns = {
  id: true,
  workspaceId: true,
  name: true,
  role: true,
  prefix: true,
  createdBy: true,
  createdAt: true,
  lastUsedAt: true,
  expiresAt: true,
  revokedAt: true,
} as const;

export async function listApiKeys(tx: Transaction, workspaceId: string): Promise<ApiKeyRow[]> {
  return tx.apiKey.findMany({ where: { workspaceId }, orderBy: { createdAt: 'desc' }, take: 500, select: columns });
}

export interface NewApiKey {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly role: string;
  readonly prefix: string;
  /** SHA-256 of the whole key. */
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
}

export async function insertApiKey(tx: Transaction, key: NewApiKey): Promise<void> {
  await tx.apiKey.create({ data: key });
}

/** Null when there is no such key; a revoked key stays as it is. */
export async function revokeApiKey(tx: Transaction, workspaceId: string, id: string): Promise<ApiKeyRow | null> {
  await tx.apiKey.updateMany({ where: { workspaceId, id, revokedAt: null }, data: { revokedAt: new Date() } });
  return tx.apiKey.findFirst({ where: { workspaceId, id }, select: columns });
}

/** Keys made by a person who left die with the membership. */
export async function revokeApiKeysOf(tx: Transaction, workspaceId: string, createdBy: string): Promise<number> {
  const { count } = await tx.apiKey.updateMany({
    where: { workspaceId, createdBy, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count;
}

/** Written at most once a minute for a key, so that reading stays reading. */
export async function touchApiKey(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  const minuteAgo = new Date(Date.now() - 60_000);
  await tx.apiKey.updateMany({
    where: { workspaceId, id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: minuteAgo } }] },
    data: { lastUsedAt: new Date() },
  });
}

/** Read with a proof of the hash, before the workspace is known. */
export async function findApiKey(tx: Transaction, hash: Uint8Array<ArrayBuffer>): Promise<ApiKeyRow | null> {
  return tx.apiKey.findFirst({ where: { hash }, select: columns });
}
