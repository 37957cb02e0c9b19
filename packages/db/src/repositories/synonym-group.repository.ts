// The words of a workspace, for auto-map: groups that mean the same, and abbreviations. `words` is a JSON list of texts.
import type { Transaction } from '../client/index.ts';

export interface SynonymGroupRow {
  readonly id: string;
  readonly kind: string;
  readonly words: string;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

const columns = { id: true, kind: true, words: true, updatedBy: true, updatedAt: true } as const;

export async function listSynonymGroups(tx: Transaction, workspaceId: string): Promise<SynonymGroupRow[]> {
  return tx.synonymGroup.findMany({
    where: { workspaceId },
    orderBy: [{ words: 'asc' }, { id: 'asc' }],
    take: 5_000,
    select: columns,
  });
}

export async function findSynonymGroup(
  tx: Transaction,
  workspaceId: string,
  groupId: string,
): Promise<SynonymGroupRow | null> {
  return tx.synonymGroup.findFirst({ where: { workspaceId, id: groupId }, select: columns });
}

export async function countSynonymGroups(tx: Transaction, workspaceId: string): Promise<number> {
  return tx.synonymGroup.count({ where: { workspaceId } });
}

export async function insertSynonymGroup(
  tx: Transaction,
  group: {
    readonly id: string;
    readonly workspaceId: string;
    readonly kind: string;
    readonly words: string;
    readonly updatedBy: string;
  },
): Promise<void> {
  await tx.synonymGroup.create({ data: group });
}

export async function updateSynonymGroup(
  tx: Transaction,
  at: { readonly workspaceId: string; readonly groupId: string },
  change: { readonly kind: string; readonly words: string; readonly updatedBy: string },
): Promise<void> {
  await tx.synonymGroup.updateMany({
    where: { workspaceId: at.workspaceId, id: at.groupId },
    data: { ...change, updatedAt: new Date() },
  });
}

export async function deleteSynonymGroup(tx: Transaction, workspaceId: string, groupId: string): Promise<void> {
  await tx.synonymGroup.deleteMany({ where: { workspaceId, id: groupId } });
}
