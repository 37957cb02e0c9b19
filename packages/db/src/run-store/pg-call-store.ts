// Calls over PostgreSQL: how they stand, and what the end of a run means for the step that waits for it and for the runs that it called.
import type { CallState, CallStore, WaitKey } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { RunId } from '@patchbay/model/identity';
import { RunStatus, StepError } from '@patchbay/model/run';
import type { CheckpointData, KeptReply, Reply } from '@patchbay/model/run';
import { Batcher } from './batcher.ts';
import {
  callsEndedSql,
  endableSql,
  lookAtCallsSql,
  openCallsSql,
  repliesSql,
  tellCallerSql,
  unsettledSql,
} from './call-statements.ts';
import { HotConnection } from './hot-connection.ts';
import { cancelSql } from './run-commands.ts';
import { textArray, uuidArray } from './wire-arrays.ts';

const groupSize = 64;
const keyOf = ({ effectRoot, path }: WaitKey): string => `${effectRoot} ${path}`;

export interface PgCallStoreOptions {
  readonly url: string;
  /** Tells the workers of a run that may go on; losing it costs a sweep. */
  readonly wakeUp: (runId: RunId) => void;
}

export class PgCallStore implements CallStore {
  readonly #looks: HotConnection;
  readonly #settler: HotConnection;
  readonly #look: Batcher<WaitKey, CallState | null, HotConnection>;
  readonly #wakeUp: (runId: RunId) => void;

  constructor({ url, wakeUp }: PgCallStoreOptions) {
    this.#looks = new HotConnection({ url });
    this.#settler = new HotConnection({ url });
    this.#wakeUp = wakeUp;
    this.#look = new Batcher({
      maxItems: groupSize,
      delayMs: 0,
      connections: [this.#looks],
      flush: lookTogether,
    });
  }

  look(key: WaitKey): Promise<CallState | null> {
    return this.#look.push(key);
  }

  async end({ effectRoot, path }: WaitKey, by: RunId): Promise<void> {
    const [row] = await this.#settler.run('call-endable', endableSql, [effectRoot, path, by]);
    if (row === undefined) return;
    const runId = row[0] as RunId;
    // What the run did may have to be taken back, so a worker ends it, unless it has not begun.
    const [cancelled] = await this.#settler.run('cancel', cancelSql, [runId, row[1], true, null]);
    if (cancelled?.[0] === 'cancelled') await this.settle(runId);
    else this.#wakeUp(runId);
  }

  /**
   * To be called with each run that has ended, or whose cancel was asked for: its caller is told, and what it has called is cancelled. What a
   * process leaves undone here another one finds by `settleStranded`.
   */
  async settle(runId: RunId): Promise<void> {
    const woken = await this.#settler.run('tell-caller', tellCallerSql, [runId]);
    for (const [id] of woken) this.#wakeUp(id as RunId);
    const open = await this.#settler.run('open-calls', openCallsSql, [runId]);
    if (open.length === 0) return;
    for (const [effectRoot, path] of open) {
      if (path !== null) await this.end({ effectRoot: effectRoot as RunId, path: path as string }, runId);
    }
    await this.#settler.run('calls-ended', callsEndedSql, [runId]);
  }

  async settleStranded(): Promise<void> {
    for (const [id] of await this.#settler.run('unsettled', unsettledSql, [])) await this.settle(id as RunId);
  }

  async close(): Promise<void> {
    await this.#look.drain();
    await Promise.all([this.#looks.close(), this.#settler.close()]);
  }
}

async function lookTogether(connection: HotConnection, keys: readonly WaitKey[]): Promise<(CallState | null)[]> {
  const sorted = keys.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const roots = uuidArray(sorted.map(({ effectRoot }) => effectRoot));
  const rows = await connection.run('calls-look', lookAtCallsSql, [roots, textArray(sorted.map(({ path }) => path))]);
  const succeeded = rows.filter((row) => outcomeOf(row[5]) === 'succeeded').map((row) => row[2] as RunId);
  const replies: Replies = succeeded.length === 0 ? new Map() : await repliesOf(connection, succeeded);
  const states = new Map(rows.map((row) => [`${row[0] as string} ${row[1] as string}`, toState(row, replies)]));
  return keys.map((key) => states.get(keyOf(key)) ?? null);
}

type Replies = ReadonlyMap<RunId, Reply | KeptReply>;

/** Of several in a run the last. */
async function repliesOf(connection: HotConnection, runIds: readonly RunId[]): Promise<Replies> {
  const rows = await connection.run('call-replies', repliesSql, [uuidArray(runIds)]);
  const found = new Map<RunId, Reply | KeptReply>();
  for (const [id, data] of rows) {
    const { reply } = JSON.parse((data as Buffer).toString('utf8')) as CheckpointData;
    if (reply !== undefined) found.set(id as RunId, reply);
  }
  return found;
}

const outcomeOf = (code: unknown): RunStatus | null =>
  code === null ? null : (RunStatus.options[Number(code)] ?? null);

/** The columns in their order. */
function toState(row: readonly unknown[], replies: Replies): CallState {
  const runId = row[2] as RunId;
  return { runId, dueAt: new Date(row[3] as number), isOver: row[4] as boolean, end: endOf(row, replies) };
}

function endOf([, , runId, , , code, error]: readonly unknown[], replies: Replies): CallState['end'] {
  const status = outcomeOf(code);
  if (status === null) return null;
  if (status === 'succeeded') {
    const reply = replies.get(runId as RunId);
    if (reply !== undefined && 'kept' in reply) return { status, output: null, reply };
    return { status, output: reply?.body ?? null };
  }
  if (status === 'failed' || status === 'cancelled') {
    return { status, error: typeof error === 'string' ? StepError.parse(JSON.parse(error)) : null };
  }
  throw new AppError('internal', `a call has ended as ${status}`);
}
