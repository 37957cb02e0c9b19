// Starting what is live by hand: the published version, with a payload that a person or a program gives.
import { appendAudit, findDeployment, findVersion } from '@patchbay/db/repositories';
import { planTrigger } from '@patchbay/engine';
import { acceptEvent } from '@patchbay/engine/accept';
import { AppError } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import { DeploymentId, FlowVersionId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { RunStarted, StartRunInput } from './flow.contract.ts';

export async function startRun(deps: ServiceDeps, caller: Caller, input: StartRunInput): Promise<RunStarted> {
  const { workspaceId, environmentId, actor } = caller;
  const { deploymentId, versionId, trigger } = await deps.db.inWorkspace(workspaceId, async (tx) => {
    const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId: input.flowId });
    if (deployment?.status === 'paused') {
      throw AppError.because('unprocessable', 'The flow is paused. Resume it, then start it.');
    }
    if (deployment === null || deployment.status !== 'active') {
      throw AppError.because('unprocessable', 'The flow is not live. Publish it, then start it.');
    }
    const version = await findVersion(tx, workspaceId, deployment.versionId);
    if (version === null) throw new AppError('internal', 'the live version of a flow is not stored');
    const doc = readStoredFlow(version.document);
    const started = doc.nodes.find((node) => node.kind === 'trigger' && node.operation === 'manual.start');
    if (started?.kind !== 'trigger') {
      throw AppError.because(
        'unprocessable',
        'The live version cannot be started by hand: it has no manual trigger. Add one and publish again.',
      );
    }
    await appendAudit(tx, workspaceId, actor, {
      action: 'flow.start',
      target: { kind: 'flow', id: input.flowId },
      after: { versionId: version.id },
    });
    return { deploymentId: deployment.id, versionId: version.id, trigger: planTrigger(started, doc.settings) };
  });
  const { runId } = await acceptEvent(
    {
      workspaceId,
      environmentId,
      flowId: input.flowId,
      versionId: FlowVersionId.parse(versionId),
      deploymentId: DeploymentId.parse(deploymentId),
      trigger: { ...trigger, dedupeKey: null },
      meta: {},
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(input.payload)),
      replyTo: null,
      mode: 'live',
    },
    deps.accept,
  );
  return { runId };
}
