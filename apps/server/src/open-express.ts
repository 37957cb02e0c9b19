// Wiring of express flows: the same drivers as in a worker, and a history that is written after the answers.
import type { OperationRunner } from '@patchbay/connections';
import type { PgAcceptStore, ProcessSession } from '@patchbay/db/run-store';
import { installKey, PgExpressHistory, uuidV7 } from '@patchbay/db/run-store';
import { idempotencyKeys } from '@patchbay/engine';
import type { PlanCache } from '@patchbay/engine';
import { AtOnceRuns, ExpressRuns } from '@patchbay/engine/express';
import type { RunId } from '@patchbay/model/identity';
import { codeDriver, mapDriver } from '@patchbay/sandbox';
import type { CodePool, MapPool } from '@patchbay/sandbox';
import type { Logger } from 'pino';

export interface ExpressWiring {
  readonly url: string;
  readonly session: ProcessSession;
  readonly store: PgAcceptStore;
  readonly plans: PlanCache;
  readonly operations: OperationRunner;
  readonly codePool: CodePool;
  readonly mapPool: MapPool;
  readonly wakeUp: (runId: RunId) => void;
  readonly log: Logger;
}

export interface OpenExpress {
  readonly runs: ExpressRuns;
  /** Of the other levels: runs that only compute, for callers who wait. */
  readonly atOnce: AtOnceRuns;
  /** Runs that wait to be written. */
  readonly unwritten: () => number;
  /** Takes nothing more; resolves once all callers have an answer. */
  drain(): Promise<void>;
  /** What waits is written. */
  close(): Promise<void>;
}

/** Runs under way, and then what waits to be written, get this long. */
const graceMs = 2_000;

export async function openExpress(wiring: ExpressWiring): Promise<OpenExpress> {
  const { url, session, store, plans, operations, codePool, mapPool, wakeUp, log } = wiring;
  const history = new PgExpressHistory({
    url,
    onLost: (runId, err) => log.error({ runId, err }, 'the history of an express run could not be written'),
  });
  const newRunId = (): RunId => uuidV7() as RunId;
  const idempotencyKey = idempotencyKeys(await installKey(url));
  const onSlow = (versionId: string, ms: number): void =>
    log.warn({ versionId, ms: Math.round(ms) }, 'a flow held up the server; workers do its runs for a minute');
  const atOnce = new AtOnceRuns({ store, plans, newRunId, now: session.now, idempotencyKey, onSlow });
  const runs = new ExpressRuns({
    history,
    plans,
    operations,
    code: codeDriver(codePool),
    maps: mapDriver(mapPool),
    newRunId,
    now: session.now,
    idempotencyKey,
    wakeUp,
    onFault: (runId, err) => log.error({ runId, err }, 'a run failed by a fault of ours'),
    onSlow,
  });
  return {
    runs,
    atOnce,
    unwritten: () => history.pending,
    drain: () => runs.drain(graceMs),
    close: async () => {
      await runs.drain(graceMs);
      const lost = await history.close(graceMs);
      if (lost > 0) log.error({ runs: lost }, 'express runs were answered and could not be written');
    },
  };
}
