import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import {
  ConnectionCreated,
  ConnectionCreateInput,
  ConnectionIdInput,
  ConnectionList,
  ConnectionListInput,
  ConnectionTested,
  ConnectionTryInput,
  ConnectionUpdateInput,
  ConnectionView,
} from './connection.contract.ts';

const tag = 'Connections';

export const connectionRouter = router({
  list: procedure({
    permission: 'connection.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/connections', summary: 'List connections; secrets are never shown', tag },
  })
    .input(ConnectionListInput)
    .output(ConnectionList)
    .query(({ ctx, input }) => ctx.services.connection.list(ctx.caller, input)),

  get: procedure({
    permission: 'connection.read',
    scope: 'connection',
    rest: { method: 'GET', path: '/connections/{connectionId}', summary: 'Get a connection, without its secrets', tag },
  })
    .input(ConnectionIdInput)
    .output(ConnectionView)
    .query(({ ctx, input }) => ctx.services.connection.get(ctx.caller, input)),

  create: procedure({
    permission: 'connection.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/connections', summary: 'Create a connection', tag, status: 201 },
  })
    .input(ConnectionCreateInput)
    .output(ConnectionCreated)
    .mutation(({ ctx, input }) => ctx.services.connection.create(ctx.caller, input)),

  update: procedure({
    permission: 'connection.edit',
    scope: 'connection',
    rest: {
      method: 'PATCH',
      path: '/connections/{connectionId}',
      summary: 'Replace the name, settings or single secrets of a connection',
      tag,
      status: 204,
    },
  })
    .input(ConnectionUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.connection.update(ctx.caller, input)),

  delete: procedure({
    permission: 'connection.edit',
    scope: 'connection',
    rest: {
      method: 'DELETE',
      path: '/connections/{connectionId}',
      summary: 'Delete a connection that no live flow uses',
      tag,
      status: 204,
    },
  })
    .input(ConnectionIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.connection.delete(ctx.caller, input)),

  resume: procedure({
    permission: 'run.repair',
    scope: 'connection',
    rest: {
      method: 'POST',
      path: '/connections/{connectionId}/resume',
      summary: 'Let paused calls over a connection go at once; what was counted against it is forgotten',
      tag,
      status: 204,
    },
  })
    .input(ConnectionIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.connection.resume(ctx.caller, input)),

  test: procedure({
    permission: 'connection.use',
    scope: 'connection',
    rest: { method: 'POST', path: '/connections/{connectionId}/test', summary: 'Try whether a connection works', tag },
  })
    .input(ConnectionIdInput)
    .output(ConnectionTested)
    .mutation(({ ctx, input }) => ctx.services.connection.test(ctx.caller, input)),

  tryOut: procedure({ permission: 'connection.edit', scope: 'workspace' })
    .input(ConnectionTryInput)
    .output(ConnectionTested)
    .mutation(({ ctx, input }) => ctx.services.connection.tryOut(ctx.caller, input)),
});
