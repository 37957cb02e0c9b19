import type { Transaction } from '../client/index.ts';

export interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
}

export async function findWorkspace(tx: Transaction, workspaceId: string): Promise<WorkspaceRow | null> {
  return tx.workspace.findFirst({ where: { id: workspaceId }, select: { id: true, name: true } });
}

/** The environments of a workspace, the oldest first. */
export async function listEnvironments(tx: Transaction, workspaceId: string): Promise<WorkspaceRow[]> {
  return tx.environment.findMany({
    where: { workspaceId },
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true },
  });
}

/** Where the console of an installation works: its first workspace. Needs the owner's role, which sees all of them. */
export async function oldestWorkspace(tx: Transaction): Promise<WorkspaceRow | null> {
  return tx.workspace.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true, name: true } });
}
