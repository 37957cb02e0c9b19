// Events of one source, in its order: none is stored ahead of one that came before it.
import { AppError, appErrorTable } from '@patchbay/model/errors';
import type { EventToAccept } from '../drivers/index.ts';
import { storeEvent } from './accept-event.ts';
import type { AcceptDrivers } from './accept-event.ts';

/** leftOut: no event was wanted. refused: it can never become one. */
export type InOrder = 'accepted' | 'duplicate' | 'leftOut' | { readonly refused: AppError };

export interface AcceptedInOrder {
  /** What became of the first ones. */
  readonly settled: readonly InOrder[];
  /** Why the next one could not be stored just now; null: all are settled. */
  readonly fault: { readonly reason: unknown } | null;
}

/**
 * Stores events that are made ready side by side, as their large bodies may take a while; null is left out. None is stored behind one
 * that cannot be just now.
 */
export async function acceptInOrder(
  events: readonly Promise<EventToAccept | null>[],
  drivers: AcceptDrivers,
): Promise<AcceptedInOrder> {
  const ready = await Promise.allSettled(events);
  const late = ready.findIndex((one) => one.status === 'rejected' && !isRefusal(one.reason));
  const next = late === -1 ? ready : ready.slice(0, late + 1);
  // Each is on its way to the store before the next one is.
  const stored = await Promise.allSettled(
    next.map(async (one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value === null ? null : storeEvent(one.value, drivers);
    }),
  );
  const settled: InOrder[] = [];
  for (const one of stored) {
    if (one.status === 'fulfilled') {
      settled.push(one.value === null ? 'leftOut' : one.value.duplicate ? 'duplicate' : 'accepted');
    } else if (isRefusal(one.reason)) settled.push({ refused: one.reason });
    else return { settled, fault: { reason: one.reason as unknown } };
  }
  return { settled, fault: null };
}

const isRefusal = (reason: unknown): reason is AppError =>
  reason instanceof AppError && !appErrorTable[reason.code].retryable;
