import * as z from 'zod';
import { LibraryRef, MappingDocument } from '../../mapping/mapping-document.ts';
import { namedRecord } from '../../schema/named-record.ts';
import { ExpressionText, nodeBase } from './node-base.ts';

export const MapNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('map'),
  mapping: MappingDocument,
  /** A mapping of the library in the place of `mapping`; `with` fills its one source, or each by name. */
  use: z.strictObject({ map: LibraryRef, with: z.union([ExpressionText, namedRecord(ExpressionText)]) }).optional(),
});
export type MapNode = z.infer<typeof MapNode>;
