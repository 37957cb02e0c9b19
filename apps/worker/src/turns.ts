// Turns in lines: when a run that stood in one is done with, who is next may start. A turn that is lost here is found by the sweeper.
import type { PgRunStore } from '@patchbay/db/run-store';
import type { PlanCache } from '@patchbay/engine';
import type { ClaimedRun } from '@patchbay/engine/drivers';
import type { RunId } from '@patchbay/model/identity';

export interface TurnParts {
  readonly store: Pick<PgRunStore, 'giveTurns'>;
  readonly plans: PlanCache;
  /** Takes over, or tells others of, runs that may start now. */
  readonly start: (runIds: readonly RunId[]) => void;
  readonly onError: (error: unknown) => void;
}

/** For the pool: to be called with each run that this process works on no more. */
export function turnsAfter({ store, plans, start, onError }: TurnParts): (run: ClaimedRun) => void {
  const giveOn = async (run: ClaimedRun): Promise<void> => {
    // In memory: the run was just worked on by this plan.
    const { triggers } = await plans.planOf(run.versionId);
    if ([...triggers.values()].every((trigger) => trigger.lines.length === 0)) return;
    const next = await store.giveTurns(run.runId);
    if (next.length > 0) start(next);
  };
  return (run) => void giveOn(run).catch(onError);
}
