// What a failed attempt means for its step: another try, failure, or "nobody can know".
import type { SideEffect } from '@patchbay/model/connector';
import type { RetryPolicy, UnknownPolicy } from '@patchbay/model/flow';
import type { StepError } from '@patchbay/model/run';

export interface FailedAttempt {
  readonly error: StepError;
  /** The error may pass by itself. */
  readonly retryable: boolean;
  /** none: it is certain that the effect did not happen · unknown: nobody can know. */
  readonly effect: 'none' | 'unknown';
}

export interface AttemptTerms {
  readonly sideEffect: SideEffect;
  readonly retry: RetryPolicy;
  readonly onUnknown: UnknownPolicy;
  /** Counted from 1. */
  readonly attempt: number;
  readonly firstAttemptMs: number;
  readonly nowMs: number;
  /** In [0, 1), derived from the run: full jitter. */
  readonly jitter: number;
}

export type Verdict =
  | { readonly type: 'retry'; readonly atMs: number }
  | { readonly type: 'fail' }
  | { readonly type: 'hold' }
  | { readonly type: 'assumeDone' };

/** Delays grow fourfold: with a first delay of 2 s at most 2, 8, 32 s. */
const growth = 4;

export function settleFailedAttempt(failure: FailedAttempt, terms: AttemptTerms): Verdict {
  const inDoubt = terms.sideEffect === 'unsafe' && failure.effect === 'unknown';
  if (inDoubt && terms.onUnknown === 'hold') return { type: 'hold' };
  if (inDoubt && terms.onUnknown === 'assumeDone') return { type: 'assumeDone' };
  if (!failure.retryable || terms.attempt >= terms.retry.maxAttempts) return { type: 'fail' };
  const ceiling = Math.min(terms.retry.maxDelayMs, terms.retry.firstDelayMs * growth ** (terms.attempt - 1));
  const wait = Math.max(Math.round(ceiling * terms.jitter), failure.error.retryAfterMs ?? 0);
  const atMs = terms.nowMs + wait;
  return atMs > terms.firstAttemptMs + terms.retry.deadlineMs ? { type: 'fail' } : { type: 'retry', atMs };
}
