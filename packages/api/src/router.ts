// The whole API in one value. The web imports its type only; REST and the authorisation tests walk it.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { approvalRouter } from './approval/approval.router.ts';
import { auditRouter } from './audit/audit.router.ts';
import { bulkRouter } from './bulk/bulk.router.ts';
import { connectionRouter } from './connection/connection.router.ts';
import { deadLetterRouter } from './dead-letter/dead-letter.router.ts';
import { flowRouter } from './flow/flow.router.ts';
import { lookupRouter } from './lookup/lookup.router.ts';
import { manifestRouter } from './manifest/manifest.router.ts';
import { mappingRouter } from './mapping/mapping.router.ts';
import { memberRouter } from './member/member.router.ts';
import { retentionRouter } from './retention/retention.router.ts';
import { runRouter } from './run/run.router.ts';
import { schemaRouter } from './schema/schema.router.ts';
import { sessionRouter } from './session/session.router.ts';
import { templateRouter } from './template/template.router.ts';
import { topicRouter } from './topic/topic.router.ts';
import { router } from './trpc/procedure.ts';
import { triggerRouter } from './trigger/trigger.router.ts';
import { variableRouter } from './variable/variable.router.ts';
import { wordsRouter } from './words/words.router.ts';

export const appRouter = router({
  session: sessionRouter,
  manifest: manifestRouter,
  flow: flowRouter,
  template: templateRouter,
  topic: topicRouter,
  trigger: triggerRouter,
  connection: connectionRouter,
  run: runRouter,
  bulk: bulkRouter,
  deadLetter: deadLetterRouter,
  approval: approvalRouter,
  schema: schemaRouter,
  mapping: mappingRouter,
  lookup: lookupRouter,
  words: wordsRouter,
  variable: variableRouter,
  apiKey: apiKeyRouter,
  member: memberRouter,
  audit: auditRouter,
  retention: retentionRouter,
});
export type AppRouter = typeof appRouter;
export type ApiInputs = inferRouterInputs<AppRouter>;
export type ApiOutputs = inferRouterOutputs<AppRouter>;
export type { ErrorData } from './trpc/error-view.ts';
