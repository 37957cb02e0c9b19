// Batches of records that writers send, under the fence of their run. Marks of concurrent runs share a commit.
import type { BatchStore, BatchWrite, StoredBatch } from '@patchbay/engine/drivers';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { cancelIsOver, ownedBy } from './statements.ts';
import { boolArray, bytesArray, intArray, textArray, uuidArray } from './wire-arrays.ts';

/** $10: the session that owns the runs. The share lock holds off a claim. After the grace of a cancel no batch starts. */
export const markSql = `
WITH d AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::int[], $7::bytea[], $8::int[], $9::bool[])
  AS d(id, workspace_id, fence, effect_root, path, batch, hash, records, done)
), m AS (
  SELECT d.* FROM d JOIN run r ON r.id = d.id AND r.fence = d.fence AND ${ownedBy('$10')}
  WHERE r.cancel_at IS NULL OR NOT ${cancelIsOver}
  FOR SHARE OF r
), i AS (
  INSERT INTO record_batch (effect_root, path, batch, workspace_id, hash, records, done)
  SELECT effect_root, path, batch, workspace_id, hash, records, done FROM m
  ON CONFLICT (effect_root, path, batch) DO UPDATE
    SET hash = excluded.hash, records = excluded.records, done = excluded.done, at = now()
)
SELECT DISTINCT id FROM m`;

const loadSql = `
SELECT path, batch, hash, records, done FROM record_batch WHERE effect_root = $1 AND path = ANY($2::text[]) ORDER BY path, batch`;

export class PgBatchStore implements BatchStore {
  readonly #session: number;
  readonly #writer: HotConnection;
  readonly #reader: HotConnection;
  readonly #marks: Batcher<BatchWrite, boolean, HotConnection>;

  constructor({ url, session }: { url: string; session: number }) {
    this.#session = session;
    this.#writer = new HotConnection({ url });
    this.#reader = new HotConnection({ url });
    this.#marks = new Batcher({
      maxItems: 64,
      delayMs: 0,
      connections: [this.#writer],
      flush: (connection, writes) => this.#markTogether(connection, writes),
    });
  }

  async load(effectRoot: string, paths: readonly string[]): Promise<readonly StoredBatch[]> {
    const rows = await this.#reader.run('record-batches', loadSql, [effectRoot, textArray(paths)]);
    return rows.map(([path, batch, hash, records, done]) => ({
      path: path as string,
      batch: batch as number,
      hash: (hash as Buffer).toString('hex'),
      records: records as number,
      done: done as boolean,
    }));
  }

  mark(write: BatchWrite): Promise<boolean> {
    return this.#marks.push(write);
  }

  async close(): Promise<void> {
    await this.#marks.drain();
    await Promise.all([this.#writer.close(), this.#reader.close()]);
  }

  async #markTogether(connection: HotConnection, writes: readonly BatchWrite[]): Promise<boolean[]> {
    const all = writes.flatMap(({ batches, ...run }) => batches.map((batch) => ({ ...run, ...batch })));
    const rows = await connection.run('mark-batches', markSql, [
      uuidArray(all.map((one) => one.runId)),
      uuidArray(all.map((one) => one.workspaceId)),
      intArray(all.map((one) => one.fence)),
      uuidArray(all.map((one) => one.effectRoot)),
      textArray(all.map((one) => one.path)),
      intArray(all.map((one) => one.batch)),
      bytesArray(all.map((one) => Buffer.from(one.hash, 'hex'))),
      intArray(all.map((one) => one.records)),
      boolArray(all.map((one) => one.done)),
      this.#session,
    ]);
    const matched = new Set(rows.map(([id]) => id));
    return writes.map((write) => matched.has(write.runId));
  }
}
