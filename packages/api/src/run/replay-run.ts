// Replaying one run: which version runs, what stays as it was, and in which lines an edited event waits.
import type { Transaction } from '@patchbay/db/client';
import { findDeployment, findEvent, findRun, findVersion } from '@patchbay/db/repositories';
import { planTrigger } from '@patchbay/engine';
import { runLines } from '@patchbay/engine/accept';
import type { RunLine } from '@patchbay/engine/drivers';
import { seededContext } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import type { FlowDocument, NodeId } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import type { RunId } from '@patchbay/model/identity';
import { isTerminal, keptRecords, RunStatus } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { ReplayInput } from './run.contract.ts';

/** Stores the replay and tells the workers. @throws AppError where it has no meaning, before anything is stored. */
export async function replayRun(deps: ServiceDeps, caller: Caller, input: ReplayInput): Promise<RunId> {
  const { workspaceId } = caller;
  const { runId, fromStep, payload } = input;
  const versionId = await deps.db.inWorkspace(workspaceId, (tx) => versionForReplay(tx, caller, input));
  const at = { ...input, versionId };
  const asNewEvent = input.mode === 'asNewEvent';
  const { version } = input;
  const started = await deps.runCommands.replay({
    runId,
    workspaceId,
    versionId,
    asNewEvent,
    audit: (newRun) => ({
      actor: caller.actor,
      action: 'run.replay',
      targetId: runId,
      after: { runId: newRun, asNewEvent, version, fromStep },
    }),
    payload: payload === undefined ? null : JSON.stringify(payload),
    kept: fromStep === undefined ? null : await recordsToKeep(deps, caller, { ...at, fromStep }),
    ...(payload === undefined ? {} : { lines: await linesOfEdited(deps, caller, { runId, versionId, payload }) }),
  });
  if (started === null) throw notThere();
  deps.accept.wakeUp(started);
  return started;
}

/** Another body may have other keys. */
async function linesOfEdited(
  { db, accept }: ServiceDeps,
  { workspaceId, environmentId }: Caller,
  { runId, versionId, payload }: { runId: RunId; versionId: FlowVersionId | null; payload: Json },
): Promise<RunLine[]> {
  const { run, event, version } = await db.inWorkspace(workspaceId, async (tx) => {
    const found = await findRun(tx, workspaceId, runId);
    if (found === null) throw notThere();
    return {
      run: found,
      event: await findEvent(tx, workspaceId, found.eventId),
      version: await findVersion(tx, workspaceId, versionId ?? found.versionId),
    };
  });
  if (event === null || version === null) throw new AppError('internal', `run ${runId} lost its event or version`);
  const { nodes, settings } = readStoredFlow(version.document);
  const trigger = nodes.find((node) => node.id === event.triggerId);
  if (trigger?.kind !== 'trigger' || run.mode === 1) return [];
  const meta: unknown = JSON.parse(event.meta);
  const place = { environmentId, flowId: FlowId.parse(run.flowId) };
  return runLines(planTrigger(trigger, settings).lines, place, {
    trigger: { ...(isJsonObject(meta) ? meta : {}), body: payload },
    context: seededContext({ now: accept.nowMs(), effectRoot: runId, path: trigger.id }),
  });
}

/** Null: the version that the original ran. */
async function versionForReplay(tx: Transaction, caller: Caller, input: ReplayInput): Promise<FlowVersionId | null> {
  if (input.payload !== undefined && input.mode !== 'asNewEvent') {
    throw AppError.because(
      'unprocessable',
      'Another payload makes another event: what the original did may happen again. Choose “as a new event” to go on.',
    );
  }
  if (input.version === 'original') return null;
  const { workspaceId, environmentId } = caller;
  const run = await findRun(tx, workspaceId, input.runId);
  if (run === null) throw notThere();
  const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId: run.flowId });
  if (deployment === null || deployment.status === 'retired') {
    throw AppError.because(
      'unprocessable',
      'The flow is not published, so there is no latest version. Replay the original version.',
    );
  }
  return FlowVersionId.parse(deployment.versionId);
}

/** What a replay from a step takes over of the original. */
async function recordsToKeep(
  { db, runReader, accept }: ServiceDeps,
  { workspaceId }: Caller,
  { runId, fromStep, payload, versionId }: ReplayInput & { versionId: FlowVersionId | null; fromStep: NodeId },
): Promise<StepRecord[]> {
  if (payload !== undefined) {
    throw AppError.because(
      'unprocessable',
      'Another payload concerns the steps before as well. Replay the whole run with it.',
    );
  }
  const version = await db.inWorkspace(workspaceId, async (tx) => {
    const run = await findRun(tx, workspaceId, runId);
    if (run === null) throw notThere();
    if (!isTerminal(RunStatus.options[run.status] ?? 'queued')) {
      throw AppError.because('conflict', 'The run has not ended yet. Replay it from a step once it has.');
    }
    return findVersion(tx, workspaceId, versionId ?? run.versionId);
  });
  if (version === null) throw new AppError('internal', `run ${runId} lost its version`);
  const doc = readStoredFlow(version.document);
  const [progress] = await runReader.progress([runId]);
  const steps = progress?.steps ?? [];
  const ran = steps.some((step) => step.path === fromStep);
  if (!ran || !doc.nodes.some((node) => node.id === fromStep && node.kind !== 'trigger')) {
    throw AppError.because(
      'unprocessable',
      'A replay cannot begin there: the step was not reached, stands in a loop, or is not in this version. Choose another step, or replay the whole run.',
    );
  }
  return takenOver(doc, { steps, fromStep, nowMs: accept.nowMs() });
}

/** Taken over now: the attempts and times belong to the original. */
export function takenOver(
  doc: FlowDocument,
  { steps, fromStep, nowMs }: { steps: readonly StepRecord[]; fromStep: string; nowMs: number },
): StepRecord[] {
  const at = new Date(nowMs).toISOString();
  return keptRecords(doc, steps, fromStep).map((step) => ({ ...step, attempts: [], startedAt: at, finishedAt: at }));
}
