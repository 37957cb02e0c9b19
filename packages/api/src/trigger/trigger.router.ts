import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { TriggerInput, TriggerList, TriggerListInput, Upcoming, UpcomingInput } from './trigger.contract.ts';

const tag = 'Flows';

export const triggerRouter = router({
  list: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: {
      method: 'GET',
      path: '/flows/{flowId}/triggers',
      summary: 'What is known of the live triggers of a flow: last fire, next expected, missed times',
      tag,
    },
  })
    .input(TriggerListInput)
    .output(TriggerList)
    .query(({ ctx, input }) => ctx.services.trigger.list(ctx.caller, input)),

  pause: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/triggers/{nodeId}/pause',
      summary: 'Pause a schedule; the times that pass meanwhile are recorded as missed',
      tag,
      status: 204,
    },
  })
    .input(TriggerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.trigger.pause(ctx.caller, input)),

  resume: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/triggers/{nodeId}/resume',
      summary: 'Let a paused schedule fire again, from its next planned time on',
      tag,
      status: 204,
    },
  })
    .input(TriggerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.trigger.resume(ctx.caller, input)),

  upcoming: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/schedules/upcoming',
      summary: 'The next five times of a cron pattern in a zone',
      tag,
    },
  })
    .input(UpcomingInput)
    .output(Upcoming)
    .query(({ ctx, input }) => ctx.services.trigger.upcoming(input)),
});
