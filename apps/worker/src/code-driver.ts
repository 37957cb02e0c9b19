import type { CodeDriver } from '@patchbay/engine/drivers';
import type { CodePool } from '@patchbay/sandbox';

/** The sandbox as the engine knows it: workspaces take turns. */
export const codeDriver = (pool: CodePool): CodeDriver => ({
  run: ({ workspaceId, ...job }) => pool.run({ ...job, group: workspaceId }),
});
