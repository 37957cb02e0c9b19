import type { AppError } from '@patchbay/model/errors';
import type { WorkspaceId } from '@patchbay/model/identity';

/** The kinds of things that belong to a workspace, and the field by which an input names one. */
export const thingFields = {
  flow: 'flowId',
  version: 'versionId',
  connection: 'connectionId',
  run: 'runId',
  bulk: 'bulkId',
  apiKey: 'apiKeyId',
  member: 'userId',
  schema: 'schemaId',
  mapping: 'mappingId',
  lookup: 'lookupId',
  synonymGroup: 'groupId',
} as const;
export type ThingKind = keyof typeof thingFields;

/** Answers whether a thing stands in the workspace. Row-level security gives the same answer a second time below it. */
export interface Ownership {
  belongs(workspaceId: WorkspaceId, kind: ThingKind, id: string): Promise<boolean>;
  /** More than that it is not there, where something can be said: that it was removed as the settings say. */
  farewell(workspaceId: WorkspaceId, kind: ThingKind, id: string): Promise<AppError | null>;
}
