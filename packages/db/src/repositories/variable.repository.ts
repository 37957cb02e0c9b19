// Variables of an environment: names with values as JSON text.
import type { Transaction } from '../client/index.ts';

export interface VariableRow {
  readonly name: string;
  /** JSON text. */
  readonly value: string;
  readonly revision: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface VariablePlace {
  readonly workspaceId: string;
  readonly environmentId: string;
}

/** By name. */
export async function listVariables(
  tx: Transaction,
  { workspaceId, environmentId }: VariablePlace,
): Promise<VariableRow[]> {
  return tx.variable.findMany({
    where: { workspaceId, environmentId },
    orderBy: { name: 'asc' },
    select: { name: true, value: true, revision: true, updatedAt: true, updatedBy: true },
  });
}

const lockOf = ({ environmentId }: VariablePlace): string => `variables:${environmentId}`;

/** Whoever changes variables of the environment waits for whoever does so now, or relies on them, until the transaction ends. */
export async function lockVariables(tx: Transaction, at: VariablePlace): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lockOf(at)}, 0))`;
}

/** Nobody changes variables of the environment until the transaction ends; any number may rely on that at once. */
export async function holdVariables(tx: Transaction, at: VariablePlace): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${lockOf(at)}, 0))`;
}

/** With the variables locked. */
export async function saveVariable(
  tx: Transaction,
  { workspaceId, environmentId }: VariablePlace,
  variable: { readonly name: string; readonly value: string; readonly revision: number; readonly updatedBy: string },
): Promise<void> {
  const { name, ...change } = variable;
  await tx.variable.upsert({
    where: { environmentId_name: { environmentId, name } },
    create: { workspaceId, environmentId, ...variable },
    update: { ...change, updatedAt: new Date() },
  });
}

export async function deleteVariable(
  tx: Transaction,
  { workspaceId, environmentId }: VariablePlace,
  name: string,
): Promise<void> {
  await tx.variable.deleteMany({ where: { workspaceId, environmentId, name } });
}
