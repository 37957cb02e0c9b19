// What people said about pairs of fields: auto-map learns from it, in this workspace alone.
import * as z from 'zod';
import { TimeText } from '../trpc/paging.ts';

const withoutNul = (text: string): boolean => !text.includes('\0');
const SchemaName = z
  .string()
  .max(200)
  .refine(withoutNul, 'it holds a NUL character')
  .describe('The name of a schema without its version; empty when it has none.');
const FieldPath = z
  .string()
  .min(1)
  .max(2_000)
  .refine(withoutNul, 'it holds a NUL character')
  .describe(
    'The field from the root of its schema, without steps for lists: `/lines/sku`; `~0` and `~1` stand for `~` and `/` in names. A bare name holds wherever it occurs.',
  );
const Field = z.strictObject({ schema: SchemaName, path: FieldPath });

export const FieldPair = z.strictObject({
  source: Field.describe('Where the value comes from.'),
  target: Field.describe('Where it goes.'),
});
export type FieldPair = z.infer<typeof FieldPair>;

export const RememberInput = z.strictObject({
  pairs: z
    .array(
      FieldPair.extend({
        verdict: z
          .enum(['confirmed', 'rejected', 'withdrawn'])
          .describe('What the person said about the pair; `withdrawn` takes one confirmation back, as undo does.'),
      }),
    )
    .min(1)
    .max(1_000)
    .describe('Pairs that were accepted or refused.'),
});
export type RememberInput = z.infer<typeof RememberInput>;

export const MemoryForgetInput = z.strictObject({
  pairs: z.array(FieldPair).min(1).max(1_000).describe('Pairs of which nothing is to be remembered.'),
});
export type MemoryForgetInput = z.infer<typeof MemoryForgetInput>;
export const MemoryForgotten = z.object({ forgotten: z.int().describe('How many pairs were known.') });
export type MemoryForgotten = z.infer<typeof MemoryForgotten>;

export const MemoryListInput = z.strictObject({
  schemas: z
    .array(SchemaName)
    .max(50)
    .optional()
    .describe('Only pairs with one of these schemas at either end; without it all.'),
  limit: z.int().min(1).max(10_000).optional().describe('How many at most; 10,000 unless said.'),
});
export type MemoryListInput = z.infer<typeof MemoryListInput>;
export const MemoryPairView = FieldPair.extend({
  confirmed: z.int().describe('How often it was confirmed.'),
  rejected: z.int().describe('How often it was rejected.'),
  lastAt: TimeText.describe('When it was spoken about last, UTC.'),
});
export type MemoryPairView = z.infer<typeof MemoryPairView>;
export const MemoryList = z.object({ pairs: z.array(MemoryPairView).describe('What was said last comes first.') });
export type MemoryList = z.infer<typeof MemoryList>;
