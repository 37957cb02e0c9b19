import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import {
  TriggerInput,
  TriggerList,
  TriggerListInput,
  TriggerResetInput,
  TriggerSample,
  Upcoming,
  UpcomingInput,
} from './trigger.contract.ts';

const tag = 'Flows';

export const triggerRouter = router({
  list: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: {
      method: 'GET',
      path: '/flows/{flowId}/triggers',
      summary:
        'What is known of the live triggers of a flow, of whatever kind: last fire, next expected or why none is, registered, missed times',
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
      summary: 'Pause a schedule or a poll; times of a schedule that pass meanwhile are recorded as missed',
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
      summary:
        'Let a paused schedule fire again from its next planned time on, or a poll look again from where it stands',
      tag,
      status: 204,
    },
  })
    .input(TriggerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.trigger.resume(ctx.caller, input)),

  reset: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/triggers/{nodeId}/reset',
      summary: 'Let a poll start again: from the beginning, from now, or from a place',
      tag,
      status: 204,
    },
  })
    .input(TriggerResetInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.trigger.reset(ctx.caller, input)),

  look: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/triggers/{nodeId}/look',
      summary: 'Let a poll look for news now, whatever time it waits for',
      tag,
      status: 202,
    },
  })
    .input(TriggerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.trigger.look(ctx.caller, input)),

  sample: procedure({
    permission: 'connection.use',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/triggers/{nodeId}/sample',
      summary: 'Fetch some items that a poll of the draft would find; nothing starts and no place is kept',
      tag,
    },
  })
    .input(TriggerInput)
    .output(TriggerSample)
    .mutation(({ ctx, input }) => ctx.services.trigger.sample(ctx.caller, input)),

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
