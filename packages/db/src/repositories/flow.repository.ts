// Flows and the log of their commands. Documents are stored as their deterministic text.
import type { Transaction } from '../client/index.ts';
import { containing } from './containing.ts';

export interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly draft: string;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const columns = { id: true, name: true, draft: true, revision: true, createdAt: true, updatedAt: true } as const;

export interface FlowPage {
  readonly search: string | null;
  /** Of the last flow of the page before. */
  readonly after: { readonly updatedAt: Date; readonly id: string } | null;
  readonly limit: number;
}

export async function listFlows(tx: Transaction, workspaceId: string, page: FlowPage): Promise<FlowRow[]> {
  const { after } = page;
  return tx.flow.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      ...(page.search === null ? {} : { name: containing(page.search) }),
      ...(after === null
        ? {}
        : { OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }] }),
    },
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: page.limit,
    select: columns,
  });
}

export async function findFlow(tx: Transaction, workspaceId: string, flowId: string): Promise<FlowRow | null> {
  return tx.flow.findFirst({ where: { workspaceId, id: flowId, deletedAt: null }, select: columns });
}

/** Locks the flow until the transaction ends: edits of one flow come one after the other. */
export async function lockFlow(tx: Transaction, workspaceId: string, flowId: string): Promise<FlowRow | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM flow WHERE id = ${flowId}::uuid AND workspace_id = ${workspaceId}::uuid AND deleted_at IS NULL FOR UPDATE`;
  return rows.length === 0 ? null : findFlow(tx, workspaceId, flowId);
}

/** Nobody deletes, publishes or takes these flows off until the transaction ends. In the order of their ids: so nobody waits for another in a circle. */
export async function holdFlows(tx: Transaction, workspaceId: string, flowIds: readonly string[]): Promise<void> {
  if (flowIds.length === 0) return;
  await tx.$queryRaw`
    SELECT id FROM flow WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${[...flowIds]}::uuid[]) ORDER BY id FOR SHARE`;
}

export interface NewFlow {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly draft: string;
  readonly createdBy: string;
}

export async function insertFlow(tx: Transaction, flow: NewFlow): Promise<void> {
  await tx.flow.create({ data: flow });
}

export async function saveDraft(
  tx: Transaction,
  draft: { workspaceId: string; flowId: string; name: string; draft: string; revision: number },
): Promise<void> {
  await tx.flow.updateMany({
    where: { workspaceId: draft.workspaceId, id: draft.flowId },
    data: { name: draft.name, draft: draft.draft, revision: draft.revision, updatedAt: new Date() },
  });
}

export async function markFlowDeleted(tx: Transaction, workspaceId: string, flowId: string): Promise<void> {
  await tx.flow.updateMany({ where: { workspaceId, id: flowId }, data: { deletedAt: new Date() } });
}

export interface CommandRow {
  readonly revision: number;
  /** JSON text of the FlowCommand. */
  readonly command: string;
}

export async function appendCommands(
  tx: Transaction,
  log: { workspaceId: string; flowId: string; actorId: string; commands: readonly CommandRow[] },
): Promise<void> {
  const { workspaceId, flowId, actorId, commands } = log;
  await tx.flowCommandEntry.createMany({
    data: commands.map(({ revision, command }) => ({ workspaceId, flowId, revision, command, actorId })),
  });
}

/** The commands that led from `sinceRevision` to the present draft, in order. */
export async function commandsSince(
  tx: Transaction,
  flow: { workspaceId: string; flowId: string; sinceRevision: number },
): Promise<CommandRow[]> {
  return tx.flowCommandEntry.findMany({
    where: { workspaceId: flow.workspaceId, flowId: flow.flowId, revision: { gt: flow.sinceRevision } },
    orderBy: { revision: 'asc' },
    select: { revision: true, command: true },
  });
}
