// Polls whose time has come look for news, several at a time; each look is over by itself, and none holds up the others.
import type { PlanCache } from '@patchbay/engine';
import type { DuePoll, PollDriver, PollStore } from '@patchbay/engine/drivers';
import { startDuty } from '@patchbay/engine/duty';
import { lookForNews } from '@patchbay/engine/polls';
import type { AcceptDrivers } from '@patchbay/engine/accept';

const tickMs = 1_000;
/** Looks of this process at the same time. */
const mostLooks = 8;

export interface PollerParts {
  readonly store: PollStore;
  readonly polls: PollDriver;
  readonly plans: PlanCache;
  readonly accept: AcceptDrivers;
  /** Nothing is looked for in a workspace that has this many queued runs. */
  readonly maxQueued: number;
  readonly onError: (error: unknown) => void;
}

export interface Poller {
  /** Gives up what is being read, settles what was read; resolves when no look is under way. */
  stop(): Promise<void>;
}

export function startPoller(parts: PollerParts): Poller {
  const { store, maxQueued, onError } = parts;
  const stopping = new AbortController();
  const looks = new Set<Promise<void>>();
  const begin = (poll: DuePoll): void => {
    const look: Promise<void> = lookOnce(poll, parts, stopping.signal)
      .catch(onError)
      .finally(() => looks.delete(look));
    looks.add(look);
  };
  const duty = startDuty({
    everyMs: tickMs,
    work: async () => {
      const limit = mostLooks - looks.size;
      if (limit > 0) for (const poll of await store.due({ limit, maxQueued })) begin(poll);
    },
    onError,
  });
  return {
    stop: async () => {
      stopping.abort();
      await duty.stop();
      await Promise.all(looks);
    },
  };
}

async function lookOnce(poll: DuePoll, parts: PollerParts, stopping: AbortSignal): Promise<void> {
  const { plan, bindings } = await parts.plans.contextFor(poll);
  const trigger = plan.triggers.get(poll.nodeId);
  // It does not belong to what is live now: its lease runs out and it is looked at again.
  if (trigger === undefined) return;
  const connectionId = trigger.slot === null ? null : (bindings.get(trigger.slot) ?? null);
  await lookForNews(poll, { trigger, connectionId }, { ...parts, stopping });
}
