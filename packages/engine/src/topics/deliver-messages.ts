// Messages become events of a subscriber: in the order of their positions, each once, whoever delivers and however often he begins anew.
import type { Json, JsonObject } from '@patchbay/model/schema';
import { acceptInOrder, readyEvent } from '../accept/index.ts';
import type { AcceptDrivers, AcceptedInOrder, IncomingEvent } from '../accept/index.ts';
import type { Delivered, DueSubscription, EventToAccept, TopicMessage } from '../drivers/index.ts';
import { filterHolds, parseBody } from '../plan/index.ts';
import type { PlannedTrigger } from '../plan/index.ts';

export interface DeliverDrivers {
  readonly accept: AcceptDrivers;
  readonly readBlob: (workspaceId: string, blob: string) => Promise<Uint8Array>;
}

/**
 * Accepts an event for each message that the trigger's filter lets through. What is handed back says how far the subscriber is
 * settled: a message that cannot be stored just now, and those after it, are delivered another time.
 * A message that can never become an event is counted and named, and does not hold up those after it.
 */
export async function deliverMessages(
  subscription: DueSubscription,
  { trigger, messages }: { readonly trigger: PlannedTrigger; readonly messages: readonly TopicMessage[] },
  drivers: DeliverDrivers,
): Promise<Delivered & Pick<AcceptedInOrder, 'fault'>> {
  const events = messages.map((message) => eventOf(subscription, { trigger, message }, drivers));
  const { settled, fault } = await acceptInOrder(events, drivers.accept);
  let failure: string | null = null;
  const counts = { delivered: 0, leftOut: 0, failed: 0 };
  for (const [index, one] of settled.entries()) {
    if (one === 'leftOut') counts.leftOut += 1;
    else if (typeof one === 'string') counts.delivered += 1;
    else {
      counts.failed += 1;
      failure = `Message ${messages[index]?.position} was not delivered: ${one.refused.userMessage ?? one.refused.message}`;
    }
  }
  const cursor = messages[settled.length - 1]?.position ?? subscription.cursor;
  return { cursor, ...counts, failure, fault };
}

/** Null: the filter does not let it through. */
async function eventOf(
  subscription: DueSubscription,
  { trigger, message }: { readonly trigger: PlannedTrigger; readonly message: TopicMessage },
  { accept, readBlob }: DeliverDrivers,
): Promise<EventToAccept | null> {
  const { workspaceId, environmentId, flowId, versionId, deploymentId } = subscription;
  const bytes = (message.blob === null ? message.body : await readBlob(workspaceId, message.blob)) ?? new Uint8Array();
  const meta = metaOf(subscription, message);
  const root = { root: message.id, nowMs: message.publishedAt.getTime(), next: 'replays the topic for this flow' };
  if (!filterHolds(trigger, { ...meta, body: parseBody(bytes, contentType) }, root)) return null;
  const { id: messageId, runId, path } = message;
  const event: IncomingEvent = {
    workspaceId,
    environmentId,
    flowId,
    versionId,
    deploymentId,
    trigger,
    meta,
    contentType,
    body: bytes,
    replyTo: null,
    mode: 'live',
    sourceKey: keyOf(subscription, message),
    origin: { parent: runId === null || path === null ? null : { runId, path }, messageId },
  };
  return readyEvent(event, accept);
}

const contentType = 'application/json';

/** What stands beside the value in `trigger`. */
const metaOf = ({ topic }: DueSubscription, message: TopicMessage): JsonObject => ({
  topic,
  messageId: message.id,
  position: message.position,
  key: message.key,
  type: message.type,
  headers: JSON.parse(message.headers) as Json,
  publishedAt: message.publishedAt.toISOString(),
});

/** Got once more, a message is another event; got for the first time, it is the same one however often it is tried. */
function keyOf({ replayNo, replayUntil }: DueSubscription, { id, position }: TopicMessage): string {
  return position <= replayUntil ? `msg:${id}:${replayNo}` : `msg:${id}`;
}
