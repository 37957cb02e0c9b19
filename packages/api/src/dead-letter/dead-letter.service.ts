// Dead letters: listed with what is left undone, discarded with a reason, or redriven as a run under the same effect root.
import type { Transaction } from '@patchbay/db/client';
import {
  appendAudit,
  countDeadLetters,
  discardDeadLetters,
  findDeployment,
  listDeadLetters,
} from '@patchbay/db/repositories';
import type { DeadLetterFilter, DeadLetterRow } from '@patchbay/db/repositories';
import { FlowId, FlowVersionId, RunId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor, TimeAndId } from '../trpc/cursor.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { Undone } from '../run/undone.ts';
import { DeadLetterKind, mostAtOnce } from './dead-letter.contract.ts';
import type { DeadLetterItem, DeadLetterList, DeadLetterListInput, DeadLetterService } from './dead-letter.contract.ts';

type Which = Pick<DeadLetterListInput, 'kind' | 'flowId'> & { readonly runIds?: readonly RunId[] | undefined };

const filterOf = ({ kind, flowId, runIds }: Which): DeadLetterFilter => ({
  kind: kind ?? null,
  flowId: flowId ?? null,
  runIds: runIds ?? null,
});

export function createDeadLetterService(deps: ServiceDeps): DeadLetterService {
  const inside = insideOf(deps);
  const note = (tx: Transaction, { workspaceId, actor }: Caller, action: string, runId: string, after: object) =>
    appendAudit(tx, workspaceId, actor, { action, target: { kind: 'run', id: runId }, after });
  const found = async (tx: Transaction, caller: Caller, which: Which) => {
    const filter = filterOf(which);
    const [rows, counts] = [
      await listDeadLetters(tx, caller, { ...filter, after: null, limit: mostAtOnce }),
      await countDeadLetters(tx, caller, filter),
    ];
    return { rows, count: counts.reduce((sum, { count }) => sum + count, 0) };
  };

  return {
    list: (caller, input) => inside(caller, (tx) => listed(tx, caller, input)),
    discard: (caller, input) =>
      inside(caller, async (tx) => {
        const { rows, count } = await found(tx, caller, input);
        const { workspaceId } = caller;
        const { reason } = input;
        const taken = await discardDeadLetters(tx, { workspaceId, reason, runIds: rows.map(({ runId }) => runId) });
        for (const runId of taken) await note(tx, caller, 'deadLetter.discard', runId, { reason });
        return { discarded: taken.length, left: count - taken.length };
      }),
    redrive: async (caller, input) => {
      const { rows, count } = await inside(caller, (tx) => found(tx, caller, input));
      const started: { runId: RunId; as: RunId }[] = [];
      const refused: { runId: RunId; why: string }[] = [];
      for (const row of rows.toReversed()) {
        const runId = RunId.parse(row.runId);
        const made = await redriven(deps, caller, row, input.version ?? 'original');
        if (typeof made !== 'string') {
          refused.push({ runId, why: made.why });
          continue;
        }
        started.push({ runId, as: made });
        deps.accept.wakeUp(made);
      }
      return { started, refused, left: count - started.length };
    },
  };
}

async function listed(tx: Transaction, caller: Caller, input: DeadLetterListInput): Promise<DeadLetterList> {
  const mark = decodeCursor(TimeAndId, input.cursor);
  const limit = input.limit ?? 50;
  const filter = filterOf(input);
  const after = mark === null ? null : { at: new Date(mark[0]), runId: mark[1] };
  const rows = await listDeadLetters(tx, caller, { ...filter, after, limit: limit + 1 });
  const counts = await countDeadLetters(tx, caller, filter);
  const countOf = (kind: DeadLetterKind): number => counts.find((one) => one.kind === kind)?.count ?? 0;
  const { items, nextCursor } = cutPage(rows, limit, (last) => [last.at.toISOString(), last.runId]);
  return {
    items: items.map(itemOf),
    nextCursor,
    counts: { poison: countOf('poison'), undo: countOf('undo'), spent: countOf('spent') },
  };
}

const remainingOf = ({ remaining }: DeadLetterRow): Undone[] =>
  remaining === null ? [] : z.array(Undone).parse(JSON.parse(remaining));

const itemOf = (row: DeadLetterRow): DeadLetterItem => ({
  runId: RunId.parse(row.runId),
  flowId: FlowId.parse(row.flowId),
  flowName: row.flowName,
  mode: row.mode === 1 ? 'test' : 'live',
  status: RunStatus.options[row.status] ?? 'failed',
  kind: DeadLetterKind.parse(row.kind),
  reason: row.reason,
  lastStep: row.lastStep,
  remaining: remainingOf(row),
  at: row.at.toISOString(),
});

/** The new run; or why there is none. */
async function redriven(
  deps: ServiceDeps,
  caller: Caller,
  row: DeadLetterRow,
  version: 'original' | 'latest',
): Promise<RunId | { readonly why: string }> {
  const { workspaceId, environmentId } = caller;
  const runId = RunId.parse(row.runId);
  const audit = (started: RunId) => ({
    actor: caller.actor,
    action: 'deadLetter.redrive',
    targetId: runId,
    after: { runId: started },
  });
  const at = { runId, workspaceId, asNewEvent: false, payload: null, redrives: true, audit };
  if (row.kind === 'undo') {
    const kept = await leftUndone(deps, row);
    if (!kept.some(({ undo }) => undo !== undefined)) {
      return {
        why: 'Nobody knows whether there is something to take back. Look into the other system, put it right there, then discard this.',
      };
    }
    const made = await deps.runCommands.replay({ ...at, versionId: null, kept, ending: takenBack });
    return made ?? gone;
  }
  const deployment =
    version === 'latest'
      ? await deps.db.inWorkspace(workspaceId, (tx) =>
          findDeployment(tx, { workspaceId, environmentId, flowId: row.flowId }),
        )
      : null;
  if (version === 'latest' && (deployment === null || deployment.status === 'retired')) {
    return { why: 'The flow is not published, so there is no latest version. Redrive it with the original one.' };
  }
  const versionId = deployment === null ? null : FlowVersionId.parse(deployment.versionId);
  return (await deps.runCommands.replay({ ...at, versionId })) ?? gone;
}

const gone = { why: 'Somebody discarded or redrove it meanwhile.' };
/** A run that does nothing but take back has done its work then. */
const takenBack = { status: 'succeeded', error: null } as const;

/** The steps whose effects still stand, or may stand. */
async function leftUndone({ runReader, accept }: ServiceDeps, row: DeadLetterRow): Promise<StepRecord[]> {
  const [progress] = await runReader.progress([RunId.parse(row.runId)]);
  const left = new Set(remainingOf(row).map(({ path }) => path));
  const at = new Date(accept.nowMs()).toISOString();
  return (progress?.steps ?? [])
    .filter((step) => left.has(step.path) && (step.undo !== undefined || step.inDoubt === true))
    .map((step) => ({ ...step, attempts: [], startedAt: at, finishedAt: at }));
}
