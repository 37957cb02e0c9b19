// Works off jobs that replay many runs, in every server: a job belongs to one of them at a time, and to another when that one dies.
import { randomUUID } from 'node:crypto';
import { findDeployment, findVersion } from '@patchbay/db/repositories';
import type { BulkItem, BulkRun, BulkStore, LeasedBulk } from '@patchbay/db/run-store';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import { AppError } from '@patchbay/model/errors';
import { readStoredFlow } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { FlowVersionId } from '@patchbay/model/identity';
import type { CheckpointData } from '@patchbay/model/run';
import { takenOver } from '../run/replay-run.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { failedStep } from './failed-step.ts';

/** The pace of a job is counted by this. */
const tickMs = 1_000;

export interface BulkRunnerParts extends Pick<ServiceDeps, 'db' | 'accept' | 'runReader'> {
  readonly bulks: BulkStore;
  readonly onError: (error: unknown) => void;
}

export function startBulkRunner(parts: BulkRunnerParts): Duty {
  const self = randomUUID();
  const work = async (): Promise<void> => {
    // One that goes wrong is tried again at the next tick, and holds up nobody.
    for (const job of await parts.bulks.lease(self)) await step(job, parts).catch(parts.onError);
  };
  return startDuty({ everyMs: tickMs, work, onError: parts.onError });
}

/** As many runs as may begin in a tick. */
async function step(job: LeasedBulk, parts: BulkRunnerParts): Promise<void> {
  const { bulks, accept } = parts;
  const items = await bulks.next(job.id, job.perSecond);
  const runs: BulkRun[] = [];
  for (const item of items) {
    const planned = await plan(job, item, parts);
    if (typeof planned === 'string') await bulks.leaveOut(job.id, { runId: item.runId, reason: planned });
    else runs.push(planned);
  }
  if (runs.length > 0) for (const runId of await bulks.replay(job.id, runs)) accept.wakeUp(runId);
  if (items.length < job.perSecond) await bulks.end(job.id);
}

function storedFlow(document: string): FlowDocument | null {
  try {
    return readStoredFlow(document);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** What the replay runs and takes over; a text says why there is none. */
async function plan(job: LeasedBulk, item: BulkItem, parts: BulkRunnerParts): Promise<BulkRun | string> {
  const { db, runReader, accept } = parts;
  const { workspaceId, environmentId } = job;
  const { runId, of } = item;
  if (of === null)
    return 'The run is not there any more: it was removed when it had been kept as long as the settings say.';
  const { flowId } = of;
  const { versionId, version } = await db.inWorkspace(workspaceId, async (tx) => {
    if (job.version === 'original') {
      return { versionId: null, version: job.fromFailed ? await findVersion(tx, workspaceId, of.versionId) : null };
    }
    const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
    if (deployment === null || deployment.status === 'retired') return { versionId: undefined, version: null };
    const latest = FlowVersionId.parse(deployment.versionId);
    return { versionId: latest, version: job.fromFailed ? await findVersion(tx, workspaceId, latest) : null };
  });
  if (versionId === undefined) return 'The flow is not published any more, so it has no latest version.';
  if (!job.fromFailed) return { runId, versionId, kept: null };
  if (version === null) return 'The version to run is not stored any more.';
  const doc = storedFlow(version.document);
  if (doc === null) return 'The version to run cannot be read any more. An administrator restores it from a backup.';
  const [progress] = await runReader.progress([runId]);
  const steps = progress?.steps ?? [];
  const fromStep = failedStep(doc, steps);
  // Nothing is known to have failed: then it begins at the beginning, and what was done stays done.
  if (fromStep === null) return { runId, versionId, kept: null };
  if (!doc.nodes.some((node) => node.id === fromStep))
    return 'The step at which it failed is not in the latest version.';
  const first: CheckpointData = { steps: takenOver(doc, { steps, fromStep, nowMs: accept.nowMs() }) };
  return { runId, versionId, kept: JSON.stringify(first) };
}
