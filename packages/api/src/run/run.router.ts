import * as z from 'zod';
import { RunStarted } from '../flow/flow.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import {
  ReplayInput,
  ResolveStepInput,
  FailedRecords,
  FailedRecordsInput,
  GetRunInput,
  RunIdInput,
  RunList,
  RunListInput,
  RunStats,
  RunStatsInput,
  RunTrace,
  RunView,
  StepContent,
  StepContentInput,
} from './run.contract.ts';

const tag = 'Runs';

export const runRouter = router({
  list: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/runs', summary: 'List runs, the newest first', tag },
  })
    .input(RunListInput)
    .output(RunList)
    .query(({ ctx, input }) => ctx.services.run.list(ctx.caller, input)),

  stats: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/runs/stats', summary: 'Counts and durations of the runs since a time', tag },
  })
    .input(RunStatsInput)
    .output(RunStats)
    .query(({ ctx, input }) => ctx.services.run.stats(ctx.caller, input)),

  get: procedure({
    permission: 'run.read',
    scope: 'run',
    rest: { method: 'GET', path: '/runs/{runId}', summary: 'Get a run with its event and its steps', tag },
  })
    .input(GetRunInput)
    .output(RunView)
    .query(({ ctx, input }) => ctx.services.run.get(ctx.caller, input)),

  trace: procedure({
    permission: 'run.read',
    scope: 'run',
    rest: {
      method: 'GET',
      path: '/runs/{runId}/trace',
      summary: 'List the runs that belong together: by a message, a call or a replay; at most 200',
      tag,
    },
  })
    .input(RunIdInput)
    .output(RunTrace)
    .query(({ ctx, input }) => ctx.services.run.trace(ctx.caller, input)),

  failedRecords: procedure({
    permission: 'run.read',
    scope: 'run',
    rest: {
      method: 'GET',
      path: '/runs/{runId}/steps/failed-records',
      summary: 'Get the records that a step left out, a page at a time',
      tag,
    },
  })
    .input(FailedRecordsInput)
    .output(FailedRecords)
    .query(({ ctx, input }) => ctx.services.run.failedRecords(ctx.caller, input)),

  stepContent: procedure({
    permission: 'run.read',
    scope: 'run',
    rest: {
      method: 'GET',
      path: '/runs/{runId}/steps/content',
      summary: 'Get the size and the beginning of a large output, or of a file that a step has written',
      download: {
        path: '/runs/{runId}/steps/content/download',
        summary: 'Download a large output, or a file that a step has written',
      },
      tag,
    },
  })
    .input(StepContentInput)
    .output(StepContent)
    .query(({ ctx, input }) => ctx.services.run.stepContent(ctx.caller, input)),

  cancel: procedure({
    permission: 'run.repair',
    scope: 'run',
    rest: { method: 'POST', path: '/runs/{runId}/cancel', summary: 'Ask a run to stop', tag, status: 202 },
  })
    .input(RunIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.run.cancel(ctx.caller, input)),

  replay: procedure({
    permission: 'run.start',
    scope: 'run',
    rest: { method: 'POST', path: '/runs/{runId}/replay', summary: 'Run the same event again', tag, status: 202 },
  })
    .input(ReplayInput)
    .output(RunStarted)
    .mutation(({ ctx, input }) => ctx.services.run.replay(ctx.caller, input)),

  resolveStep: procedure({
    permission: 'run.repair',
    scope: 'run',
    rest: {
      method: 'POST',
      path: '/runs/{runId}/steps/resolve',
      summary: 'Decide a step whose outcome nobody knows',
      tag,
      status: 204,
    },
  })
    .input(ResolveStepInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.run.resolveStep(ctx.caller, input)),

  watch: procedure({ permission: 'run.read', scope: 'run' })
    .input(RunIdInput)
    .subscription(({ ctx, input, signal }) =>
      ctx.services.run.watch(ctx.caller, input, signal ?? new AbortController().signal),
    ),

  watchList: procedure({ permission: 'run.read', scope: 'workspace' }).subscription(({ ctx, signal }) =>
    ctx.services.run.watchList(ctx.caller, signal ?? new AbortController().signal),
  ),
});
