// The engine's driver over PostgreSQL: one claim, progress and release under the fence, all batched across runs.
import type {
  ClaimedRun,
  HistoryMark,
  OriginalHistory,
  ProgressWrite,
  ReleaseWrite,
  RunStore,
  RunWrite,
  StoredHistory,
} from '@patchbay/engine/drivers';
import type { EnvironmentId, EventId, FlowId, FlowVersionId, WorkspaceId } from '@patchbay/model/identity';
import { RunId } from '@patchbay/model/identity';
import type { CheckpointData } from '@patchbay/model/run';
import { runStatusCode } from '@patchbay/model/run';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { NoticeSender } from './notice-sender.ts';
import { remainingText } from './remaining-text.ts';
import {
  claimSql,
  dueSql,
  expireCancelsSql,
  forgetKeysSql,
  giveBackSql,
  handBackSql,
  giveTurnsSql,
  historySql,
  originalEffectsSql,
  originalsSql,
  progressSql,
  releaseSql,
  settlePausesSql,
  startedEffectsSql,
  strandedSql,
} from './statements.ts';
import { bytesArray, doubleArray, intArray, smallintArray, textArray, uuidArray } from './wire-arrays.ts';

const groupSize = 64;
/** As `run.calls` says it. */
const hasOpenCalls = 2;
/** Runs of flows that were resumed, by one statement. */
const letGoTogether = 1_000;

const nothingKnown: HistoryMark = { nextSeq: 0, fence: 0 };

export interface PgRunStoreOptions {
  readonly url: string;
  /** The worker session that owns what is claimed. */
  readonly session: number;
}

export class PgRunStore implements RunStore {
  readonly #session: number;
  readonly #claims: HotConnection[];
  readonly #writers: HotConnection[];
  readonly #reader: HotConnection;
  /** Waits for others who give turns in the same lines. */
  readonly #turnGiver: HotConnection;
  readonly #claim: Batcher<readonly RunId[], readonly ClaimedRun[], HotConnection>;
  readonly #progress: Batcher<WithText<ProgressWrite>, boolean, HotConnection>;
  readonly #release: Batcher<WithText<ReleaseWrite>, boolean, HotConnection>;
  readonly #turns: Batcher<RunId, readonly RunId[], HotConnection>;
  readonly #notices: NoticeSender;

