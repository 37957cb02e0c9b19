// What every node has: an id that never changes, a name for expressions, a label for people, a place.
import * as z from 'zod';

/** Immutable; forms the step path. 1–40 of `[A-Za-z0-9_-]`. */
export const NodeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;

/** A unique slug that expressions use: `steps.charge_card`. */
export const NodeName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _, starting with a letter');
export type NodeName = z.infer<typeof NodeName>;

/** The text of an expression. */
export const ExpressionText = z.string().max(20_000);

export const nodeBase = {
  id: NodeId,
  name: NodeName,
  /** What people read on the node. */
  label: z.string().min(1).max(120),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  note: z.string().max(2_000).optional(),
};
