// Who may call over a connection now, and who waits for how long. Pure: the same state, limits and time give the same answers.
import type { CircuitBreaker, ConnectionLimits, HoldReason } from '@patchbay/model/connector';
import { ratePeriodMs } from '@patchbay/model/connector';
import type { GateState } from './gate-state.ts';
import { addTo, countOf, freedAtMs } from './tally.ts';

/** A process that holds calls says so at least this often, or they count as gone. */
export const heldForMs = 15_000;
/** A call that is tried after a pause counts as under way for this long at most. */
const probeForMs = 60_000;
/** Nobody is told to wait longer than this: limits may change meanwhile. */
const longestHoldMs = 300_000;
/** While one call is tried, the others look again this often. */
const probeLookMs = 2_000;
/** Nobody is told to ask again sooner than this: whoever asks at once would ask without end. */
export const soonestHoldMs = 20;

export interface EndedCall {
  readonly ms: number;
  /** The system failed: it was not reached, did not answer, or answered with a fault of its own. */
  readonly failed: boolean;
  /** Of a failure, in words, without secrets. */
  readonly cause?: string;
  readonly probe: boolean;
}

export interface GateRequest {
  /** The process that asks. */
  readonly owner: string;
  readonly nowMs: number;
  readonly ended: readonly EndedCall[];
  /** Who asks, in order; `back`: was told to wait before, so goes before those who ask for the first time. */
  readonly callers: readonly { readonly back: boolean }[];
}

export type GateAnswer =
  | { readonly type: 'go'; readonly probe: boolean }
  | { readonly type: 'hold'; readonly reason: HoldReason; readonly atMs: number };

export interface GatePassed {
  readonly state: GateState;
  readonly answers: readonly GateAnswer[];
}

export function passGate(before: GateState, limits: ConnectionLimits, request: GateRequest): GatePassed {
  let state = settleEnded(before, limits, request);
  const answers: GateAnswer[] = [];
  for (const caller of request.callers) {
    const one = answerOne(state, limits, { ...request, back: caller.back });
    state = one.state;
    answers.push(one.answer);
  }
  return { state, answers };
}

/** An operator says that the system is well again: nothing is counted against it, nobody waits. */
export const resumedGate = (state: GateState): GateState => ({
  ...state,
  ended: { first: 0, counts: [] },
  failed: { first: 0, counts: [] },
  pause: null,
  lineUntilMs: 0,
});

function settleEnded(state: GateState, limits: ConnectionLimits, { owner, nowMs, ended }: GateRequest): GateState {
  const mine = state.underWay.find((one) => one.owner === owner)?.calls ?? 0;
  const left = Math.max(0, mine - ended.length);
  const others = state.underWay.filter((one) => one.owner !== owner && one.untilMs > nowMs);
  const underWay = left === 0 ? others : [...others, { owner, calls: left, untilMs: nowMs + heldForMs }];
  const callMs = ended.reduce((smooth, call) => smooth * 0.9 + call.ms * 0.1, state.callMs);
  const settled = { ...state, underWay, callMs };
  return limits.breaker === undefined ? { ...settled, pause: null } : judge(settled, limits.breaker, { nowMs, ended });
}

/** Closed → open on a share of failures; open → closed or open again, as the call that was tried went. */
function judge(
  state: GateState,
  breaker: CircuitBreaker,
  { nowMs, ended }: Pick<GateRequest, 'nowMs' | 'ended'>,
): GateState {
  const at = { nowMs, windowMs: breaker.windowMs };
  if (state.pause !== null) {
    const tried = ended.find((call) => call.probe);
    if (tried === undefined) return state;
    if (!tried.failed) return resumedGate(state);
    const untilMs = nowMs + breaker.pauseMs;
    const cause = tried.cause ?? state.pause.cause;
    return { ...state, lineUntilMs: untilMs, pause: { ...state.pause, untilMs, cause, probe: null } };
  }
  const failures = ended.filter((call) => call.failed);
  const counted = {
    ...state,
    ended: addTo(state.ended, at, ended.length),
    failed: addTo(state.failed, at, failures.length),
  };
  const calls = countOf(counted.ended, at);
  const failed = countOf(counted.failed, at);
  if (failures.length === 0 || calls < breaker.minCalls || failed * 100 < breaker.failurePercent * calls)
    return counted;
  const untilMs = nowMs + breaker.pauseMs;
  const last = failures.findLast((call) => call.cause !== undefined)?.cause;
  const cause = `${failed} of ${calls} calls failed.${last === undefined ? '' : ` The last: ${last}`}`;
  return { ...counted, lineUntilMs: untilMs, pause: { sinceMs: nowMs, untilMs, cause, probe: null } };
}

