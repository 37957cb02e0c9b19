// Steps with a body: what is reached through their body port, once for each item or under one roof.
import * as z from 'zod';
import { containerUndo } from './compensation.ts';
import { ExpressionText, nodeBase } from './node-base.ts';

/** A loop over records goes round so often at most: what its turns gave is held until it ends. With more records, a turn takes several. */
export const mostRecordTurns = 100_000;

/** Does its body once for each item of a list, or for each record; each time is a turn, counted from 0. */
export const ForEachNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('forEach'),
  /** Expression of a list. Blank, and not looked at, where the items are records. */
  items: ExpressionText,
  /** The items are the records that come along the edge: all of them are kept before the first turn begins. */
  records: z.strictObject({}).optional(),
  /** What expressions of the body call the item at hand; `item` when none is given. */
  as: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _, starting with a letter')
    .optional(),
  /** Turns under way at the same time. One after the other when none is given. */
  concurrency: z.int().min(1).max(100).optional(),
  /** So many items make one turn, which then gets a list of them. */
  batchSize: z.int().min(1).max(10_000).optional(),
  /** stop: the first turn that fails fails the step · skip: turns that failed are left out · collect: both are handed on. */
  onFailure: z.enum(['stop', 'skip', 'collect']),
  /** What each turn gives; the output of the body's last step when none is given. */
  output: ExpressionText.optional(),
  ...containerUndo,
});
export type ForEachNode = z.infer<typeof ForEachNode>;

/** Does its body; when a step in it fails, it leaves by `error`. */
export const TryNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('try'),
  /** What it gives; the output of the body's last step when none is given. */
  output: ExpressionText.optional(),
  ...containerUndo,
});
export type TryNode = z.infer<typeof TryNode>;

export type ContainerNode = ForEachNode | TryNode;
