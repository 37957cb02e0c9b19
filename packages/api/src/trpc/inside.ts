import type { Transaction } from '@patchbay/db/client';
import type { Caller } from './caller.ts';
import type { ServiceDeps } from './service-deps.ts';

type Inside = <T>(caller: Caller, work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** One transaction, which sees the workspace of the caller alone. */
export const insideOf =
  ({ db }: Pick<ServiceDeps, 'db'>): Inside =>
  (caller, work) =>
    db.inWorkspace(caller.workspaceId, work);
