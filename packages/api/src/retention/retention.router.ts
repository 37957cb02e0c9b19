import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { FlowRetentionInput, RetentionPreview, RetentionSetInput, RetentionView } from './retention.contract.ts';

const tag = 'Workspace';

export const retentionRouter = router({
  get: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/retention', summary: 'How many days runs are kept after their end', tag },
  })
    .output(RetentionView)
    .query(({ ctx }) => ctx.services.retention.get(ctx.caller)),

  preview: procedure({ permission: 'retention.edit', scope: 'workspace' })
    .input(RetentionSetInput)
    .output(RetentionPreview)
    .query(({ ctx, input }) => ctx.services.retention.preview(ctx.caller, input)),

  set: procedure({
    permission: 'retention.edit',
    scope: 'workspace',
    rest: {
      method: 'PUT',
      path: '/retention',
      summary: 'Say how many days runs are kept after their end',
      description:
        'Null keeps for ever. What has been kept that long is removed within minutes, with events, steps, answers and files, and does not come back. The audit stays.',
      tag,
      status: 204,
    },
  })
    .input(RetentionSetInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.retention.set(ctx.caller, input)),

  setFlow: procedure({
    permission: 'retention.edit',
    scope: 'flow',
    rest: {
      method: 'PUT',
      path: '/flows/{flowId}/retention',
      summary: 'Say how many days the runs of a flow are kept; null: as the workspace says',
      tag: 'Flows',
      status: 204,
    },
  })
    .input(FlowRetentionInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.retention.setFlow(ctx.caller, input)),
});
