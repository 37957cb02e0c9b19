import { randomUUID } from 'node:crypto';
import type { EventToAccept } from '@patchbay/engine/drivers';
import { DeploymentId, EnvironmentId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';

/** Ids of a flow and of where it is live, of their own. */
export const aPlace = () => ({
  workspaceId: WorkspaceId.parse(randomUUID()),
  environmentId: EnvironmentId.parse(randomUUID()),
  flowId: FlowId.parse(randomUUID()),
  versionId: FlowVersionId.parse(randomUUID()),
  deploymentId: DeploymentId.parse(randomUUID()),
});

type Place = ReturnType<typeof aPlace>;

/** What a webhook is sent there, as it is told but for what is given. */
export const anEvent = (place: Place, given: Partial<EventToAccept> = {}): EventToAccept => ({
  ...place,
  triggerId: 'hook',
  dedupeKey: null,
  contentType: 'application/json',
  meta: '{}',
  body: Buffer.from('{"id":1}'),
  blob: null,
  sizeBytes: 8,
  replyTo: null,
  mode: 'live',
  ...given,
});
