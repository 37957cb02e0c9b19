// Delivers messages of topics to the flows that subscribe: an event for each, then the subscriber's cursor moves on.
import type { PlanCache } from '@patchbay/engine';
import type { DueSubscription, SubscriptionStore } from '@patchbay/engine/drivers';
import { deliverMessages } from '@patchbay/engine/topics';
import type { DeliverDrivers } from '@patchbay/engine/topics';

const tickMs = 500;
/** Subscribers leased at once, and messages of each at once. */
const subscribers = 16;
const batch = 128;
const ticksPerForget = 120;

export interface TopicDeliveryParts extends DeliverDrivers {
  readonly subscriptions: SubscriptionStore & { forgetOld(): Promise<void> };
  readonly plans: PlanCache;
  /** Nothing is delivered in a workspace that has this many queued runs. */
  readonly maxQueued: number;
  readonly onError: (error: unknown) => void;
}

export interface TopicDelivery {
  /** Messages were published: look now, not at the next tick. */
  look(): void;
  stop(): Promise<void>;
}

export function startTopicDelivery(parts: TopicDeliveryParts): TopicDelivery {
  let current: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let ticks = 0;
  const deliverAll = async (): Promise<void> => {
    do {
      again = false;
      const due = await parts.subscriptions.due({ limit: subscribers, maxQueued: parts.maxQueued });
      const more = await Promise.all(due.map((subscription) => deliverSafely(subscription, parts)));
      again ||= more.includes(true);
    } while (again && !stopped);
  };
  const look = (): void => {
    again = true;
    if (stopped) return;
    current ??= deliverAll()
      .catch(parts.onError)
      .finally(() => {
        current = null;
      });
  };
  const timer = setInterval(() => {
    ticks += 1;
    if (ticks % ticksPerForget === 0) parts.subscriptions.forgetOld().catch(parts.onError);
    look();
  }, tickMs);
  return {
    look,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await current;
    },
  };
}

/** Whether there may be more to deliver at once. What goes wrong is tried again when its lease has run out. */
const deliverSafely = (subscription: DueSubscription, parts: TopicDeliveryParts): Promise<boolean> =>
  deliver(subscription, parts).catch((error: unknown) => {
    parts.onError(error);
    return false;
  });

async function deliver(subscription: DueSubscription, parts: TopicDeliveryParts): Promise<boolean> {
  const { subscriptions, plans } = parts;
  const trigger = (await plans.planOf(subscription.versionId)).triggers.get(subscription.nodeId);
  // It does not belong to what is live now: its lease runs out and it is looked at again.
  if (trigger === undefined) return false;
  const messages = await subscriptions.next(subscription, batch);
  const { fault, ...delivered } = await deliverMessages(subscription, { trigger, messages }, parts);
  const isAll = fault === null && messages.length < batch;
  // All up to the newest position could be seen, so what is not there is none of this subscriber's.
  const moved = { ...delivered, cursor: isAll ? subscription.lastPosition : delivered.cursor };
  await subscriptions.moveOn(subscription, moved);
  if (fault !== null) throw fault;
  return !isAll;
}
