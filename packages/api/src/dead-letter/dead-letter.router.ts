import { procedure, router } from '../trpc/procedure.ts';
import {
  DeadLetterList,
  DeadLetterListInput,
  Discarded,
  DiscardInput,
  RedriveInput,
  Redriven,
} from './dead-letter.contract.ts';

const tag = 'Runs';

export const deadLetterRouter = router({
  list: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/dead-letters', summary: 'List what waits for a person, the newest first', tag },
  })
    .input(DeadLetterListInput)
    .output(DeadLetterList)
    .query(({ ctx, input }) => ctx.services.deadLetter.list(ctx.caller, input)),

  discard: procedure({
    permission: 'run.repair',
    scope: 'workspace',
    rest: { method: 'POST', path: '/dead-letters/discard', summary: 'Take entries off the list, with a reason', tag },
  })
    .input(DiscardInput)
    .output(Discarded)
    .mutation(({ ctx, input }) => ctx.services.deadLetter.discard(ctx.caller, input)),

  redrive: procedure({
    permission: 'run.repair',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/dead-letters/redrive',
      summary: 'Do again what was not done, or take back what is left, under the same keys',
      tag,
      status: 202,
    },
  })
    .input(RedriveInput)
    .output(Redriven)
    .mutation(({ ctx, input }) => ctx.services.deadLetter.redrive(ctx.caller, input)),
});
