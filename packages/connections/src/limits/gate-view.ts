// The limits of a connection as people see them, and what an operator may do about them.
import type { ConnectionLimits } from '@patchbay/model/connector';
import { ratePeriodMs } from '@patchbay/model/connector';
import { GateState } from './gate-state.ts';
import { callsUnderWay, resumedGate } from './pass-gate.ts';
import { countOf } from './tally.ts';

export interface GateView {
  /** free: calls go at once · busy: some wait for their turn · paused: none goes · trying: one is tried. */
  readonly status: 'free' | 'busy' | 'paused' | 'trying';
  readonly pausedSinceMs: number | null;
  /** When a call is tried. */
  readonly triesAtMs: number | null;
  readonly cause: string | null;
  /** Calls at this moment; null when they are not limited. */
  readonly underWay: number | null;
  /** Calls that began within the period of the rate; null when there is none. */
  readonly begun: number | null;
}

export function gateView(stored: string | undefined, limits: ConnectionLimits, nowMs: number): GateView {
  const state = GateState.parse(stored === undefined ? {} : JSON.parse(stored));
  const pause = limits.breaker === undefined ? null : state.pause;
  const living = { ...state, underWay: state.underWay.filter((one) => one.untilMs > nowMs) };
  const windowMs = limits.rate === undefined ? 0 : ratePeriodMs[limits.rate.per];
  return {
    status:
      pause !== null ? (pause.untilMs <= nowMs ? 'trying' : 'paused') : state.lineUntilMs > nowMs ? 'busy' : 'free',
    pausedSinceMs: pause?.sinceMs ?? null,
    triesAtMs: pause?.untilMs ?? null,
    cause: pause?.cause ?? null,
    underWay: limits.concurrent === undefined ? null : callsUnderWay(living),
    begun: limits.rate === undefined ? null : countOf(state.begun, { nowMs, windowMs }),
  };
}

/** What is stored once an operator resumed the calls. */
export const resumedState = (stored: string): string =>
  JSON.stringify(resumedGate(GateState.parse(JSON.parse(stored))));

/** What is stored once the limits changed: nobody waits by the old ones. */
export const relinedState = (stored: string): string =>
  JSON.stringify({ ...GateState.parse(JSON.parse(stored)), lineUntilMs: 0 });
