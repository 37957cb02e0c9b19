// The runs that belong to a run, as one list: what led to it, what it led to, and replays.
import type { Transaction } from '@patchbay/db/client';
import { listTrace } from '@patchbay/db/repositories';
import { RunId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import type { RunTrace } from './run.contract.ts';
import { runItem } from './run-views.ts';

const most = 200;

export async function runTrace(tx: Transaction, caller: Caller, runId: string): Promise<RunTrace> {
  const rows = await listTrace(tx, caller, { runId, limit: most + 1 });
  const isCut = rows.length > most;
  // The newest goes, but never the run itself.
  const left = isCut ? rows.findLastIndex(({ id }) => id !== runId) : -1;
  const items = rows
    .filter((_, at) => at !== left)
    .map((row) => ({
      ...runItem(row),
      parent: row.parentRun === null ? null : { runId: RunId.parse(row.parentRun), path: row.parentPath },
    }));
  return { items, isCut };
}
