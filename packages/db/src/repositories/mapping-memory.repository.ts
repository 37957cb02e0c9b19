// What people said about pairs of fields: confirmed or rejected, how often, and when last. Auto-map learns from it.
import { createHash } from 'node:crypto';
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../client/index.ts';

export interface MemoryPair {
  readonly sourceSchema: string;
  readonly sourcePath: string;
  readonly targetSchema: string;
  readonly targetPath: string;
}

export interface MemoryRow extends MemoryPair {
  readonly confirmed: number;
  readonly rejected: number;
  readonly lastAt: Date;
}

/** Four long names make one short key. */
const pairKey = ({ sourceSchema, sourcePath, targetSchema, targetPath }: MemoryPair): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([sourceSchema, sourcePath, targetSchema, targetPath]))
      .digest(),
  );

/** What was said of a pair; `withdrawn` takes one confirmation back. */
export type MemoryVerdict = 'confirmed' | 'rejected' | 'withdrawn';

/** Counts what was said once more; a pair of which nothing is left is forgotten. Pairs are written in the order of their keys, so that two who remember do not block each other. */
export async function rememberPairs(
  tx: Transaction,
  workspaceId: string,
  said: readonly (MemoryPair & { readonly verdict: MemoryVerdict })[],
): Promise<void> {
  const keyed = said
    .map((one) => ({ ...one, pair: pairKey(one) }))
    .toSorted((left, right) => Buffer.compare(left.pair, right.pair));
  for (const one of keyed) {
    if (one.verdict === 'withdrawn') {
      await withdraw(tx, workspaceId, one.pair);
      continue;
    }
    const confirmed = one.verdict === 'confirmed' ? 1 : 0;
    await tx.$executeRaw`
      INSERT INTO mapping_memory (workspace_id, pair, source_schema, source_path, target_schema, target_path, confirmed, rejected)
      VALUES (${workspaceId}::uuid, ${one.pair}, ${one.sourceSchema}, ${one.sourcePath}, ${one.targetSchema},
        ${one.targetPath}, ${confirmed}, ${1 - confirmed})
      ON CONFLICT (workspace_id, pair) DO UPDATE SET last_at = now(),
        confirmed = mapping_memory.confirmed + excluded.confirmed, rejected = mapping_memory.rejected + excluded.rejected`;
  }
}

async function withdraw(tx: Transaction, workspaceId: string, pair: Uint8Array<ArrayBuffer>): Promise<void> {
  await tx.$executeRaw`
    UPDATE mapping_memory SET confirmed = confirmed - 1
    WHERE workspace_id = ${workspaceId}::uuid AND pair = ${pair} AND confirmed > 0`;
  await tx.$executeRaw`
    DELETE FROM mapping_memory
    WHERE workspace_id = ${workspaceId}::uuid AND pair = ${pair} AND confirmed = 0 AND rejected = 0`;
}

export async function forgetPairs(tx: Transaction, workspaceId: string, pairs: readonly MemoryPair[]): Promise<number> {
  const { count } = await tx.mappingMemory.deleteMany({ where: { workspaceId, pair: { in: pairs.map(pairKey) } } });
  return count;
}

export interface MemoryQuestion {
  /** Only pairs with one of these schemas at either end; null: all. */
  readonly schemas: readonly string[] | null;
  readonly limit: number;
}

/** What was said last comes first. */
export async function listMemory(
  tx: Transaction,
  workspaceId: string,
  { schemas, limit }: MemoryQuestion,
): Promise<MemoryRow[]> {
  const either =
    schemas === null
      ? Prisma.sql`true`
      : Prisma.sql`(source_schema = ANY(${[...schemas]}::text[]) OR target_schema = ANY(${[...schemas]}::text[]))`;
  return tx.$queryRaw<MemoryRow[]>`
    SELECT source_schema AS "sourceSchema", source_path AS "sourcePath", target_schema AS "targetSchema",
      target_path AS "targetPath", confirmed, rejected, last_at AS "lastAt"
    FROM mapping_memory WHERE workspace_id = ${workspaceId}::uuid AND ${either}
    ORDER BY last_at DESC, pair LIMIT ${limit}`;
}
