// Reads for those who wait or watch: stored replies, and what was written since.
import type { RunId, WorkspaceId } from '@patchbay/model/identity';
import { nodeOfPath, RunStatus } from '@patchbay/model/run';
import type { CheckpointData, KeptReply, Reply, StepRecord } from '@patchbay/model/run';
import { HotConnection } from './hot-connection.ts';
import { queuedRuns } from './queued-runs.ts';
import { uuidArray } from './wire-arrays.ts';

const replySql = `
SELECT r.status, r.workspace_id, (SELECT array_agg(c.data ORDER BY c.seq) FROM checkpoint c WHERE c.run_id = r.id)
FROM run r WHERE r.id = $1`;

const progressSql = `
SELECT r.id, CASE WHEN r.undoing IS NOT NULL AND r.status < 3 THEN 6 ELSE r.status END, r.finished_at, c.seq, c.data FROM run r
LEFT JOIN checkpoint c ON c.run_id = r.id WHERE r.id = ANY($1::uuid[]) ORDER BY r.id, c.seq`;
const startedSql = `
SELECT run_id, path, started_at FROM effect_step WHERE run_id = ANY($1::uuid[])`;

export const queuedSql = `WITH RECURSIVE ${queuedRuns('$1')}
SELECT workspace_id, runs FROM queued`;

export interface StoredReply {
  readonly status: RunStatus;
  readonly workspaceId: WorkspaceId;
  /** Read it by `openReply`. */
  readonly reply: Reply | KeptReply | null;
}

export interface RunProgress {
  readonly runId: RunId;
  readonly status: RunStatus;
  readonly finishedAt: Date | null;
  /** Grows with every write; equal means that nothing changed. */
  readonly mark: string;
  /** The last record of each step; an effect under way shows as `started`. */
  readonly steps: readonly StepRecord[];
}

const statusOf = (code: unknown): RunStatus => RunStatus.options[Number(code)] ?? 'queued';
const parse = (data: Buffer): CheckpointData => JSON.parse(data.toString('utf8')) as CheckpointData;

export class RunReader {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  async reply(runId: RunId): Promise<StoredReply | null> {
    const [row] = await this.#connection.run('reply', replySql, [runId]);
    if (row === undefined) return null;
    const checkpoints = ((row[2] as Buffer[] | null) ?? []).map(parse);
    const reply = checkpoints.findLast((one) => one.reply !== undefined)?.reply ?? null;
    return { status: statusOf(row[0]), workspaceId: row[1] as WorkspaceId, reply };
  }

  async progress(runIds: readonly RunId[]): Promise<readonly RunProgress[]> {
    if (runIds.length === 0) return [];
    const ids = uuidArray(runIds);
    const [rows, started] = await Promise.all([
      this.#connection.run('run-progress', progressSql, [ids]),
      this.#connection.run('run-started', startedSql, [ids]),
    ]);
    return runIds.flatMap((runId) => {
      const own = rows.filter(([id]) => id === runId);
      const first = own[0];
      if (first === undefined) return [];
      const steps = new Map<string, StepRecord>();
      for (const row of own)
        for (const step of row[4] === null ? [] : parse(row[4] as Buffer).steps) steps.set(step.path, step);
      const effects = started.filter(([id]) => id === runId);
      for (const [, path, at] of effects) {
        const record = steps.get(path as string);
        if (
          record === undefined ||
          (record.status === 'waiting' && (at as Date).toISOString() > (record.retryAt ?? ''))
        ) {
          steps.set(path as string, underWay(path as string, at as Date, record));
        }
      }
      const mark = `${first[1] as number}:${own.at(-1)?.[3] as number}:${effects
        .map(([, path, at]) => `${path as string}${(at as Date).getTime()}`)
        .sort()
        .join()}`;
      const finishedAt = first[2] as Date | null;
      return [{ runId, status: statusOf(first[1]), finishedAt, mark, steps: [...steps.values()] }];
    });
  }

  /** Queued runs by workspace, of each at most `limit`. */
  async countQueued(limit: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#connection.run('count-queued', queuedSql, [limit]);
    return new Map(rows.map(([workspaceId, count]) => [workspaceId as string, count as number]));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

const underWay = (path: string, at: Date, before: StepRecord | undefined): StepRecord => ({
  ...(before ?? { path, nodeId: nodeOfPath(path) as StepRecord['nodeId'], attempts: [], startedAt: at.toISOString() }),
  status: 'started',
  ports: [],
});
