// Messages become events of a subscriber: in the order of their positions, each once, whoever delivers and however often he begins anew.
import { AppError, appErrorTable } from '@patchbay/model/errors';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { acceptEvent } from '../accept/index.ts';
import type { AcceptDrivers } from '../accept/index.ts';
import type { Delivered, DueSubscription, TopicMessage } from '../drivers/index.ts';
import { filterHolds, parseBody } from '../plan/index.ts';
import type { PlannedTrigger } from '../plan/index.ts';

export interface DeliverDrivers {
  readonly accept: AcceptDrivers;
  readonly readBlob: (workspaceId: string, blob: string) => Promise<Uint8Array>;
}

type Outcome = 'delivered' | 'leftOut' | { readonly failure: string };

/**
 * Accepts an event for each message that the trigger's filter lets through. What is handed back says how far the subscriber is
 * settled: a message that cannot be stored just now, and those after it, are delivered another time, and recognised then if they were.
 * A message that can never become an event is counted and named, and does not hold up those after it.
 */
export async function deliverMessages(
  subscription: DueSubscription,
  { trigger, messages }: { readonly trigger: PlannedTrigger; readonly messages: readonly TopicMessage[] },
  drivers: DeliverDrivers,
): Promise<Delivered & { readonly fault: unknown }> {
  const settled = await Promise.allSettled(
    messages.map((message) => deliverOne(subscription, { trigger, message }, drivers)),
  );
  let cursor = subscription.cursor;
  let failure: string | null = null;
  const counts = { delivered: 0, leftOut: 0, failed: 0 };
  for (const [index, one] of settled.entries()) {
    if (one.status === 'rejected') return { cursor, ...counts, failure, fault: one.reason as unknown };
    cursor = messages[index]?.position ?? cursor;
    if (typeof one.value === 'string') counts[one.value] += 1;
    else {
      counts.failed += 1;
      ({ failure } = one.value);
    }
  }
  return { cursor, ...counts, failure, fault: null };
}

async function deliverOne(
  subscription: DueSubscription,
  { trigger, message }: { readonly trigger: PlannedTrigger; readonly message: TopicMessage },
  drivers: DeliverDrivers,
): Promise<Outcome> {
  const { workspaceId, environmentId, flowId, versionId, deploymentId } = subscription;
  const body = message.blob === null ? message.body : await drivers.readBlob(workspaceId, message.blob);
  const bytes = body ?? new Uint8Array();
  const meta = metaOf(subscription, message);
  try {
    const root = { root: message.id, nowMs: message.publishedAt.getTime(), next: 'replays the topic for this flow' };
    if (!filterHolds(trigger, { ...meta, body: parseBody(bytes, contentType) }, root)) return 'leftOut';
    await acceptEvent(
      {
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
        origin: {
          parent: message.runId === null || message.path === null ? null : { runId: message.runId, path: message.path },
          messageId: message.id,
        },
      },
      drivers.accept,
    );
    return 'delivered';
  } catch (thrown) {
    if (thrown instanceof AppError && !appErrorTable[thrown.code].retryable) {
      return { failure: `Message ${message.position} was not delivered: ${thrown.userMessage ?? thrown.message}` };
    }
    throw thrown;
  }
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
