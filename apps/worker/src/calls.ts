// Calls: when a run is done with that another waits for, or that called others, those learn of it. What is lost here is found by the sweeper.
import type { PgCallStore } from '@patchbay/db/run-store';
import type { PlanCache } from '@patchbay/engine';
import type { ClaimedRun } from '@patchbay/engine/drivers';

export interface CallParts {
  readonly calls: Pick<PgCallStore, 'settle'>;
  readonly plans: PlanCache;
  readonly onError: (error: unknown) => void;
}

/** For the pool: to be called with each run that this process works on no more. */
export function callsAfter({ calls, plans, onError }: CallParts): (run: ClaimedRun) => void {
  const settle = async (run: ClaimedRun): Promise<void> => {
    // In memory: the run was just worked on by this plan.
    if (run.isCalled === true || (await plans.planOf(run.versionId)).calls) await calls.settle(run.runId);
  };
  return (run) => void settle(run).catch(onError);
}
