// A call becomes an event of the flow that is called, and so a run, in the one place where that happens.
import { AppError } from '@patchbay/model/errors';
import { calledTrigger } from '@patchbay/model/flow';
import type { FlowVersionId } from '@patchbay/model/identity';
import { acceptEvent } from '../accept/index.ts';
import type { AcceptDrivers } from '../accept/index.ts';
import type { CallDriver, CallStore, CallToStart } from '../drivers/index.ts';
import type { FlowPlan } from '../plan/index.ts';

export interface CallParts {
  readonly store: CallStore;
  readonly accept: AcceptDrivers;
  readonly plans: { readonly planOf: (versionId: FlowVersionId) => Promise<Pick<FlowPlan, 'triggers'>> };
}

export const callDriver = ({ store, accept, plans }: CallParts): CallDriver => ({
  look: (key) => store.look(key),
  end: (key, by) => store.end(key, by),
  start: async (call) => startRun(call, { accept, plans }),
});

async function startRun(call: CallToStart, { accept, plans }: Omit<CallParts, 'store'>): Promise<void> {
  const { workspaceId, environmentId, flowId, versionId, mode, input, ...opened } = call;
  const { triggers } = await plans.planOf(versionId);
  const trigger = [...triggers.values()].find(({ operation }) => operation === calledTrigger);
  if (trigger === undefined) {
    const message =
      'The flow that is called takes no calls in this version. An analyst chooses another version, or another flow.';
    throw AppError.because('unprocessable', message);
  }
  const { caller, path } = opened;
  await acceptEvent(
    {
      workspaceId,
      environmentId,
      flowId,
      versionId,
      // It is recognised by its call, not by a key.
      deploymentId: null,
      trigger,
      meta: { calledBy: { flowId: caller.flowId, runId: caller.runId, path } },
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(input)),
      replyTo: null,
      mode,
      origin: { parent: { runId: caller.runId, path }, messageId: null },
      call: opened,
    },
    accept,
  );
}
