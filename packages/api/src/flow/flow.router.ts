import { Diagnostic } from '@patchbay/model/errors';
import * as z from 'zod';
import { Discovered, DiscoverInput } from '../connection/connection.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import {
  BindSlotInput,
  CallableFlow,
  FlowApplied,
  FlowApplyInput,
  FlowCaller,
  FlowCreated,
  FlowCreateInput,
  FlowExported,
  FlowIdInput,
  FlowImported,
  FlowImportInput,
  FlowList,
  FlowListInput,
  FlowPublished,
  FlowPublishInput,
  FlowReplaced,
  FlowReplaceInput,
  FlowVersionItem,
  FlowVersionView,
  FlowView,
  RunStarted,
  StartRunInput,
  TestRunInput,
  VersionIdInput,
  WatchFlowInput,
} from './flow.contract.ts';

const tag = 'Flows';

export const flowRouter = router({
  list: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/flows', summary: 'List flows, the latest change first', tag },
  })
    .input(FlowListInput)
    .output(FlowList)
    .query(({ ctx, input }) => ctx.services.flow.list(ctx.caller, input)),

  get: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: {
      method: 'GET',
      path: '/flows/{flowId}',
      summary: 'Get a flow with its draft, problems and deployment',
      tag,
    },
  })
    .input(FlowIdInput)
    .output(FlowView)
    .query(({ ctx, input }) => ctx.services.flow.get(ctx.caller, input)),

  create: procedure({
    permission: 'flow.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/flows',
      summary: 'Create a flow: blank, from a template or a document',
      tag,
      status: 201,
    },
  })
    .input(FlowCreateInput)
    .output(FlowCreated)
    .mutation(({ ctx, input }) => ctx.services.flow.create(ctx.caller, input)),

  applyCommands: procedure({ permission: 'flow.edit', scope: 'flow' })
    .input(FlowApplyInput)
    .output(FlowApplied)
    .mutation(({ ctx, input }) => ctx.services.flow.apply(ctx.caller, input)),

  replace: procedure({
    permission: 'flow.edit',
    scope: 'flow',
    rest: { method: 'PATCH', path: '/flows/{flowId}', summary: 'Replace the draft of a flow', tag },
  })
    .input(FlowReplaceInput)
    .output(FlowReplaced)
    .mutation(({ ctx, input }) => ctx.services.flow.replace(ctx.caller, input)),

  delete: procedure({
    permission: 'flow.edit',
    scope: 'flow',
    rest: {
      method: 'DELETE',
      path: '/flows/{flowId}',
      summary: 'Delete a flow that is not published',
      tag,
      status: 204,
    },
  })
    .input(FlowIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.flow.delete(ctx.caller, input)),

  duplicate: procedure({ permission: 'flow.edit', scope: 'flow' })
    .input(FlowIdInput)
    .output(FlowCreated)
    .mutation(({ ctx, input }) => ctx.services.flow.duplicate(ctx.caller, input)),

  validate: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: { method: 'GET', path: '/flows/{flowId}/problems', summary: 'What stands in the way of publishing', tag },
  })
    .input(FlowIdInput)
    .output(z.array(Diagnostic))
    .query(({ ctx, input }) => ctx.services.flow.validate(ctx.caller, input)),

  publish: procedure({
    permission: 'flow.publish',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/publish',
      summary: 'Publish the draft as a new version and make it live',
      tag,
    },
  })
    .input(FlowPublishInput)
    .output(FlowPublished)
    .mutation(({ ctx, input }) => ctx.services.flow.publish(ctx.caller, input)),

  pause: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/pause',
      summary: 'Pause a live flow: it takes events and starts none of their runs before it is resumed',
      description:
        'Webhooks answer 202 with the status `paused`, those whose callers would wait for an answer as well. Planned times of schedules are recorded as missed. Runs that are under way go on. It is paused within two seconds.',
      tag,
      status: 204,
    },
  })
    .input(FlowIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.flow.pause(ctx.caller, input)),

  resume: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/resume',
      summary: 'Resume a paused flow: the runs that wait start, the oldest first',
      tag,
      status: 204,
    },
  })
    .input(FlowIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.flow.resume(ctx.caller, input)),

  unpublish: procedure({
    permission: 'flow.publish',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/unpublish',
      summary: 'Take a flow off; its history stays',
      tag,
      status: 204,
    },
  })
    .input(FlowIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.flow.unpublish(ctx.caller, input)),

  versions: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: {
      method: 'GET',
      path: '/flows/{flowId}/versions',
      summary: 'List the published versions, the newest first',
      tag,
    },
  })
    .input(FlowIdInput)
    .output(z.array(FlowVersionItem))
    .query(({ ctx, input }) => ctx.services.flow.versions(ctx.caller, input)),

  version: procedure({ permission: 'flow.read', scope: 'version' })
    .input(VersionIdInput)
    .output(FlowVersionView)
    .query(({ ctx, input }) => ctx.services.flow.version(ctx.caller, input)),

  callable: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/callable-flows',
      summary: 'List the live flows that others may call, with what they take and give',
      tag,
    },
  })
    .output(z.array(CallableFlow))
    .query(({ ctx }) => ctx.services.flow.callable(ctx.caller)),

  callers: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: { method: 'GET', path: '/flows/{flowId}/callers', summary: 'List the flows that call a flow', tag },
  })
    .input(FlowIdInput)
    .output(z.array(FlowCaller))
    .query(({ ctx, input }) => ctx.services.flow.callers(ctx.caller, input)),

  bindSlot: procedure({
    permission: 'connection.use',
    scope: 'flow',
    rest: {
      method: 'PUT',
      path: '/flows/{flowId}/slots/{slot}',
      summary: 'Put a connection behind a slot',
      tag,
      status: 204,
    },
  })
    .input(BindSlotInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.flow.bindSlot(ctx.caller, input)),

  export: procedure({
    permission: 'flow.read',
    scope: 'flow',
    rest: { method: 'GET', path: '/flows/{flowId}/export', summary: 'The flow as a file, without secrets', tag },
  })
    .input(FlowIdInput)
    .output(FlowExported)
    .query(({ ctx, input }) => ctx.services.flow.export(ctx.caller, input)),

  import: procedure({
    permission: 'flow.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/flows/import', summary: 'Make a flow from a flow file', tag, status: 201 },
  })
    .input(FlowImportInput)
    .output(FlowImported)
    .mutation(({ ctx, input }) => ctx.services.flow.import(ctx.caller, input)),

  testRun: procedure({
    permission: 'flow.edit',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/test-run',
      summary: 'Run the draft once with a payload',
      tag,
      status: 202,
    },
  })
    .input(TestRunInput)
    .output(RunStarted)
    .mutation(({ ctx, input }) => ctx.services.flow.testRun(ctx.caller, input)),

  start: procedure({
    permission: 'run.start',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/flows/{flowId}/start',
      summary: 'Start the live version by its manual trigger',
      tag,
      status: 202,
    },
  })
    .input(StartRunInput)
    .output(RunStarted)
    .mutation(({ ctx, input }) => ctx.services.flow.start(ctx.caller, input)),

  discover: procedure({ permission: 'connection.use', scope: 'connection' })
    .input(DiscoverInput)
    .output(Discovered)
    .query(({ ctx, input }) => ctx.services.connection.discover(ctx.caller, input)),

  watch: procedure({ permission: 'flow.read', scope: 'flow' })
    .input(WatchFlowInput)
    .subscription(({ ctx, input, signal }) =>
      ctx.services.flow.watch(ctx.caller, input, signal ?? new AbortController().signal),
    ),
});
