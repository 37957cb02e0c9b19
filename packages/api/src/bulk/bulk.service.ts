import { randomUUID } from 'node:crypto';
import type { BulkRow } from '@patchbay/db/repositories';
import { appendAudit, insertBulk, listBulks, listLeftOut, previewBulk, stopBulk } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import { BulkId, FlowId, RunId } from '@patchbay/model/identity';
import { RunFilterInput } from '../run/run.contract.ts';
import { storedFilter } from '../run/stored-filter.ts';
import { notThere } from '../trpc/procedure.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { BulkView, mostRuns } from './bulk.contract.ts';
import type { BulkService } from './bulk.contract.ts';

const shownJobs = 20;

export function createBulkService({ db }: ServiceDeps): BulkService {
  const inside = insideOf({ db });
  const whole = (input: RunFilterInput) => ({ ...storedFilter(input), after: null, limit: mostRuns });

  return {
    preview: (caller, input) =>
      inside(caller, async (tx) => {
        const flows = await previewBulk(tx, caller, whole(input));
        return {
          runs: flows.reduce((sum, flow) => sum + flow.runs, 0),
          flows: flows.map((flow) => ({ ...flow, flowId: FlowId.parse(flow.flowId) })),
        };
      }),
    start: (caller, { filter, version, from, perSecond }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId, actor } = caller;
        const id = BulkId.parse(randomUUID());
        const bulk = { id, workspaceId, environmentId, version, perSecond, createdBy: actor.name };
        const stored = { ...bulk, filter: JSON.stringify(filter), fromFailed: from === 'failedStep' };
        const runs = await insertBulk(tx, stored, whole(filter));
        refuseSize(runs);
        const after = { bulkId: id, filter, version, from, perSecond, runs };
        await appendAudit(tx, workspaceId, actor, {
          action: 'run.bulkReplay',
          target: { kind: 'bulkReplay', id },
          after,
        });
        return { bulkId: id, runs };
      }),
    list: (caller) =>
      inside(caller, async (tx) => ({
        items: (await listBulks(tx, caller, { id: null, limit: shownJobs })).map(bulkView),
      })),
    get: (caller, { bulkId }) =>
      inside(caller, async (tx) => {
        const [row] = await listBulks(tx, caller, { id: bulkId, limit: 1 });
        if (row === undefined) throw notThere();
        const leftOut = await listLeftOut(tx, caller.workspaceId, bulkId);
        const notReplayed = leftOut.map(({ runId, reason }) => ({ runId: RunId.parse(runId), reason: reason ?? '' }));
        return { ...bulkView(row), notReplayed };
      }),
    stop: (caller, { bulkId }) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        if (!(await stopBulk(tx, workspaceId, bulkId))) {
          throw AppError.because('conflict', 'These replays have ended already, so there is nothing to stop.');
        }
        const target = { kind: 'bulkReplay', id: bulkId };
        await appendAudit(tx, workspaceId, actor, { action: 'run.bulkReplay.stop', target });
      }),
  };
}

function refuseSize(runs: number): void {
  if (runs === 0) {
    throw AppError.because(
      'unprocessable',
      'No run that has ended fits this filter, or all that do were repaired by a replay already. Widen the filter.',
    );
  }
  if (runs > mostRuns) {
    throw AppError.because(
      'unprocessable',
      `${runs} runs fit this filter; at most ${mostRuns} are replayed together. Narrow the filter, by flow or time for example.`,
    );
  }
}

const bulkView = (row: BulkRow): BulkView => ({
  id: BulkId.parse(row.id),
  status: BulkView.shape.status.parse(row.status),
  filter: RunFilterInput.parse(JSON.parse(row.filter)),
  version: BulkView.shape.version.parse(row.version),
  from: row.fromFailed ? 'failedStep' : 'start',
  perSecond: row.perSecond,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
  total: row.total,
  replayed: row.replayed,
  leftOut: row.leftOut,
  succeeded: row.succeeded,
  failed: row.failed,
});
