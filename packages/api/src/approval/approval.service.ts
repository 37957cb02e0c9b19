import { findRun, openApprovals } from '@patchbay/db/repositories';
import type { OpenApprovalRow } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { FlowId, Role, RunId } from '@patchbay/model/identity';
import { ApprovalQuestion } from '@patchbay/model/run';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor } from '../trpc/cursor.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type {
  ApprovalItem,
  ApprovalList,
  ApprovalListInput,
  ApprovalService,
  ApprovalsOfRunInput,
  DecideInput,
} from './approval.contract.ts';
import { decideApproval, questionOf } from './decide-approval.ts';

const Mark = z.tuple([z.iso.datetime(), z.uuid(), z.string()]);

const ranks = (role: Role): number => Role.options.indexOf(role);
const mayDecide = ({ actor }: Caller, least: Role): boolean => ranks(actor.role) >= ranks(least);

export function createApprovalService(deps: ServiceDeps): ApprovalService {
  return {
    list: (caller, input) => listOf(deps, caller, input),
    ofRun: (caller, input) => listOf(deps, caller, input),
    decide: (caller, input) => decide(deps, caller, input),
  };
}

async function listOf(
  { db }: ServiceDeps,
  caller: Caller,
  input: ApprovalListInput & Partial<ApprovalsOfRunInput>,
): Promise<ApprovalList> {
  const mark = decodeCursor(Mark, input.cursor);
  const limit = input.limit ?? 50;
  const rows = await db.inWorkspace(caller.workspaceId, (tx) =>
    openApprovals(tx, caller, {
      runId: input.runId ?? null,
      after: mark === null ? null : { openedAt: new Date(mark[0]), effectRoot: mark[1], path: mark[2] },
      limit: limit + 1,
    }),
  );
  const { items, nextCursor } = cutPage(rows, limit, (last) => [
    last.openedAt.toISOString(),
    last.effectRoot,
    last.path,
  ]);
  return { items: items.map((row) => itemOf(row, caller)), nextCursor };
}

async function decide(deps: ServiceDeps, caller: Caller, input: DecideInput): Promise<void> {
  const { runId, path, decision, fields = {} } = input;
  const { workspaceId, actor } = caller;
  const run = await deps.db.inWorkspace(workspaceId, (tx) => findRun(tx, workspaceId, runId));
  if (run === null) throw notThere();
  const key = { effectRoot: RunId.parse(run.effectRoot), path };
  const found = await deps.waitAnswers.find(key);
  const question = found === null ? null : questionOf(found);
  if (found === null || question === null || found.workspaceId !== workspaceId) {
    throw AppError.because('notFound', 'This step asks nobody, or not yet. Reload the run.');
  }
  if (!mayDecide(caller, question.decidedBy)) {
    throw AppError.because(
      'forbidden',
      `Only those with the role “${question.decidedBy}” or above may decide this; yours is “${actor.role}”. Ask one of them.`,
    );
  }
  await decideApproval(deps, { key, found, question, decision, given: fields, by: actor.name, actor });
}

function itemOf(row: OpenApprovalRow, caller: Caller): ApprovalItem {
  const { title, description, fields, decidedBy } = ApprovalQuestion.parse(JSON.parse(row.ask));
  return {
    runId: RunId.parse(row.runId),
    path: row.path,
    flowId: FlowId.parse(row.flowId),
    flowName: row.flowName,
    mode: row.mode === 1 ? 'test' : 'live',
    title,
    description,
    fields,
    decidedBy,
    mayDecide: mayDecide(caller, decidedBy),
    askedAt: row.openedAt.toISOString(),
    until: row.dueAt.toISOString(),
    remindAt: row.remindAt?.toISOString() ?? null,
    remindedAt: row.remindedAt?.toISOString() ?? null,
  };
}
