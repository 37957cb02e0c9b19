import { seededContext } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { PlannedTrigger } from './flow-plan.ts';

/**
 * Whether the trigger's filter lets an event through; without one all pass. `root` and `nowMs` are what random values and the time derive
 * from; `next` is what to do once the filter is mended, as half a sentence.
 * @throws AppError `unprocessable` when it cannot be worked out
 */
export function filterHolds(
  { filter, nodeId }: PlannedTrigger,
  trigger: Json,
  { root, nowMs, next }: { readonly root: string; readonly nowMs: number; readonly next: string },
): boolean {
  if (filter === null) return true;
  try {
    return filter(trigger, seededContext({ now: nowMs, effectRoot: root, path: nodeId }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unprocessable', `filter failed: ${reason}`, {
      userMessage: `The filter could not be worked out: ${reason}. An analyst mends it in the trigger’s settings, and ${next}.`,
      cause,
    });
  }
}
