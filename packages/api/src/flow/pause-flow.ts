// Pausing what is live: its events are taken and stored, and none of their runs starts before it is resumed.
import { appendAudit, findDeployment, setDeploymentPaused } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { FlowId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { tellDeployments } from './publish-flow.ts';

/** Does nothing when it is so already. @throws AppError `unprocessable` when nothing is live. */
export async function setFlowPaused(
  { db, runCommands, accept }: ServiceDeps,
  caller: Caller,
  { flowId, paused }: { flowId: FlowId; paused: boolean },
): Promise<void> {
  const { workspaceId, environmentId, actor } = caller;
  const at = { workspaceId, environmentId, flowId };
  await db.inWorkspace(workspaceId, async (tx) => {
    const deployment = await findDeployment(tx, at);
    if (deployment === null || deployment.status === 'retired') {
      throw AppError.because(
        'unprocessable',
        'The flow is not live, so there is nothing to pause or resume. Publish it first.',
      );
    }
    if (!(await setDeploymentPaused(tx, at, paused))) return;
    await tellDeployments(tx, flowId);
    await appendAudit(tx, workspaceId, actor, {
      action: paused ? 'flow.pause' : 'flow.resume',
      target: { kind: 'flow', id: flowId },
      after: { versionId: deployment.versionId },
    });
  });
  // The workers would find it within a second; what waits is held or let go now.
  for (const runId of await runCommands.settlePauses()) accept.wakeUp(runId);
}
