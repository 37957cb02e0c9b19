// What the workspace remembers of pairs of fields.
import type { Transaction } from '@patchbay/db/client';
import type { MemoryPair } from '@patchbay/db/repositories';
import { appendAudit, forgetPairs, listMemory, rememberPairs } from '@patchbay/db/repositories';
import type { Caller } from '../trpc/caller.ts';
import type {
  FieldPair,
  MemoryForgetInput,
  MemoryForgotten,
  MemoryList,
  MemoryListInput,
  RememberInput,
} from './memory.contract.ts';

const mostPairs = 10_000;
const target = { kind: 'mappingMemory', id: 'pairs' };

const asRow = ({ source, target: goal }: FieldPair): MemoryPair => ({
  sourceSchema: source.schema,
  sourcePath: source.path,
  targetSchema: goal.schema,
  targetPath: goal.path,
});

export async function remember(tx: Transaction, caller: Caller, { pairs }: RememberInput): Promise<void> {
  const { workspaceId, actor } = caller;
  await rememberPairs(
    tx,
    workspaceId,
    pairs.map(({ verdict, ...pair }) => ({ ...asRow(pair), verdict })),
  );
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.remember',
    target,
    after: {
      confirmed: pairs.filter((pair) => pair.verdict === 'confirmed').length,
      rejected: pairs.filter((pair) => pair.verdict === 'rejected').length,
      withdrawn: pairs.filter((pair) => pair.verdict === 'withdrawn').length,
    },
  });
}

export async function forget(tx: Transaction, caller: Caller, { pairs }: MemoryForgetInput): Promise<MemoryForgotten> {
  const { workspaceId, actor } = caller;
  const forgotten = await forgetPairs(tx, workspaceId, pairs.map(asRow));
  await appendAudit(tx, workspaceId, actor, { action: 'mapping.forget', target, after: { forgotten } });
  return { forgotten };
}

export async function memoryOf(
  tx: Transaction,
  workspaceId: string,
  { schemas, limit }: MemoryListInput,
): Promise<MemoryList> {
  const rows = await listMemory(tx, workspaceId, { schemas: schemas ?? null, limit: limit ?? mostPairs });
  return {
    pairs: rows.map((row) => ({
      source: { schema: row.sourceSchema, path: row.sourcePath },
      target: { schema: row.targetSchema, path: row.targetPath },
      confirmed: row.confirmed,
      rejected: row.rejected,
      lastAt: row.lastAt.toISOString(),
    })),
  };
}
