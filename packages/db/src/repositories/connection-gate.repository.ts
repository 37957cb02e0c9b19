// What the limits of connections remember, for people who look at it or reset it. Calls go through the run store.
import type { Transaction } from '../client/index.ts';

export interface GateRow {
  readonly connectionId: string;
  /** JSON text of the GateState. */
  readonly state: string;
}

export async function listGates(
  tx: Transaction,
  workspaceId: string,
  connectionIds: readonly string[],
): Promise<GateRow[]> {
  return tx.connectionGate.findMany({
    where: { workspaceId, connectionId: { in: [...connectionIds] } },
    select: { connectionId: true, state: true },
  });
}

/** Changes what is remembered, if there is anything; processes that hold an older version are told of the new one. */
export async function changeGate(
  tx: Transaction,
  at: { workspaceId: string; connectionId: string },
  change: (state: string) => string,
): Promise<void> {
  const [row] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM connection_gate
    WHERE workspace_id = ${at.workspaceId}::uuid AND connection_id = ${at.connectionId}::uuid FOR UPDATE`;
  if (row === undefined) return;
  await tx.connectionGate.updateMany({
    where: at,
    data: { state: change(row.state), version: { increment: 1 }, updatedAt: new Date() },
  });
}
