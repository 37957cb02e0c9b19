import type { ApiKeyService } from '../api-key/api-key.contract.ts';
import type { ApprovalService } from '../approval/approval.contract.ts';
import type { AuditService } from '../audit/audit.contract.ts';
import type { BulkService } from '../bulk/bulk.contract.ts';
import type { ConnectionService } from '../connection/connection.contract.ts';
import type { DeadLetterService } from '../dead-letter/dead-letter.contract.ts';
import type { FlowService } from '../flow/flow.contract.ts';
import type { LookupService } from '../lookup/lookup.contract.ts';
import type { ManifestService } from '../manifest/manifest.contract.ts';
import type { MappingService } from '../mapping/mapping.contract.ts';
import type { MemberService } from '../member/member.contract.ts';
import type { RetentionService } from '../retention/retention.contract.ts';
import type { RunService } from '../run/run.contract.ts';
import type { SchemaService } from '../schema/schema.contract.ts';
import type { SessionService } from '../session/session.contract.ts';
import type { TemplateService } from '../template/template.contract.ts';
import type { TopicService } from '../topic/topic.contract.ts';
import type { TriggerService } from '../trigger/trigger.contract.ts';
import type { VariableService } from '../variable/variable.contract.ts';
import type { WordsService } from '../words/words.contract.ts';
import type { Caller } from './caller.ts';
import type { Ownership } from './ownership.ts';

export interface Services {
  readonly session: SessionService;
  readonly manifest: ManifestService;
  readonly flow: FlowService;
  readonly template: TemplateService;
  readonly topic: TopicService;
  readonly trigger: TriggerService;
  readonly connection: ConnectionService;
  readonly run: RunService;
  readonly bulk: BulkService;
  readonly deadLetter: DeadLetterService;
  readonly approval: ApprovalService;
  readonly schema: SchemaService;
  readonly mapping: MappingService;
  readonly lookup: LookupService;
  readonly words: WordsService;
  readonly variable: VariableService;
  readonly apiKey: ApiKeyService;
  readonly member: MemberService;
  readonly audit: AuditService;
  readonly retention: RetentionService;
  readonly ownership: Ownership;
}

export interface Context {
  /** Null: nobody signed in; every procedure refuses. */
  readonly caller: Caller | null;
  readonly requestId: string;
  readonly services: Services;
}
