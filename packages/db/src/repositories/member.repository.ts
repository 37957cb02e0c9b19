// Memberships are ours; the people behind them are rows of the identity library in schema `auth`.
import type { Transaction } from '../client/index.ts';

export interface MemberRow {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: Date;
}

export async function listMembers(tx: Transaction, workspaceId: string): Promise<MemberRow[]> {
  return tx.$queryRaw<MemberRow[]>`
    SELECT m.user_id AS "userId", u.name, u.email, m.role, m.created_at AS "createdAt"
    FROM member m JOIN auth."user" u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid ORDER BY u.name, u.id`;
}

/** Locks the memberships of the workspace until the transaction ends, so that the last owner cannot slip out by a race. */
export async function lockMembers(tx: Transaction, workspaceId: string): Promise<{ userId: string; role: string }[]> {
  return tx.$queryRaw`
    SELECT user_id AS "userId", role FROM member WHERE workspace_id = ${workspaceId}::uuid ORDER BY user_id FOR UPDATE`;
}

/** The oldest membership of a person: the workspace that a session opens. Read with a proof of the user. */
export async function firstMembership(
  tx: Transaction,
  userId: string,
): Promise<{ workspaceId: string; role: string } | null> {
  return tx.member.findFirst({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: { workspaceId: true, role: true },
  });
}

export async function insertMember(
  tx: Transaction,
  member: { workspaceId: string; userId: string; role: string },
): Promise<void> {
  await tx.member.create({ data: member });
}

export async function updateMemberRole(
  tx: Transaction,
  member: { workspaceId: string; userId: string; role: string },
): Promise<void> {
  const { workspaceId, userId, role } = member;
  await tx.member.updateMany({ where: { workspaceId, userId }, data: { role } });
}

export async function deleteMember(tx: Transaction, workspaceId: string, userId: string): Promise<void> {
  await tx.member.deleteMany({ where: { workspaceId, userId } });
}

export async function insertUser(tx: Transaction, user: { id: string; name: string; email: string }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    VALUES (${user.id}, ${user.name}, ${user.email}, false, now(), now())`;
}

export async function findUserByEmail(tx: Transaction, email: string): Promise<{ id: string } | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM auth."user" WHERE lower(email) = lower(${email})`;
  return rows[0] ?? null;
}

/** Puts a password behind the person; the hash is made by the caller. */
export async function insertPassword(
  tx: Transaction,
  password: { id: string; userId: string; hash: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    VALUES (${password.id}, ${password.userId}, 'credential', ${password.userId}, ${password.hash}, now(), now())`;
}

/** Ends every session of the person at once. */
export async function deleteSessionsOf(tx: Transaction, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM auth.session WHERE "userId" = ${userId}`;
}

/** Null: no member. */
export async function roleOf(tx: Transaction, workspaceId: string, userId: string): Promise<string | null> {
  const found = await tx.member.findFirst({ where: { workspaceId, userId }, select: { role: true } });
  return found?.role ?? null;
}
