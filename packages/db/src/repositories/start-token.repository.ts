// The start link's token, and the one owner whom it makes.
import type { Transaction } from '../client/index.ts';

/** Spends the token: true for exactly one caller, and only while it is valid by the database's clock. */
export async function spendStartToken(tx: Transaction, hash: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const spent = await tx.$executeRaw`
    UPDATE start_token SET used_at = now() WHERE hash = ${hash} AND used_at IS NULL AND expires_at > now()`;
  return spent === 1;
}

const ownerSetting = 'local_owner';

/** Claims the seat of the local owner. The name's primary key is the guard: of any number of callers one gets true. */
export async function claimOwnerSeat(tx: Transaction, userId: string): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    INSERT INTO install_setting (name, value) VALUES (${ownerSetting}, ${userId}) ON CONFLICT (name) DO NOTHING`;
  return claimed === 1;
}

export async function localOwnerId(tx: Transaction): Promise<string | null> {
  const found = await tx.installSetting.findUnique({ where: { name: ownerSetting }, select: { value: true } });
  return found?.value ?? null;
}

export interface FirstWorkspace {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly environment: { readonly id: string; readonly name: string };
}

/** The transaction enters the new workspace, so that what follows in it may write there. */
export async function insertFirstWorkspace(tx: Transaction, { workspace, environment }: FirstWorkspace): Promise<void> {
  await tx.$executeRaw`SELECT set_config('patchbay.workspace', ${workspace.id}, true)`;
  await tx.workspace.create({ data: workspace });
  await tx.environment.create({ data: { ...environment, workspaceId: workspace.id } });
}
