// Delivers messages of topics to the flows that subscribe: an event for each, then the subscriber's cursor moves on.
import type { PlanCache } from '@patchbay/engine';
import { startDuty } from '@patchbay/engine/duty';
import type { Duty } from '@patchbay/engine/duty';
import type { DueSubscription, SubscriptionStore } from '@patchbay/engine/drivers';
import { deliverMessages } from '@patchbay/engine/topics';
import type { DeliverDrivers } from '@patchbay/engine/topics';
import { ByteBudget } from './byte-budget.ts';

const tickMs = 500;
/** Subscribers leased at once, and messages of each at once. */
const subscribers = 16;
const limit = 128;
/** Messages of a subscriber in one turn, and of all whose values are held at the same time. */
const mostBytes = 16 * 1024 * 1024;
const forgetMs = 60_000;

export interface TopicDeliveryParts extends DeliverDrivers {
  readonly subscriptions: SubscriptionStore & { forgetOld(): Promise<void> };
  readonly plans: PlanCache;
  /** Nothing is delivered in a workspace that has this many queued runs. */
  readonly maxQueued: number;
  readonly onError: (error: unknown) => void;
}

/** `look`: messages were published, so look now, not at the next tick. */
export function startTopicDelivery(parts: TopicDeliveryParts): Duty {
  const { subscriptions, maxQueued, onError } = parts;
  const budget = new ByteBudget(mostBytes);
  const work = async (): Promise<boolean> => {
    const due = await subscriptions.due({ limit: subscribers, maxQueued });
    const more = await Promise.all(due.map((subscription) => deliverSafely(subscription, { ...parts, budget })));
    return more.includes(true);
  };
  const delivery = startDuty({ everyMs: tickMs, work, onError });
  const forgetting = startDuty({ everyMs: forgetMs, work: () => subscriptions.forgetOld(), onError });
  return {
    look: () => delivery.look(),
    stop: async () => {
      await Promise.all([delivery.stop(), forgetting.stop()]);
    },
  };
}

interface DeliveryParts extends TopicDeliveryParts {
  readonly budget: ByteBudget;
}

/** Whether there may be more to deliver at once. What goes wrong is tried again when its lease has run out. */
const deliverSafely = (subscription: DueSubscription, parts: DeliveryParts): Promise<boolean> =>
  deliver(subscription, parts).catch((error: unknown) => {
    parts.onError(error);
    return false;
  });

async function deliver(subscription: DueSubscription, parts: DeliveryParts): Promise<boolean> {
  const { subscriptions, plans, budget } = parts;
  const trigger = (await plans.planOf(subscription.versionId)).triggers.get(subscription.nodeId);
  // It does not belong to what is live now: its lease runs out and it is looked at again.
  if (trigger === undefined) return false;
  const { messages, isAll } = await subscriptions.next(subscription, { limit, mostBytes });
  const giveBack = await budget.take(messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const { fault, ...delivered } = await deliverMessages(subscription, { trigger, messages }, parts).finally(giveBack);
  const isDone = fault === null && isAll;
  // All up to the newest position could be seen, so what is not there is none of this subscriber's.
  await subscriptions.moveOn(subscription, isDone ? { ...delivered, cursor: subscription.lastPosition } : delivered);
  if (fault !== null) throw fault.reason;
  return !isDone;
}
