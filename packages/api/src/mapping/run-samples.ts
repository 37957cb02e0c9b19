// What a node could read in the last runs of its flow: samples for its mapping that are no invention.
import { bodyReadings, readingOfStored, triggerValue } from '@patchbay/engine';
import type { BodyReading } from '@patchbay/engine';
import type { EventRow, RunRow } from '@patchbay/db/repositories';
import { findEvent, findVersion, listRuns } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { readStoredFlow } from '@patchbay/model/flow';
import { RunId } from '@patchbay/model/identity';
import type { StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { isLargerThan } from './map-runner.ts';
import type { RunSample, RunSamples, RunSamplesInput } from './mapping.contract.ts';

/** A larger event or history is no sample to work with. */
const mostBytes = 2_000_000;
const mostInAll = 8_000_000;

interface FoundRun {
  readonly run: RunRow;
  readonly document: FlowDocument;
  readonly event: EventRow;
}

export async function runSamples(deps: ServiceDeps, caller: Caller, input: RunSamplesInput): Promise<RunSamples> {
  const found = await runsOf(deps, caller, input);
  const progress = await deps.runReader.progress(found.map(({ run }) => RunId.parse(run.id)));
  const steps = new Map(progress.map((one) => [one.runId as string, one.steps]));
  const samples: RunSample[] = [];
  for (const one of found) {
    const sample = await sampleOf(deps, caller, one, { nodeId: input.nodeId, steps: steps.get(one.run.id) ?? [] });
    if (sample === null) continue;
    if (samples.length > 0 && isLargerThan([...samples, sample] as unknown as Json, mostInAll)) break;
    samples.push(sample);
  }
  return { samples };
}

function runsOf({ db }: ServiceDeps, caller: Caller, { flowId, limit }: RunSamplesInput): Promise<FoundRun[]> {
  const { workspaceId } = caller;
  const everything = {
    statuses: [],
    needsYou: false,
    since: null,
    until: null,
    search: null,
    errorCode: null,
    mode: null,
    after: null,
  };
  return db.inWorkspace(workspaceId, async (tx) => {
    const runs = await listRuns(tx, caller, { ...everything, flowId, limit: limit ?? 5 });
    const found: FoundRun[] = [];
    for (const run of runs) {
      const event = await findEvent(tx, workspaceId, run.eventId);
      const version = await findVersion(tx, workspaceId, run.versionId);
      if (event === null || version === null || event.sizeBytes > mostBytes) continue;
      found.push({ run, event, document: readStoredFlow(version.document) });
    }
    return found;
  });
}

/** Null: it cannot be shown, because what came in cannot be read or is too large. */
async function sampleOf(
  { readBlob }: ServiceDeps,
  { workspaceId }: Caller,
  { run, event, document }: FoundRun,
  { nodeId, steps }: { readonly nodeId: string; readonly steps: readonly StepRecord[] },
): Promise<RunSample | null> {
  const body = event.body ?? (event.blob === null ? null : await readBlob(workspaceId, event.blob));
  const { meta, contentType, triggerId } = event;
  const reading = readingOfStored((await bodyReadings(document)).get(triggerId), {
    contentType,
    sizeBytes: body?.length ?? 0,
  });
  const trigger = triggerOr({ meta, contentType, body }, reading);
  if (trigger === undefined) return null;
  const outputOf = async ({ output, outputRef }: StepRecord): Promise<Json | undefined> =>
    outputRef === undefined
      ? output
      : (JSON.parse(Buffer.from(await readBlob(workspaceId, outputRef.sha256)).toString('utf8')) as Json);
  const done = new Map(steps.filter((step) => step.status === 'succeeded').map((step) => [step.path, step]));
  const outputs: [string, Json][] = [];
  for (const node of document.nodes) {
    const step = done.get(node.id);
    if (step === undefined || node.id === nodeId) continue;
    // With a larger one the sample would be too large to be looked at.
    if ((step.outputRef?.sizeBytes ?? 0) > mostBytes) return null;
    outputs.push([node.name, (await outputOf(step)) ?? null]);
  }
  const scope: Json = { trigger, steps: Object.fromEntries(outputs) };
  if (isLargerThan(scope, mostBytes)) return null;
  const own = done.get(nodeId);
  const output = own === undefined || (own.outputRef?.sizeBytes ?? 0) > mostBytes ? undefined : await outputOf(own);
  return {
    runId: run.id,
    at: run.createdAt.toISOString(),
    mode: run.mode === 1 ? 'test' : 'live',
    scope,
    ...(output === undefined ? {} : { output }),
  };
}

function triggerOr(event: Parameters<typeof triggerValue>[0], reading: BodyReading | null): Json | undefined {
  try {
    return triggerValue(event, reading);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