  constructor({ url, session }: PgRunStoreOptions) {
    this.#session = session;
    // Losing a claim in a crash of the database costs nothing: the run is claimed again.
    this.#claims = [1, 2].map(() => new HotConnection({ url, asynchronousCommit: true }));
    this.#writers = [1, 2, 3, 4].map(() => new HotConnection({ url }));
    this.#reader = new HotConnection({ url });
    this.#turnGiver = new HotConnection({ url, asynchronousCommit: true });
    this.#notices = new NoticeSender({ url });
    this.#turns = new Batcher({
      maxItems: groupSize,
      delayMs: 0,
      connections: [this.#turnGiver],
      flush: giveTurnsTogether,
    });
    this.#claim = new Batcher({
      maxItems: groupSize,
      delayMs: 0,
      connections: this.#claims,
      flush: (connection, groups) => this.#claimTogether(connection, groups),
    });
    this.#progress = new Batcher<WithText<ProgressWrite>, boolean, HotConnection>({
      maxItems: groupSize,
      delayMs: 0,
      connections: this.#writers.slice(0, 2),
      most: mostText,
      flush: (connection, writes) => this.#progressTogether(connection, writes),
    });
    this.#release = new Batcher<WithText<ReleaseWrite>, boolean, HotConnection>({
      maxItems: groupSize,
      delayMs: 0,
      connections: this.#writers.slice(2),
      most: mostText,
      flush: (connection, writes) => this.#releaseTogether(connection, writes),
    });
  }

  claim(runIds: readonly RunId[]): Promise<readonly ClaimedRun[]> {
    return runIds.length === 0 ? Promise.resolve([]) : this.#claim.push(runIds);
  }

  async claimDue({
    limit,
    queuedOlderThanMs,
  }: {
    limit: number;
    queuedOlderThanMs: number;
  }): Promise<readonly ClaimedRun[]> {
    const rows = await this.#reader.run('due', dueSql, [queuedOlderThanMs, limit, this.#session]);
    return this.claim(rows.map(([id]) => RunId.parse(id)));
  }

  /** After the end of a run that stood in lines: hands back runs that may start now. */
  giveTurns(runId: RunId): Promise<readonly RunId[]> {
    return this.#turns.push(runId);
  }

  /** As above, where a process died before it did so; `waiting` looks at all lines in which somebody waits. */
  async giveStrandedTurns({ waiting }: { waiting: boolean }): Promise<readonly RunId[]> {
    const rows = await this.#turnGiver.run('stranded', strandedSql, [waiting]);
    const stranded = rows.flatMap(([id]) => (id === null ? [] : [id as string]));
    if (stranded.length === 0) return [];
    return (await this.#turnGiver.run('give-turns', giveTurnsSql, [uuidArray(stranded)])).map(([id]) => id as RunId);
  }

  /** Holds the new runs of paused flows and lets those go whose flow was resumed: hands these back, the oldest first. */
  async settlePauses(): Promise<readonly RunId[]> {
    const rows = await this.#reader.run('settle-pauses', settlePausesSql, [letGoTogether]);
    return rows.flatMap(([id, held]) => (held === 0 ? [id as RunId] : []));
  }

  /** Moves the fence of runs whose cancel was not heeded in time. Hands back how many. */
  async expireCancels(): Promise<number> {
    return (await this.#reader.run('expire-cancels', expireCancelsSql, [])).length;
  }

  async giveBackForgotten(active: readonly RunId[]): Promise<number> {
    return (await this.#reader.run('give-back', giveBackSql, [this.#session, uuidArray(active)])).length;
  }

  /** What this session still owns, when its process ends. Hands back how many. */
  async handBack(): Promise<number> {
    return (await this.#reader.run('hand-back', handBackSql, [this.#session])).length;
  }

  /** Forgets deduplication keys older than their window of 30 days, some thousands at a time. */
  async forgetOldKeys(): Promise<void> {
    await this.#reader.run('forget-keys', forgetKeysSql, []);
  }

  async loadHistory(runId: RunId, { nextSeq, fence }: HistoryMark = nothingKnown): Promise<StoredHistory> {
    const [rows, effects] = await Promise.all([
      this.#reader.run('history', historySql, [runId, nextSeq]),
      this.#reader.run('started-effects', startedEffectsSql, [runId, fence]),
    ]);
    return {
      checkpoints: rows.map(([, data]) => JSON.parse((data as Buffer).toString('utf8')) as CheckpointData),
      startedEffects: effects.map(([path, attempt]) => ({ path: String(path), attempt: Number(attempt) })),
      nextSeq: rows.reduce((next, [seq]) => Math.max(next, Number(seq) + 1), nextSeq),
    };
  }

  async loadOriginals(runId: RunId): Promise<readonly OriginalHistory[]> {
    const [rows, effects] = await Promise.all([
      this.#reader.run('originals', originalsSql, [runId]),
      this.#reader.run('original-effects', originalEffectsSql, [runId]),
    ]);
    const oldest = Math.max(-1, ...[...rows, ...effects].map(([age]) => Number(age)));
    return Array.from({ length: oldest + 1 }, (_, at) => {
      const isOf = ([age]: readonly unknown[]): boolean => Number(age) === oldest - at;
      return {
        checkpoints: rows
          .filter(isOf)
          .map(([, data]) => JSON.parse((data as Buffer).toString('utf8')) as CheckpointData),
        startedEffects: effects.filter(isOf).map(([, path, attempt]) => ({
          path: String(path),
          attempt: Number(attempt),
        })),
      };
    });
  }

  progress(write: ProgressWrite): Promise<boolean> {
    return this.#progress.push(withText(write));
  }

  release(write: ReleaseWrite): Promise<boolean> {
    return this.#release.push(withText(write));
  }

  async close(): Promise<void> {
    await Promise.all([this.#claim.drain(), this.#progress.drain(), this.#release.drain(), this.#turns.drain()]);
    await this.#notices.close();
    await Promise.all(
      [...this.#claims, ...this.#writers, this.#reader, this.#turnGiver].map((connection) => connection.close()),
    );
  }

  async #claimTogether(
    connection: HotConnection,
    groups: readonly (readonly RunId[])[],
  ): Promise<(readonly ClaimedRun[])[]> {
    const rows = await connection.run('claim', claimSql, [
      uuidArray(groups.flat()),
      this.#session,
      // One of them, which is used whenever it is free: two claims at the same moment would not see each other.
      connection === this.#claims.at(-1),
    ]);
    const claimed = new Map(rows.map((row) => [row[0] as string, toClaimedRun(row)]));
    return groups.map((ids) =>
      ids.flatMap((id) => {
        const run = claimed.get(id);
        // The same run in two groups is handed out once.
        claimed.delete(id);
        return run === undefined ? [] : [run];
      }),
    );
  }

  async #progressTogether(connection: HotConnection, writes: readonly WithText<ProgressWrite>[]): Promise<boolean[]> {
    const starting = writes.flatMap((write) => write.starting);
    let last = 0;
    const lasts = writes.map((write) => (last += write.starting.length));
    const rows = await connection.run('progress', progressSql, [
      ...writeColumns(writes),
      this.#session,
      intArray(lasts.map((_, index) => (lasts[index - 1] ?? 0) + 1)),
      intArray(lasts),
      textArray(starting.map((effect) => effect.path)),
      intArray(starting.map((effect) => effect.attempt)),
    ]);
    return this.#answered(writes, rows);
  }

  async #releaseTogether(connection: HotConnection, writes: readonly WithText<ReleaseWrite>[]): Promise<boolean[]> {
    const rows = await connection.run('release', releaseSql, [
      ...writeColumns(writes),
      smallintArray(writes.map((write) => runStatusCode(write.status))),
      doubleArray(writes.map((write) => write.wakeAt?.getTime() ?? null)),
      textArray(writes.map((write) => write.error)),
      textArray(writes.map((write) => write.deadLetter?.reason ?? null)),
      textArray(writes.map((write) => write.deadLetter?.lastStep ?? null)),
      this.#session,
      textArray(writes.map((write) => write.deadLetter?.kind ?? null)),
      textArray(writes.map(({ deadLetter }) => remainingText(deadLetter))),
      smallintArray(writes.map(({ undoing = null }) => (undoing === null ? null : runStatusCode(undoing)))),
      smallintArray(writes.map(({ hasCalled = false }) => (hasCalled ? hasOpenCalls : 0))),
      smallintArray(writes.map(({ atRest = false }) => (atRest ? 1 : 0))),
    ]);
    return this.#answered(writes, rows);
  }

  /** Which writes counted; their replies are on their way. */
  #answered(writes: readonly RunWrite[], rows: readonly unknown[][]): boolean[] {
    const matched = new Set(rows.map(([id]) => id));
    return writes.map((write) => {
      const counted = matched.has(write.runId);
      if (counted && write.replyTo !== null && write.reply !== null) {
        this.#notices.reply({ session: write.replyTo, runId: write.runId, reply: write.reply });
      }
      if (counted && write.announce) this.#notices.announce(write.runId);
      return counted;
    });
  }
}

/** All that may start is handed to the first who asked. */
async function giveTurnsTogether(connection: HotConnection, ended: readonly RunId[]): Promise<(readonly RunId[])[]> {
  const rows = await connection.run('give-turns', giveTurnsSql, [uuidArray(ended)]);
  const next = rows.map(([id]) => id as RunId);
  return ended.map((_, index) => (index === 0 ? next : []));
}

type WithText<Write extends RunWrite> = Write & { readonly text: string | null };

const withText = <Write extends RunWrite>(write: Write): WithText<Write> => ({
  ...write,
  text: write.data === null ? null : JSON.stringify(write.data),
});

/** A large checkpoint on a slow disk keeps few neighbours waiting, and none of them is sent again and again with it. */
const mostText = { bytes: 4_194_304, sizeOf: ({ text }: WithText<RunWrite>): number => text?.length ?? 0 };

function writeColumns(writes: readonly WithText<RunWrite>[]): Buffer[] {
  return [
    uuidArray(writes.map((write) => write.runId)),
    uuidArray(writes.map((write) => write.workspaceId)),
    intArray(writes.map((write) => write.fence)),
    intArray(writes.map((write) => write.seq)),
    bytesArray(writes.map((write) => write.text)),
  ];
}

/** The columns of the claim, in their order. Ids come from our own tables, so they are branded without a check. */
function toClaimedRun(row: readonly unknown[]): ClaimedRun {
  return {
    runId: row[0] as RunId,
    fence: row[1] as number,
    workspaceId: row[2] as WorkspaceId,
    environmentId: row[3] as EnvironmentId,
    flowId: row[4] as FlowId,
    versionId: row[5] as FlowVersionId,
    eventId: row[6] as EventId,
    effectRoot: row[7] as RunId,
    replayOf: row[18] as RunId | null,
    isCalled: row[19] as boolean,
    mode: row[8] === 1 ? 'test' : 'live',
    replyTo: row[9] as number | null,
    crashes: row[10] as number,
    fresh: row[1] === 1,
    startedAt: new Date(row[11] as number),
    cancelRequested: row[12] as boolean,
    triggerId: row[13] as string,
    contentType: row[14] as string,
    meta: row[15] as string,
    body: row[16] as Buffer | null,
    blob: row[17] as string | null,
    sizeBytes: row[20] as number,
  };
}
