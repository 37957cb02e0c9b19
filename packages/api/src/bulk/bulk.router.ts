import * as z from 'zod';
import { RunFilterInput } from '../run/run.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import { BulkDetail, BulkIdInput, BulkList, BulkPreview, BulkStarted, BulkStartInput } from './bulk.contract.ts';

const tag = 'Runs';

export const bulkRouter = router({
  preview: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/bulk-replays/preview',
      summary: 'How many runs a filter would replay, by flow',
      tag,
    },
  })
    .input(RunFilterInput)
    .output(BulkPreview)
    .query(({ ctx, input }) => ctx.services.bulk.preview(ctx.caller, input)),

  start: procedure({
    permission: 'run.repair',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/bulk-replays',
      summary: 'Replay all ended runs that a filter finds, at a pace',
      description:
        'As the same events: what was done stays done. Which runs it takes is settled when it starts; runs of which a later replay has succeeded or is open are left out. It goes on when the server restarts, and each run is replayed once.',
      tag,
      status: 202,
    },
  })
    .input(BulkStartInput)
    .output(BulkStarted)
    .mutation(({ ctx, input }) => ctx.services.bulk.start(ctx.caller, input)),

  list: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/bulk-replays', summary: 'The last 20 jobs that replay many runs', tag },
  })
    .input(z.strictObject({}))
    .output(BulkList)
    .query(({ ctx }) => ctx.services.bulk.list(ctx.caller)),

  get: procedure({
    permission: 'run.read',
    scope: 'bulk',
    rest: { method: 'GET', path: '/bulk-replays/{bulkId}', summary: 'How far such a job is', tag },
  })
    .input(BulkIdInput)
    .output(BulkDetail)
    .query(({ ctx, input }) => ctx.services.bulk.get(ctx.caller, input)),

  stop: procedure({
    permission: 'run.repair',
    scope: 'bulk',
    rest: {
      method: 'POST',
      path: '/bulk-replays/{bulkId}/stop',
      summary: 'Replay no further runs of a job; replays that began go on',
      tag,
      status: 204,
    },
  })
    .input(BulkIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.bulk.stop(ctx.caller, input)),
});
