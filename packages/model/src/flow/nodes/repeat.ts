// How often an action is tried, and what happens when nobody knows whether it happened.
import * as z from 'zod';

/** Back-off is exponential with full jitter, `Retry-After` honoured; all times in milliseconds. */
export const RetryPolicy = z.strictObject({
  maxAttempts: z.int().min(1).max(20),
  firstDelayMs: z.int().min(0).max(3_600_000),
  maxDelayMs: z.int().min(0).max(86_400_000),
  /** No attempt starts after this long since the first. */
  deadlineMs: z.int().min(0).max(604_800_000),
});
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** What a step does when nobody can know whether its effect happened. */
export const UnknownPolicy = z.enum(['hold', 'retry', 'assumeDone']);
export type UnknownPolicy = z.infer<typeof UnknownPolicy>;

/** Attempts 1–4 at once, after up to 2, 8 and 32 s, all within ten minutes. */
export const defaultRetry: RetryPolicy = {
  maxAttempts: 4,
  firstDelayMs: 2_000,
  maxDelayMs: 60_000,
  deadlineMs: 600_000,
};
