import * as z from 'zod';
import { LibraryRef, MappingDocument } from '../../mapping/mapping-document.ts';
import { namedRecord } from '../../schema/named-record.ts';
import { ExpressionText, nodeBase } from './node-base.ts';
import { RecordsMode } from './records-mode.ts';

export const MapNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('map'),
  mapping: MappingDocument,
  /** A mapping of the library in the place of `mapping`; `with` fills its one source, or each by name. */
  use: z.strictObject({ map: LibraryRef, with: z.union([ExpressionText, namedRecord(ExpressionText)]) }).optional(),
  /** Over records as they come: the mapping makes one of each, which it reads as `item`. */
  records: RecordsMode.optional(),
  /** With `records`: an expression of a list in the place of records that come along the edge. */
  items: ExpressionText.optional(),
});
export type MapNode = z.infer<typeof MapNode>;
