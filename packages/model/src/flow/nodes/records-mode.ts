// Nodes over a dataset: records reach them one after the other along the edge, and none of them holds all.
import * as z from 'zod';

/** The largest list that may be made of records. */
export const mostCollected = 10_000;

const mode = {
  /** A record that the node cannot work on fails the step (`fail`, without it), or is left out and kept to be looked at. */
  onBad: z.enum(['fail', 'leaveOut']).optional(),
};

/** With it, a node takes records as they come and hands records on. */
export const RecordsMode = z.strictObject({
  ...mode,
  /** The result is one list as `steps.<name>` in the place of records; with more than so many, the step fails. */
  collect: z.int().min(1).max(mostCollected).optional(),
});
export type RecordsMode = z.infer<typeof RecordsMode>;

/** Of an action: whether its operation reads records or writes them. */
export const ActionRecords = z.strictObject({ does: z.enum(['read', 'write']), ...mode });
export type ActionRecords = z.infer<typeof ActionRecords>;
