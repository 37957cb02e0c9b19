import { createApiKeyService } from './api-key/api-key.service.ts';
import { createApprovalService } from './approval/approval.service.ts';
import { createAuditService } from './audit/audit.service.ts';
import { createBulkService } from './bulk/bulk.service.ts';
import { createConnectionService } from './connection/connection.service.ts';
import { createDeadLetterService } from './dead-letter/dead-letter.service.ts';
import { createFlowService } from './flow/flow.service.ts';
import { createLookupService } from './lookup/lookup.service.ts';
import { createManifestService } from './manifest/manifest.service.ts';
import { createMappingService } from './mapping/mapping.service.ts';
import { createMemberService } from './member/member.service.ts';
import { createRetentionService } from './retention/retention.service.ts';
import { createRunService } from './run/run.service.ts';
import { createSchemaService } from './schema/schema.service.ts';
import { createSessionService } from './session/session.service.ts';
import { createTemplateService } from './template/template.service.ts';
import { createTopicService } from './topic/topic.service.ts';
import type { Services } from './trpc/context.ts';
import type { ServiceDeps } from './trpc/service-deps.ts';
import { workspaceOwnership } from './trpc/workspace-ownership.ts';
import { createTriggerService } from './trigger/trigger.service.ts';
import { createVariableService } from './variable/variable.service.ts';
import { createWordsService } from './words/words.service.ts';

/** Everything that the procedures call, wired once a process. */
export function createServices(deps: ServiceDeps): Services {
  const template = createTemplateService();
  return {
    session: createSessionService(deps),
    manifest: createManifestService(deps),
    flow: createFlowService(deps, template),
    template,
    topic: createTopicService(deps),
    trigger: createTriggerService(deps),
    connection: createConnectionService(deps),
    run: createRunService(deps),
    bulk: createBulkService(deps),
    deadLetter: createDeadLetterService(deps),
    approval: createApprovalService(deps),
    schema: createSchemaService(deps),
    mapping: createMappingService(deps),
    lookup: createLookupService(deps),
    words: createWordsService(deps),
    variable: createVariableService(deps),
    apiKey: createApiKeyService(deps),
    member: createMemberService(deps),
    audit: createAuditService(deps),
    retention: createRetentionService(deps),
    ownership: workspaceOwnership(deps.db, deps.accept.nowMs),
  };
}
