import { randomUUID } from 'node:crypto';
import {
  appendAudit,
  deleteMember,
  deleteSessionsOf,
  findUserByEmail,
  insertMember,
  insertPassword,
  insertUser,
  listMembers,
  lockMembers,
  revokeApiKeysOf,
  updateMemberRole,
} from '@patchbay/db/repositories';
import type { Transaction } from '@patchbay/db/client';
import { AppError } from '@patchbay/model/errors';
import { mayGrantRole, Role } from '@patchbay/model/identity';
import { hashPassword } from '../identity/password-hash.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { MemberService } from './member.contract.ts';

export function createMemberService({ db }: ServiceDeps): MemberService {
  return {
    list: ({ workspaceId }) =>
      db.inWorkspace(workspaceId, async (tx) =>
        (await listMembers(tx, workspaceId)).map((row) => ({
          ...row,
          role: Role.parse(row.role),
          createdAt: row.createdAt.toISOString(),
        })),
      ),
    add: async ({ workspaceId, actor }, { name, email, role, password }) => {
      refuseAboveOwn(actor.role, role);
      const hash = await hashPassword(password);
      const userId = randomUUID();
      await db.inWorkspace(workspaceId, async (tx) => {
        if ((await findUserByEmail(tx, email)) !== null) {
          throw AppError.because(
            'conflict',
            `Somebody with the address ${email} is here already. Change their role instead.`,
          );
        }
        await insertUser(tx, { id: userId, name, email: email.toLowerCase() });
        await insertPassword(tx, { id: randomUUID(), userId, hash });
        await insertMember(tx, { workspaceId, userId, role });
        await appendAudit(tx, workspaceId, actor, {
          action: 'member.add',
          target: { kind: 'member', id: userId },
          after: { name, email, role },
        });
      });
      return { userId };
    },
    setRole: ({ workspaceId, actor }, { userId, role }) =>
      db.inWorkspace(workspaceId, async (tx) => {
        const before = await changeable(tx, { workspaceId, actor }, userId);
        refuseAboveOwn(actor.role, role);
        if (before.role === 'owner' && role !== 'owner') refuseLastOwner(before.owners);
        await updateMemberRole(tx, { workspaceId, userId, role });
        await appendAudit(tx, workspaceId, actor, {
          action: 'member.setRole',
          target: { kind: 'member', id: userId },
          before: { role: before.role },
          after: { role },
        });
      }),
    remove: ({ workspaceId, actor }, { userId }) =>
      db.inWorkspace(workspaceId, async (tx) => {
        const before = await changeable(tx, { workspaceId, actor }, userId);
        if (before.role === 'owner') refuseLastOwner(before.owners);
        await deleteMember(tx, workspaceId, userId);
        await deleteSessionsOf(tx, userId);
        const keys = await revokeApiKeysOf(tx, workspaceId, userId);
        await appendAudit(tx, workspaceId, actor, {
          action: 'member.remove',
          target: { kind: 'member', id: userId },
          before: { role: before.role, apiKeysRevoked: keys },
        });
      }),
  };
}

function refuseAboveOwn(own: Role, granted: Role): void {
  if (mayGrantRole(own, granted)) return;
  throw AppError.because('forbidden', `Your role “${own}” cannot grant “${granted}”. Ask somebody with that role.`);
}

function refuseLastOwner(owners: number): void {
  if (owners > 1) return;
  throw AppError.because('conflict', 'This is the last owner of the workspace. Make somebody else an owner first.');
}

/** The member as they are, under a lock. Nobody changes a member above themselves. */
async function changeable(
  tx: Transaction,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
  userId: string,
): Promise<{ role: Role; owners: number }> {
  const members = await lockMembers(tx, workspaceId);
  const member = members.find((other) => other.userId === userId);
  if (member === undefined) throw notThere();
  const role = Role.parse(member.role);
  refuseAboveOwn(actor.role, role);
  return { role, owners: members.filter((other) => other.role === 'owner').length };
}
