import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { ApprovalList, ApprovalListInput, ApprovalsOfRunInput, DecideInput } from './approval.contract.ts';

const tag = 'Runs';

export const approvalRouter = router({
  list: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/approvals', summary: 'List what waits for a decision, the oldest first', tag },
  })
    .input(ApprovalListInput)
    .output(ApprovalList)
    .query(({ ctx, input }) => ctx.services.approval.list(ctx.caller, input)),

  ofRun: procedure({
    permission: 'run.read',
    scope: 'run',
    rest: { method: 'GET', path: '/runs/{runId}/approvals', summary: 'List what a run asks people', tag },
  })
    .input(ApprovalsOfRunInput)
    .output(ApprovalList)
    .query(({ ctx, input }) => ctx.services.approval.ofRun(ctx.caller, input)),

  decide: procedure({
    permission: 'run.repair',
    scope: 'run',
    rest: {
      method: 'POST',
      path: '/runs/{runId}/approvals/decide',
      summary: 'Approve or reject what a step asks',
      description:
        'The first decision counts: 409 names who was first, 410 says that the time is over. Whoever decides needs the role that the step names.',
      tag,
      status: 204,
      example: { request: { path: 'ask', decision: 'approved', fields: { note: 'Fine with me' } } },
    },
  })
    .input(DecideInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.approval.decide(ctx.caller, input)),
});
