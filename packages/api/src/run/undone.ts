import * as z from 'zod';

/** A step whose effect still stands, or may stand, though the run has ended; in words. */
export const Undone = z.object({ path: z.string(), step: z.string(), why: z.string() });
export type Undone = z.infer<typeof Undone>;
