import * as z from 'zod';
import { ExpressionText, nodeBase } from './node-base.ts';

export const BranchNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('branch'),
  /** first: the first condition that holds wins · every: all that hold. `otherwise` always exists. */
  mode: z.enum(['first', 'every']),
  branches: z
    .array(
      z.strictObject({
        port: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        label: z.string().max(120),
        condition: ExpressionText,
      }),
    )
    .min(1)
    .max(50),
});
export type BranchNode = z.infer<typeof BranchNode>;
