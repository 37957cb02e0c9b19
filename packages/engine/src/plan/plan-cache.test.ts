import { aFlow } from '@patchbay/model/flow/testing';
import { describe, expect, test } from 'vitest';
import type { PlanSource } from '../drivers/index.ts';
import { PlanCache } from './plan-cache.ts';

const run = { workspaceId: 'w', environmentId: 'e', flowId: 'f', versionId: 'v' } as unknown as Parameters<
  PlanCache['contextFor']
>[0];

/** Its variables say how often they were read. */
function source(given: Partial<PlanSource> = {}) {
  const read = { documents: 0, variables: 0 };
  const parts: PlanSource = {
    document: () => {
      read.documents += 1;
      return Promise.resolve(aFlow().withTrigger('hook').build());
    },
    bindings: () => Promise.resolve(new Map()),
    variables: () => Promise.resolve({ times: (read.variables += 1) }),
    ...given,
  };
  return { read, cache: new PlanCache(parts, () => undefined) };
}

describe('the context of a run', () => {
  test('is put together once for the runs of a version, and each environment has its own', async () => {
    const { read, cache } = source();
    const first = await cache.contextFor(run);
    expect(await cache.contextFor({ ...run })).toBe(first);
    const other = await cache.contextFor({ ...run, environmentId: 'other' as typeof run.environmentId });
    expect(other.plan).toBe(first.plan);
    expect(read).toEqual({ documents: 1, variables: 2 });
  });

  test('holds the variables of its environment, which all versions share', async () => {
    const { read, cache } = source();
    const first = await cache.contextFor(run);
    const other = await cache.contextFor({ ...run, versionId: 'other' as typeof run.versionId });
    expect(other.variables).toBe(first.variables);
    expect(read).toEqual({ documents: 2, variables: 1 });
  });

  test('is looked up anew once something was bound or set; the plan stays', async () => {
    const { cache } = source();
    const before = await cache.contextFor(run);
    cache.forgetBindings();
    const after = await cache.contextFor(run);
    expect([before.variables, after.variables]).toEqual([{ times: 1 }, { times: 2 }]);
    expect(after.plan).toBe(before.plan);
  });

  test('that could not be read is asked for again', async () => {
    let isAway = true;
    const { cache } = source({
      bindings: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(new Map())),
    });
    await expect(cache.contextFor(run)).rejects.toThrow('away');
    isAway = false;
    expect((await cache.contextFor(run)).bindings.size).toBe(0);
  });
});
