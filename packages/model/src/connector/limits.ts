// How hard a connection may be used, over all workers together: how often, how many calls at once, and when to pause.
import * as z from 'zod';

export const RatePeriod = z.enum(['second', 'minute', 'hour', 'day']);
export type RatePeriod = z.infer<typeof RatePeriod>;
export const ratePeriodMs: Readonly<Record<RatePeriod, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** At most so many calls begin in any stretch of time as long as the period. */
export const RateLimit = z.strictObject({ calls: z.int().min(1).max(1_000_000), per: RatePeriod });
export type RateLimit = z.infer<typeof RateLimit>;

/** When this share of the calls of the window failed, and there were enough of them, calls pause; then one is tried. */
export const CircuitBreaker = z.strictObject({
  failurePercent: z.int().min(1).max(100),
  minCalls: z.int().min(1).max(10_000),
  windowMs: z.int().min(1_000).max(3_600_000),
  pauseMs: z.int().min(1_000).max(3_600_000),
});
export type CircuitBreaker = z.infer<typeof CircuitBreaker>;

/** A part that is absent sets no limit. */
export const ConnectionLimits = z.strictObject({
  rate: RateLimit.optional(),
  /** Calls under way at the same time. */
  concurrent: z.int().min(1).max(10_000).optional(),
  breaker: CircuitBreaker.optional(),
});
export type ConnectionLimits = z.infer<typeof ConnectionLimits>;

/** Why a call has to wait. */
export const HoldReason = z.enum(['rate', 'concurrent', 'paused', 'unreachable']);
export type HoldReason = z.infer<typeof HoldReason>;
