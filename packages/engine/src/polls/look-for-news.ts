// One look of a poll: read a page, accept its items, then move the cursor; the next page is read only when that is done. The cursor
// therefore never runs ahead of the events, and a crash between the two costs reading a page once more.
import type { ConnectionId } from '@patchbay/model/identity';
import type { AcceptDrivers } from '../accept/index.ts';
import { toConnectorFailure } from '../advance/failed-attempt.ts';
import type { CallPermit, DuePoll, PollCall, PollDriver, PollStore } from '../drivers/index.ts';
import type { PlannedTrigger } from '../plan/index.ts';
import { acceptNews } from './accept-news.ts';
import { nextLook, pauseAfterFailure } from './next-look.ts';

export interface LookDrivers {
  readonly store: PollStore;
  readonly polls: PollDriver;
  readonly accept: AcceptDrivers;
  /** Aborts when the process stops: what is being read is given up, what was read is settled. */
  readonly stopping: AbortSignal;
}

export interface PollSource {
  readonly trigger: PlannedTrigger;
  readonly connectionId: ConnectionId | null;
}

/** Items of a page. */
const pageSize = 250;
/** Then others get their turn, and the backlog is looked at again. */
const pagesOfLook = 20;
/** The lease lasts a minute from each page on. */
const readLimitMs = 40_000;

export async function lookForNews(due: DuePoll, source: PollSource, drivers: LookDrivers): Promise<void> {
  const begunAt = new Date(drivers.accept.nowMs());
  let poll = due;
  for (let page = 1; !drivers.stopping.aborted; page += 1) {
    const outcome = await onePage(poll, source, { ...drivers, begunAt, isLast: page === pagesOfLook });
    if (outcome === null) return;
    poll = outcome;
  }
  // Somebody else goes on where this process stopped.
  await drivers.store.putOff(poll, { nextAt: begunAt, error: null, held: null });
}

interface PageDrivers extends LookDrivers {
  readonly begunAt: Date;
  readonly isLast: boolean;
}

/** The poll as it stands behind the page; null when this look is over. */
async function onePage(poll: DuePoll, source: PollSource, drivers: PageDrivers): Promise<DuePoll | null> {
  const { store, begunAt, isLast } = drivers;
  const permit = await admitted(poll, source, drivers);
  if (permit === null) return null;
  const news = await readPage(poll, source, { ...drivers, permit });
  if (news === null) return null;
  const accepted = await acceptNews(poll, { items: news.items, trigger: source.trigger }, drivers);
  const goesOn = news.more && !isLast;
  const nextAt = goesOn ? null : news.more ? begunAt : nextLook(poll, begunAt);
  const moved = await store.moveOn(poll, { cursor: news.cursor, ...accepted, nextAt });
  return moved && goesOn ? { ...poll, cursor: news.cursor, version: poll.version + 1, failures: 0, held: null } : null;
}

const free: CallPermit = { end: () => undefined };

/** Null: the limits of the connection hold the call back, and the poll is put off until they may not. */
async function admitted(poll: DuePoll, { connectionId }: PollSource, drivers: PageDrivers): Promise<CallPermit | null> {
  if (connectionId === null) return free;
  const { workspaceId, environmentId } = poll;
  const back = poll.held === 'connection';
  const admission = await drivers.polls.admit({ workspaceId, environmentId, connectionId, back });
  if (admission === null) return free;
  if (admission.type === 'go') return admission.permit;
  const { message, next, reason, atMs } = admission;
  const nextAt = new Date(Math.max(atMs, drivers.accept.nowMs() + 1_000));
  await drivers.store.putOff(poll, { nextAt, held: 'connection', error: { code: reason, message, next } });
  return null;
}

/** Null: it could not be read; that is kept, and the poll is put off. */
async function readPage(poll: DuePoll, source: PollSource, drivers: PageDrivers & { permit: CallPermit }) {
  const { polls, store, permit, accept, stopping } = drivers;
  const { workspaceId, environmentId } = poll;
  const { trigger, connectionId } = source;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(readLimitMs)]);
  const call: PollCall = {
    operation: trigger.operation,
    workspaceId,
    environmentId,
    connectionId,
    settings: trigger.settings,
    signal,
  };
  try {
    const isMark = poll.cursor === null && poll.begin === 'now';
    const news = isMark
      ? { items: [], cursor: await polls.newestPlace(call), more: false }
      : await polls.readNews(call, { cursor: poll.cursor, limit: pageSize });
    permit.end(null);
    return news;
  } catch (thrown) {
    permit.end(thrown);
    const error = toConnectorFailure(thrown);
    if (error === null) throw thrown;
    if (stopping.aborted) {
      await store.putOff(poll, { nextAt: drivers.begunAt, error: null, held: null });
      return null;
    }
    const nextAt = new Date(accept.nowMs() + pauseAfterFailure(poll.failures + 1, error.retryAfterMs));
    await store.putOff(poll, { nextAt, error, held: null });
    return null;
  }
}
