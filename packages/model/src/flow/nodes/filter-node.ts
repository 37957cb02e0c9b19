import * as z from 'zod';
import { ExpressionText, nodeBase } from './node-base.ts';
import { RecordsMode } from './records-mode.ts';

export const FilterNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('filter'),
  /** Expression of a list. With it, the output is the list of items for which `condition` holds (`item` is the item). */
  items: ExpressionText.optional(),
  condition: ExpressionText,
  /** Over records as they come; with `items` too, over those of that list. */
  records: RecordsMode.optional(),
});
export type FilterNode = z.infer<typeof FilterNode>;
