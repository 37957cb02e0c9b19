// How long runs are kept is a setting; the workers remove what has had its time (ADR 0034).
import type { KeepRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  countOlder,
  findFlowRetention,
  findRetention,
  listFlowRetention,
  listRetentionTrouble,
  setFlowRetention,
  updateRetention,
} from '@patchbay/db/repositories';
import { FlowId } from '@patchbay/model/identity';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { KeepRuns, RetentionService } from './retention.contract.ts';

/** Nobody waits for an exact number beyond it. */
const countedRuns = 100_000;

export function createRetentionService({ db }: Pick<ServiceDeps, 'db'>): RetentionService {
  const inside = insideOf({ db });
  return {
    get: (caller) =>
      inside(caller, async (tx) => {
        const own = await findRetention(tx, caller.workspaceId);
        const flows = await listFlowRetention(tx, caller.workspaceId);
        const troubles = await listRetentionTrouble(tx, caller.workspaceId);
        return {
          ...keepRuns(own),
          flows: flows.map(({ flowId, flowName, ...row }) => ({
            ...keepRuns(row),
            flowId: FlowId.parse(flowId),
            flowName,
          })),
          troubles: troubles.map(({ flowId, since, ...told }) => ({
            ...told,
            flowId: FlowId.parse(flowId),
            since: since.toISOString(),
          })),
        };
      }),
    preview: (caller, keep) =>
      inside(caller, async (tx) => {
        const runs = await countOlder(tx, caller.workspaceId, { keep: keepRow(keep), limit: countedRuns + 1 });
        return { runs: Math.min(runs, countedRuns), isMore: runs > countedRuns };
      }),
    set: (caller, keep) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        const before = keepRuns(await findRetention(tx, workspaceId, { hold: true }));
        await updateRetention(tx, workspaceId, keepRow(keep));
        const target = { kind: 'workspace', id: workspaceId };
        await appendAudit(tx, workspaceId, actor, { action: 'retention.set', target, before, after: keep });
      }),
    setFlow: (caller, { flowId, keep }) =>
      inside(caller, async (tx) => {
        const { workspaceId, actor } = caller;
        await findRetention(tx, workspaceId, { hold: true });
        const row = await findFlowRetention(tx, workspaceId, flowId);
        await setFlowRetention(tx, { workspaceId, flowId }, keep === null ? null : keepRow(keep));
        const before = row === null ? null : keepRuns(row);
        const target = { kind: 'flow', id: flowId };
        await appendAudit(tx, workspaceId, actor, { action: 'retention.setFlow', target, before, after: keep });
      }),
  };
}

const keepRuns = ({ keepSucceededDays, keepFailedDays, keepDeadLetterDays }: KeepRow): KeepRuns => ({
  succeededDays: keepSucceededDays,
  failedDays: keepFailedDays,
  deadLetterDays: keepDeadLetterDays,
});

const keepRow = ({ succeededDays, failedDays, deadLetterDays }: KeepRuns): KeepRow => ({
  keepSucceededDays: succeededDays,
  keepFailedDays: failedDays,
  keepDeadLetterDays: deadLetterDays,
});
