// Edits of a draft: commands in, a new revision out. A stale command is rebased when it still fits, else handed back.
import type { Transaction } from '@patchbay/db/client';
import type { FlowRow } from '@patchbay/db/repositories';
import { appendAudit, appendCommands, commandsSince, lockFlow, saveDraft } from '@patchbay/db/repositories';
import { liveChannel } from '@patchbay/db/run-store';
import { AppError } from '@patchbay/model/errors';
import { FlowDocument, readStoredFlow, rebaseCommands, serialiseFlow } from '@patchbay/model/flow';
import { flowTopic } from '../live/live-bus.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { FlowApplyInput, FlowConflictDetails } from './flow.contract.ts';
import type { LogEntry } from './flow-log.ts';
import { alreadyApplied, documentBefore, logged, logRows, readLog } from './flow-log.ts';

export interface EditOutcome {
  readonly revision: number;
  readonly document: FlowDocument;
  /** Others edited meanwhile: the author's own document is not what stands here. */
  readonly rebased: boolean;
  readonly rejected: FlowConflictDetails['rejected'];
}

/** Applies what fits and says what did not; the caller of this decides what becomes of the rest. */
export async function editFlow(tx: Transaction, caller: Caller, input: FlowApplyInput): Promise<EditOutcome> {
  const { workspaceId } = caller;
  const flow = await lockFlow(tx, workspaceId, input.flowId);
  if (flow === null) throw notThere();
  if (input.baseRevision > flow.revision) {
    throw AppError.because(
      'conflict',
      `The edits build on revision ${input.baseRevision}, but the flow stands at ${flow.revision}. Reload the flow.`,
      { revision: flow.revision },
    );
  }
  const current = readStoredFlow(flow.draft);
  const sinceRevision = input.baseRevision;
  const since = readLog(await commandsSince(tx, { workspaceId, flowId: flow.id, sinceRevision }));
  if (since.length > 0 && alreadyApplied(since, input.commands, input.clientId)) {
    return { revision: flow.revision, document: current, rebased: true, rejected: [] };
  }
  const theirs = since.map((entry) => entry.command);
  const rebased = rebaseCommands(documentBefore(current, since), theirs, input.commands);
  const next = logged(current, rebased.applied, input.clientId);
  const revision = await storeEdit(tx, caller, { flow, doc: next.doc, entries: next.entries });
  return { revision, document: next.doc, rebased: since.length > 0, rejected: [...rebased.rejected] };
}

/** Stores the new draft with its log and audit entry, and tells the editors that watch. */
export async function storeEdit(
  tx: Transaction,
  caller: Caller,
  edit: { flow: FlowRow; doc: FlowDocument; entries: readonly LogEntry[] },
): Promise<number> {
  const { flow, doc, entries } = edit;
  if (entries.length === 0) return flow.revision;
  const { workspaceId, actor } = caller;
  const revision = flow.revision + entries.length;
  const within = FlowDocument.safeParse(doc);
  if (!within.success) {
    const [issue] = within.error.issues;
    throw AppError.because(
      'unprocessable',
      `The flow would grow beyond its limits (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). Split it into two flows.`,
    );
  }
  const flowId = flow.id;
  await appendCommands(tx, { workspaceId, flowId, actorId: actor.id, commands: logRows(flow.revision, entries) });
  await saveDraft(tx, { workspaceId, flowId, name: doc.name, draft: serialiseFlow(doc), revision });
  await announce(tx, flowTopic(flowId));
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.edit',
    target: { kind: 'flow', id: flowId },
    before: { revision: flow.revision },
    after: { revision, commands: entries.map((entry) => entry.command.type) },
  });
  return revision;
}

/** Sent with the commit, to every process that listens. */
export async function announce(tx: Transaction, topic: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${liveChannel}, ${JSON.stringify([topic, ''])})`;
}

export function refuseRejected(outcome: EditOutcome): void {
  if (outcome.rejected.length === 0) return;
  const details: FlowConflictDetails = {
    rejected: outcome.rejected,
    document: outcome.document,
    revision: outcome.revision,
  };
  const [first] = outcome.rejected;
  throw AppError.because(
    'conflict',
    `${outcome.rejected.length === 1 ? 'An edit' : `${outcome.rejected.length} edits`} could not be applied: ${first?.reason ?? ''} Look at the flow as it is now and repeat what is still wanted.`,
    { ...details },
  );
}
