import type { RunFilter } from '@patchbay/db/repositories';
import { runStatusCode } from '@patchbay/model/run';
import type { RunFilterInput } from './run.contract.ts';

/** The filter of a list as the database takes it. */
export function storedFilter(input: RunFilterInput): Omit<RunFilter, 'after' | 'limit'> {
  const search = input.search?.trim();
  return {
    statuses: (input.status ?? []).map(runStatusCode),
    needsYou: input.needsYou ?? false,
    flowId: input.flowId ?? null,
    since: input.since === undefined ? null : new Date(input.since),
    until: input.until === undefined ? null : new Date(input.until),
    search: search === undefined || search === '' ? null : search,
    errorCode: input.errorCode ?? null,
    mode: input.mode === undefined ? null : input.mode === 'test' ? 1 : 0,
  };
}
