import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { MemberAddInput, MemberRemoveInput, MemberSetRoleInput, MemberView } from './member.contract.ts';

export const memberRouter = router({
  list: procedure({ permission: 'member.read', scope: 'workspace' })
    .output(z.array(MemberView))
    .query(({ ctx }) => ctx.services.member.list(ctx.caller)),

  add: procedure({ permission: 'member.edit', scope: 'workspace' })
    .input(MemberAddInput)
    .output(z.object({ userId: z.string() }))
    .mutation(({ ctx, input }) => ctx.services.member.add(ctx.caller, input)),

  setRole: procedure({ permission: 'member.edit', scope: 'member' })
    .input(MemberSetRoleInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.member.setRole(ctx.caller, input)),

  remove: procedure({ permission: 'member.edit', scope: 'member' })
    .input(MemberRemoveInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.member.remove(ctx.caller, input)),
});
