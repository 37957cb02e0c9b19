// Publishing: the draft becomes an immutable version and the environment's deployment moves to it, or nothing changes. The
// version carries what it uses of the library, so that a run pins everything.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { ScheduleToSave } from '@patchbay/db/repositories';
import {
  appendAudit,
  findDeployment,
  insertVersion,
  latestVersionNumber,
  holdFlows,
  holdVariables,
  listBindings,
  lockFlow,
  replacePolls,
  replaceSchedules,
  replaceSubscriptions,
  retireDeployment,
  saveDeployment,
} from '@patchbay/db/repositories';
import { deploymentChannel } from '@patchbay/db/run-store';
import { nextFire } from '@patchbay/engine/schedule';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError, hasErrors } from '@patchbay/model/errors';
import type { FlowDocument, TriggerNode } from '@patchbay/model/flow';
import { readStoredFlow, serialiseFlow } from '@patchbay/model/flow';
import { FlowVersionId } from '@patchbay/model/identity';
import { flowTopic } from '../live/live-bus.ts';
import { subscriptionsOf } from '../topic/topic-use.ts';
import { pollsOf } from '../trigger/polls-of-flow.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import { bindingProblems } from './binding-problems.ts';
import { announce } from './edit-flow.ts';
import type { FlowPublished, FlowPublishInput } from './flow.contract.ts';
import { calledFlows, refuseWhileCalled } from './flow-calls.ts';
import type { LibraryFlowCheck } from './flow-problems.ts';

/** 192 random bits: nobody guesses an address. */
const newHookKey = (): string => randomBytes(24).toString('base64url');

export interface PublishDeps {
  readonly check: LibraryFlowCheck;
}

export async function publishFlow(
  tx: Transaction,
  caller: Caller,
  input: FlowPublishInput,
  deps: PublishDeps,
): Promise<FlowPublished> {
  const { workspaceId, environmentId, actor } = caller;
  const flow = await lockFlow(tx, workspaceId, input.flowId);
  if (flow === null) throw notThere();
  if (input.revision !== undefined && input.revision !== flow.revision) {
    throw AppError.because(
      'conflict',
      `The flow was changed meanwhile (revision ${flow.revision}, you saw ${input.revision}). Look at it again, then publish.`,
      { revision: flow.revision },
    );
  }
  const doc = readStoredFlow(flow.draft);
  const at = { workspaceId, environmentId, flowId: flow.id };
  const bindings = await listBindings(tx, at);
  // None of them is taken off while this one is published.
  await holdFlows(tx, workspaceId, calledFlows(doc));
  // None that it reads is deleted between the check and the end.
  await holdVariables(tx, caller);
  const { bundled, diagnostics } = await deps.check(tx, caller, doc, flow.id);
  const problems = [...diagnostics, ...(await bindingProblems(tx, caller, { doc, bindings }))];
  const { schedules, problems: scheduleProblems } = schedulesOf(doc, new Date());
  const { polls, problems: pollProblems } = pollsOf(doc, new Date());
  refusePublishing([...problems, ...scheduleProblems, ...pollProblems]);
  const versionId = randomUUID();
  const number = (await latestVersionNumber(tx, workspaceId, flow.id)) + 1;
  const before = await findDeployment(tx, at);
  const version = { id: versionId, workspaceId, flowId: flow.id, number };
  await insertVersion(tx, { ...version, document: serialiseFlow(bundled), publishedBy: actor.name });
  const deploymentId = await saveDeployment(tx, { id: randomUUID(), ...at, versionId, hookKey: newHookKey() });
  await replaceSchedules(tx, { id: deploymentId, workspaceId, environmentId }, schedules);
  await replacePolls(tx, { id: deploymentId, workspaceId, environmentId }, polls);
  const subscriptions = await subscriptionsOf(tx, workspaceId, doc);
  await replaceSubscriptions(tx, { id: deploymentId, workspaceId, environmentId, flowId: flow.id }, subscriptions);
  await tellDeployments(tx, flow.id);
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.publish',
    target: { kind: 'flow', id: flow.id },
    before: before === null ? undefined : { versionId: before.versionId, status: before.status },
    after: { versionId, number, environmentId, openWebhooks: openWebhooks(doc) },
  });
  return { versionId: FlowVersionId.parse(versionId), number };
}

export async function unpublishFlow(tx: Transaction, caller: Caller, flowId: string): Promise<void> {
  const { workspaceId, environmentId, actor } = caller;
  const flow = await lockFlow(tx, workspaceId, flowId);
  if (flow === null) throw notThere();
  const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
  if (deployment === null || deployment.status === 'retired') return;
  await refuseWhileCalled(tx, caller, flow);
  await retireDeployment(tx, workspaceId, deployment.id);
  await tellDeployments(tx, flowId);
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.unpublish',
    target: { kind: 'flow', id: flowId },
    before: { versionId: deployment.versionId, status: deployment.status },
  });
}

/** With the commit: caches of servers and workers look again, and so do the editors that watch. */
export async function tellDeployments(tx: Transaction, flowId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${deploymentChannel}, ${flowId})`;
  await announce(tx, flowTopic(flowId));
}

function refusePublishing(diagnostics: readonly Diagnostic[]): void {
  if (!hasErrors(diagnostics)) return;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw AppError.because('unprocessable', `The flow cannot be published yet: ${errors[0]?.message ?? ''}${more}`, {
    diagnostics,
  });
}

const fixedText = (trigger: TriggerNode, field: string): string | undefined => {
  const value = trigger.input[field];
  return value?.mode === 'fixed' && typeof value.value === 'string' ? value.value : undefined;
};

const triggersOf = (doc: FlowDocument): TriggerNode[] => doc.nodes.filter((node) => node.kind === 'trigger');

/** Webhooks that anybody may call: an explicit setting, which the audit names. */
const openWebhooks = (doc: FlowDocument): string[] =>
  triggersOf(doc)
    .filter((trigger) => trigger.operation === 'webhook.receive' && fixedText(trigger, 'auth') === 'open')
    .map((trigger) => trigger.name);

const problem = (code: string, message: string, nodeId: string): Diagnostic => ({
  severity: 'error',
  code,
  message,
  at: { nodeId },
});

function schedulesOf(doc: FlowDocument, now: Date): { schedules: ScheduleToSave[]; problems: Diagnostic[] } {
  const schedules: ScheduleToSave[] = [];
  const problems: Diagnostic[] = [];
  for (const trigger of triggersOf(doc)) {
    if (trigger.operation !== 'schedule.cron') continue;
    const cron = fixedText(trigger, 'cron') ?? '';
    const zone = fixedText(trigger, 'zone') ?? 'UTC';
    try {
      const nextAt = nextFire(cron, zone, now);
      const missed = fixedText(trigger, 'missed') ?? 'once';
      const overlap = fixedText(trigger, 'overlap') ?? 'allow';
      if (nextAt === null)
        problems.push(
          problem('flow.deadSchedule', `“${trigger.label}” never fires again. Change its pattern.`, trigger.id),
        );
      else schedules.push({ nodeId: trigger.id, cron, zone, missed, overlap, nextAt });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(problem('flow.badSchedule', error.userMessage ?? error.message, trigger.id));
    }
  }
  return { schedules, problems };
}
