import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { ApiKeyCreated, ApiKeyCreateInput, ApiKeyIdInput, ApiKeyView } from './api-key.contract.ts';

const tag = 'API keys';

export const apiKeyRouter = router({
  list: procedure({
    permission: 'apiKey.edit',
    scope: 'workspace',
    rest: { method: 'GET', path: '/api-keys', summary: 'List API keys; the keys themselves are never shown', tag },
  })
    .output(z.array(ApiKeyView))
    .query(({ ctx }) => ctx.services.apiKey.list(ctx.caller)),

  create: procedure({
    permission: 'apiKey.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/api-keys', summary: 'Make an API key; it is shown this once', tag, status: 201 },
  })
    .input(ApiKeyCreateInput)
    .output(ApiKeyCreated)
    .mutation(({ ctx, input }) => ctx.services.apiKey.create(ctx.caller, input)),

  revoke: procedure({
    permission: 'apiKey.edit',
    scope: 'apiKey',
    rest: { method: 'DELETE', path: '/api-keys/{apiKeyId}', summary: 'Revoke an API key at once', tag, status: 204 },
  })
    .input(ApiKeyIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.apiKey.revoke(ctx.caller, input)),
});
