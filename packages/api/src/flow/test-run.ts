// A test run: the draft as it stands, kept as a snapshot, run with a payload that the person gives.
import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import { appendAudit, findFlow, findSnapshot, insertVersion } from '@patchbay/db/repositories';
import { acceptEvent } from '@patchbay/engine/accept';
import { AppError, hasErrors } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { readStoredFlow, serialiseFlow } from '@patchbay/model/flow';
import { FlowVersionId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { RunStarted, TestRunInput } from './flow.contract.ts';
import type { LibraryFlowCheck } from './flow-problems.ts';

export async function startTestRun(
  deps: ServiceDeps,
  check: LibraryFlowCheck,
  caller: Caller,
  input: TestRunInput,
): Promise<RunStarted> {
  const { workspaceId, environmentId } = caller;
  const { versionId, trigger } = await deps.db.inWorkspace(workspaceId, (tx) => snapshot(tx, check, caller, input));
  const { runId } = await acceptEvent(
    {
      workspaceId,
      environmentId,
      flowId: input.flowId,
      versionId: FlowVersionId.parse(versionId),
      deploymentId: null,
      trigger: {
        ...trigger,
        operation: '',
        slot: null,
        settings: {},
        dedupeKey: null,
        filter: null,
        lines: [],
        keysReadBody: false,
        // What a person gives is a value already.
        reading: null,
      },
      meta: { ...input.meta },
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify(input.payload)),
      replyTo: null,
      mode: 'test',
    },
    deps.accept,
  );
  return { runId };
}

async function snapshot(tx: Transaction, check: LibraryFlowCheck, caller: Caller, input: TestRunInput) {
  const { workspaceId, actor } = caller;
  const flow = await findFlow(tx, workspaceId, input.flowId);
  if (flow === null) throw notThere();
  if (input.revision !== undefined && input.revision !== flow.revision) {
    throw AppError.because('conflict', 'The flow was changed meanwhile. Look at it again, then run it.', {
      revision: flow.revision,
    });
  }
  const doc = readStoredFlow(flow.draft);
  const trigger = triggerOf(doc, input.triggerNodeId);
  const { bundled, diagnostics } = await check(tx, caller, doc, flow.id);
  if (hasErrors(diagnostics)) {
    const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
    throw AppError.because('unprocessable', `The flow cannot run yet: ${first?.message ?? ''}`, { diagnostics });
  }
  const document = serialiseFlow(bundled);
  const known = await findSnapshot(tx, workspaceId, flow.id, document);
  const versionId = known ?? randomUUID();
  if (known === null) {
    await insertVersion(tx, {
      id: versionId,
      workspaceId,
      flowId: flow.id,
      number: null,
      document,
      publishedBy: actor.name,
    });
  }
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.testRun',
    target: { kind: 'flow', id: flow.id },
    after: { revision: flow.revision, versionId },
  });
  return { versionId, trigger };
}

function triggerOf(doc: FlowDocument, nodeId: string) {
  const trigger = doc.nodes.find((node) => node.kind === 'trigger' && node.id === nodeId);
  if (trigger === undefined) {
    throw AppError.because(
      'unprocessable',
      'The node to start from is not a trigger of this flow. Choose one of its triggers.',
    );
  }
  return { nodeId: trigger.id, name: trigger.name };
}