type Asking = Pick<GateRequest, 'owner' | 'nowMs'> & { readonly back: boolean };

interface Answered {
  readonly state: GateState;
  readonly answer: GateAnswer;
}

function answerOne(state: GateState, limits: ConnectionLimits, asking: Asking): Answered {
  const { nowMs } = asking;
  if (state.pause !== null) return whilePaused(state, state.pause, { limits, asking });
  const { concurrent } = limits;
  const rate = limits.rate === undefined ? null : { nowMs, windowMs: ratePeriodMs[limits.rate.per], ...limits.rate };
  const rateFull = rate !== null && countOf(state.begun, rate) >= rate.calls;
  const full = concurrent !== undefined && callsUnderWay(state) >= concurrent;
  // Whoever asks for the first time goes behind those that wait already.
  const behind = !asking.back && state.lineUntilMs > nowMs && (rate !== null || concurrent !== undefined);
  if (!rateFull && !full && !behind) {
    return { state: begin(state, limits, asking), answer: { type: 'go', probe: false } };
  }
  const spacingMs = Math.max(
    rate === null ? 0 : rate.windowMs / rate.calls,
    concurrent === undefined ? 0 : state.callMs / concurrent,
  );
  const freeMs = rateFull ? freedAtMs(state.begun, rate) : nowMs;
  // One who was in line and found it full stays at its head; a new one joins at its end.
  const placeMs = asking.back ? nowMs : Math.max(state.lineUntilMs, nowMs);
  const turnMs = Math.ceil(Math.max(freeMs, placeMs + spacingMs));
  const reason = rateFull || (!full && rate !== null) ? 'rate' : 'concurrent';
  return {
    state: { ...state, lineUntilMs: Math.max(state.lineUntilMs, turnMs) },
    answer: { type: 'hold', reason, atMs: holdUntil(turnMs, nowMs) },
  };
}

const holdUntil = (turnMs: number, nowMs: number): number =>
  Math.ceil(Math.min(Math.max(turnMs, nowMs + soonestHoldMs), nowMs + longestHoldMs));

export const callsUnderWay = (state: GateState): number => state.underWay.reduce((sum, one) => sum + one.calls, 0);

/** Nobody calls until the pause is over; then one does, and the others wait for how it goes. */
function whilePaused(
  state: GateState,
  pause: NonNullable<GateState['pause']>,
  { limits, asking }: { limits: ConnectionLimits; asking: Asking },
): Answered {
  const { nowMs, owner } = asking;
  const hold = (untilMs: number): Answered => ({
    state,
    answer: { type: 'hold', reason: 'paused', atMs: holdUntil(untilMs, nowMs) },
  });
  if (nowMs < pause.untilMs) return hold(pause.untilMs);
  if (pause.probe !== null && pause.probe.untilMs > nowMs) {
    return hold(Math.min(pause.probe.untilMs, nowMs + probeLookMs));
  }
  const trying = { ...state, pause: { ...pause, probe: { owner, untilMs: nowMs + probeForMs } } };
  return { state: begin(trying, limits, asking), answer: { type: 'go', probe: true } };
}

function begin(state: GateState, { rate, concurrent }: ConnectionLimits, { owner, nowMs }: Asking): GateState {
  const mine = state.underWay.find((one) => one.owner === owner)?.calls ?? 0;
  const others = state.underWay.filter((one) => one.owner !== owner);
  return {
    ...state,
    underWay: concurrent === undefined ? others : [...others, { owner, calls: mine + 1, untilMs: nowMs + heldForMs }],
    begun: rate === undefined ? state.begun : addTo(state.begun, { nowMs, windowMs: ratePeriodMs[rate.per] }, 1),
  };
}
