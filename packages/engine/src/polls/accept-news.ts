// Items of a page become events: in their order, each once, whoever brings them and however often he begins anew.
import { createHash } from 'node:crypto';
import type { AppError } from '@patchbay/model/errors';
import { acceptInOrder, readyEvent } from '../accept/index.ts';
import type { AcceptDrivers, IncomingEvent } from '../accept/index.ts';
import type { DuePoll, EventToAccept, News, PollStore } from '../drivers/index.ts';
import { filterHolds } from '../plan/index.ts';
import type { PlannedTrigger } from '../plan/index.ts';

export interface AcceptedNews {
  readonly found: number;
  readonly lost: number;
  readonly loss: string | null;
}

const longestKey = 400;

/** The key of an item's event: the same however often it is tried, another one in another round. */
export function eventKey(round: number, itemKey: string): string {
  const key = itemKey.length <= longestKey ? itemKey : createHash('sha256').update(itemKey).digest('base64url');
  return round === 0 ? `poll:${key}` : `poll:${round}:${key}`;
}

/**
 * Accepts an event for each item that is none yet. Those that can never become one are counted and named, and do not hold up the others.
 * Rejects when something could not be stored just now: then nothing is settled, and what was stored is recognised the next time.
 */
export async function acceptNews(
  poll: DuePoll,
  { items, trigger }: { readonly items: News['items']; readonly trigger: PlannedTrigger },
  { accept, store }: { readonly accept: AcceptDrivers; readonly store: Pick<PollStore, 'known'> },
): Promise<AcceptedNews> {
  const keyed = items.map((item) => ({ ...item, eventKey: eventKey(poll.round, item.key) }));
  const known =
    keyed.length === 0
      ? new Set()
      : await store.known(
          poll,
          keyed.map((item) => item.eventKey),
        );
  const fresh = keyed.filter((item) => !known.has(item.eventKey));
  const events = fresh.map((item) => eventOf(poll, { item, trigger }, accept));
  const { settled, fault } = await acceptInOrder(events, accept);
  if (fault !== null) throw fault.reason;
  const losses = settled.flatMap((one, index) => (typeof one === 'string' ? [] : [lossOf(fresh[index], one.refused)]));
  const found = settled.filter((one) => one === 'accepted').length;
  return { found, lost: losses.length, loss: losses.at(-1) ?? null };
}

const lossOf = (item: News['items'][number] | undefined, refused: AppError): string =>
  `“${item?.key.slice(0, 80)}” started no run: ${refused.userMessage ?? refused.message}`;

/** Null: the filter does not let it through. */
async function eventOf(
  poll: DuePoll,
  { item, trigger }: { item: News['items'][number] & { eventKey: string }; trigger: PlannedTrigger },
  accept: AcceptDrivers,
): Promise<EventToAccept | null> {
  const { workspaceId, environmentId, flowId, versionId, deploymentId } = poll;
  const nowMs = accept.nowMs();
  const meta = { key: item.key, foundAt: new Date(nowMs).toISOString() };
  const root = `${deploymentId}/${item.eventKey}`;
  const next = 'lets the trigger start again from an earlier place';
  if (!filterHolds(trigger, { ...meta, body: item.value }, { root, nowMs, next })) return null;
  const event: IncomingEvent = {
    workspaceId,
    environmentId,
    flowId,
    versionId,
    deploymentId,
    trigger,
    meta,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(item.value)),
    replyTo: null,
    mode: 'live',
    sourceKey: item.eventKey,
  };
  return readyEvent(event, accept);
}
