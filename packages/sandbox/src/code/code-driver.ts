import type { CodeAnswer, CodeJob } from './code-job.ts';
import type { CodePool } from './code-pool.ts';

type Call = Omit<CodeJob, 'group'> & { readonly workspaceId: string };

/** The pool as the engine's `CodeDriver`: workspaces take turns. */
export const codeDriver = (pool: Pick<CodePool, 'run'>): { run(call: Call): Promise<CodeAnswer> } => ({
  run: ({ workspaceId, ...job }) => pool.run({ ...job, group: workspaceId }),
});
