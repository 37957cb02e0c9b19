import * as z from 'zod';
import { ExpressionText, NodeId, nodeBase } from './node-base.ts';

/** Brings ways together. Other nodes go on when every way is settled and one was taken. */
export const MergeNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('merge'),
  /**
   * all: every way must have been taken, else it is skipped; the output holds each by its step's name · any: goes on
   * with the first way that arrives, whose output it hands on · combine: the lists that arrived become one, records
   * with the same key become one record.
   */
  mode: z.enum(['all', 'any', 'combine']),
  /** For `combine`: an expression over `item`. */
  key: ExpressionText.optional(),
  /** The steps before it, first things first; those that are not named follow by their ids. */
  order: z.array(NodeId).max(200).optional(),
});
export type MergeNode = z.infer<typeof MergeNode>;
