import * as z from 'zod';
import { ExpressionText, nodeBase } from './node-base.ts';

export const BranchNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('branch'),
  /**
   * first: the first condition that holds wins · every: all that hold · switch: the first way that names the value of
   * `on`. `otherwise` always exists.
   */
  mode: z.enum(['first', 'every', 'switch']),
  /** The value that `switch` looks at. */
  on: ExpressionText.optional(),
  branches: z
    .array(
      z.strictObject({
        port: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        label: z.string().max(120),
        condition: ExpressionText,
        /** For `switch`: the values that go this way, as text; numbers and truth values as they are printed. */
        values: z.array(z.string().max(500)).max(100).optional(),
      }),
    )
    .min(1)
    .max(50),
});
export type BranchNode = z.infer<typeof BranchNode>;
