import type { Transaction } from '@patchbay/db/client';
import { findEvent, findOrigin, findRun, findVersion, listRuns, runMarks, runStats } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { compensated, readStoredFlow } from '@patchbay/model/flow';
import { RunId } from '@patchbay/model/identity';
import { isTerminal } from '@patchbay/model/run';
import { looks, runsTopic, runTopic } from '../live/live-bus.ts';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor, TimeAndId } from '../trpc/cursor.ts';
import { notThere } from '../trpc/procedure.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { beginningOf } from './beginning.ts';
import { boundedSteps } from './bounded-steps.ts';
import { failedRecords } from './failed-records.ts';
import { replayRun } from './replay-run.ts';
import type { GetRunInput, RunList, RunListInput, RunService, RunView } from './run.contract.ts';
import { eventView, runDetail, runItem, shownBodyBytes } from './run-views.ts';
import { runTrace } from './run-trace.ts';
import { shownReply } from './shown-reply.ts';
import { openStepContent, stepContent } from './step-content.ts';
import { storedFilter } from './stored-filter.ts';

/** Of a list nobody follows every change. */
const watchingList = { everyMs: 2_000, pauseMs: 1_000 };
/** Without a notice the screens look once a second: a run changes in steps that people can follow. */
const watching = { everyMs: 1_000, pauseMs: 150 };

export function createRunService(deps: ServiceDeps): RunService {
  const { runCommands, runReader } = deps;
  const inside = insideOf(deps);

  return {
    list: (caller, input) => inside(caller, (tx) => runList(tx, caller, input)),
    stats: (caller, { since }) =>
      inside(caller, async (tx) => {
        const { p95Ms, perHour } = await runStats(tx, caller, new Date(since));
        return {
          runs: perHour.reduce((sum, hour) => sum + hour.runs, 0),
          failed: perHour.reduce((sum, hour) => sum + hour.failed, 0),
          p95Ms: p95Ms === null ? null : Math.round(p95Ms),
          perHour: perHour.map(({ at, runs, failed }) => ({ at: at.toISOString(), runs, failed })),
        };
      }),
    get: (caller, input) => runView(deps, caller, input),
    trace: (caller, { runId }) => inside(caller, (tx) => runTrace(tx, caller, runId)),
    failedRecords: (caller, input) => failedRecords(deps, caller, input),
    stepContent: (caller, input) => stepContent(deps, caller, input),
    openStepContent: (caller, input) => openStepContent(deps, caller, input),
    cancel: async (caller, { runId }) => {
      const { workspaceId } = caller;
      const undoes = await inside(caller, async (tx) => {
        const run = await findRun(tx, workspaceId, runId);
        const version = run === null ? null : await findVersion(tx, workspaceId, run.versionId);
        return version !== null && compensated(readStoredFlow(version.document));
      });
      const outcome = await runCommands.requestCancel({
        runId,
        workspaceId,
        undoes,
        audit: { actor: caller.actor, action: 'run.cancel', targetId: runId },
      });
      if (outcome === 'requested') deps.accept.wakeUp(runId);
      if (outcome === 'undoing') {
        const message =
          'The run has failed and takes back what it did. It ends by itself; wait for that, or decide the step in doubt.';
        throw AppError.because('conflict', message);
      }
      if (outcome === 'nothingToCancel') {
        throw AppError.because('conflict', 'The run has ended already, so there is nothing to cancel.');
      }
    },
    replay: async (caller, input) => ({ runId: await replayRun(deps, caller, input) }),
    resolveStep: async (caller, { runId, path, decision, output }) => {
      const { workspaceId, actor } = caller;
      const outcome = await runCommands.resolveStep({
        runId,
        workspaceId,
        path,
        decision,
        output: output ?? null,
        decidedBy: actor.name,
        audit: { actor, action: 'run.resolveStep', targetId: runId, after: { path, decision } },
      });
      if (outcome === 'notInDoubt') {
        throw AppError.because('conflict', 'This step is not in doubt: there is nothing to decide. Reload the run.');
      }
      if (outcome === 'changedMeanwhile') {
        throw AppError.because(
          'conflict',
          'The run went on meanwhile. Reload it and look whether the step still needs you.',
        );
      }
      deps.accept.wakeUp(runId);
    },
    watch: async function* (_caller, { runId }, signal) {
      let seen = '';
      for await (const _ of looks(deps.live, runTopic(runId), { ...watching, signal })) {
        const [progress] = await runReader.progress([runId]);
        if (progress === undefined) return;
        if (progress.mark === seen) continue;
        seen = progress.mark;
        const { status, finishedAt, steps } = progress;
        yield { steps: boundedSteps(steps), status, finishedAt: finishedAt?.toISOString() ?? null };
        if (isTerminal(status)) return;
      }
    },
    watchList: async function* (caller, signal) {
      let seen = new Map<string, string>();
      let first = true;
      for await (const _ of looks(deps.live, runsTopic(caller.environmentId), { ...watchingList, signal })) {
        const marks = new Map((await inside(caller, (tx) => runMarks(tx, caller))).map((row) => [row.id, row.mark]));
        const changed = [...marks].filter(([id, mark]) => seen.get(id) !== mark).length;
        seen = marks;
        if (changed > 0 && !first) yield { changed };
        first = false;
      }
    },
  };
}

async function runList(tx: Transaction, caller: Caller, input: RunListInput): Promise<RunList> {
  const mark = decodeCursor(TimeAndId, input.cursor);
  const limit = input.limit ?? 50;
  const rows = await listRuns(tx, caller, {
    ...storedFilter(input),
    after: mark === null ? null : { createdAt: new Date(mark[0]), id: mark[1] },
    limit: limit + 1,
  });
  const { items, nextCursor } = cutPage(rows, limit, (last) => [last.createdAt.toISOString(), last.id]);
  return { items: items.map((row) => runItem(row)), nextCursor };
}

async function runView(deps: ServiceDeps, caller: Caller, { runId, at }: GetRunInput): Promise<RunView> {
  const { workspaceId } = caller;
  const { row, version, event, origin } = await deps.db.inWorkspace(workspaceId, async (tx) => {
    const found = await findRun(tx, workspaceId, runId);
    if (found === null) throw notThere();
    return {
      row: found,
      version: await findVersion(tx, workspaceId, found.versionId),
      event: await findEvent(tx, workspaceId, found.eventId),
      origin: await findOrigin(tx, workspaceId, found),
    };
  });
  if (version === null || event === null) throw new AppError('internal', `run ${runId} lost its version or event`);
  const [[progress], reply] = await Promise.all([deps.runReader.progress([runId]), deps.runReader.reply(runId)]);
  const stored = reply?.reply ?? null;
  const answer = stored && (await shownReply(stored, (name) => deps.readBlob(workspaceId, name)));
  const beginning =
    event.body ??
    (event.blob === null
      ? new Uint8Array()
      : await beginningOf(await deps.openBlob(workspaceId, event.blob), shownBodyBytes));
  return {
    run: {
      ...runDetail(row, answer?.status ?? null),
      reply: answer,
      origin: origin === null ? null : { ...origin, runId: RunId.parse(origin.runId) },
    },
    document: readStoredFlow(version.document),
    steps: boundedSteps(progress?.steps ?? [], at),
    event: eventView(event, beginning),
  };
}
