// What is remembered of a connection's limits, as it is stored: one row for all workers together.
import * as z from 'zod';

/** Counts by stretches of time: `counts[i]` belongs to stretch `first + i`. */
export const Tally = z.object({ first: z.int(), counts: z.array(z.int()) });
export type Tally = z.infer<typeof Tally>;

export const GateState = z.object({
  /** Calls begun, for the rate. */
  begun: Tally.default({ first: 0, counts: [] }),
  /** Calls ended, and those of them that failed, for the breaker. */
  ended: Tally.default({ first: 0, counts: [] }),
  failed: Tally.default({ first: 0, counts: [] }),
  /** Calls under way, by process. A process that does not renew its entry is gone. */
  underWay: z.array(z.object({ owner: z.string(), calls: z.int(), untilMs: z.number() })).default([]),
  /** Set while calls pause, or one is tried. */
  pause: z
    .object({
      sinceMs: z.number(),
      untilMs: z.number(),
      /** Why, in words, without secrets. */
      cause: z.string(),
      /** The one call that is tried: who makes it, and until when it counts as under way. */
      probe: z.object({ owner: z.string(), untilMs: z.number() }).nullable(),
    })
    .nullable()
    .default(null),
  /** Calls that were told to wait come back one after the other, the last of them at this time. */
  lineUntilMs: z.number().default(0),
  /** How long a call takes, smoothed. */
  callMs: z.number().default(100),
});
export type GateState = z.infer<typeof GateState>;

export const emptyGate = (): GateState => GateState.parse({});
