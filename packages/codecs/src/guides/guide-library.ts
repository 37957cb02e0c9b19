// All guides that come with the product, and what their messages look like as values.
import type { DataSchema } from '@patchbay/model/schema';
import { edifactDialect } from '../edifact/edifact-dialect.ts';
import { edifactGuides } from '../edifact/edifact-guides.ts';
import { hl7Dialect } from '../hl7/hl7-dialect.ts';
import { hl7Guides } from '../hl7/hl7-guides.ts';
import { x12Dialect } from '../x12/x12-dialect.ts';
import { x12Guides } from '../x12/x12-guides.ts';
import type { MessageGuide } from '../messages/guide.ts';
import { schemaOfGuide } from '../messages/guide-schema.ts';

export const guides: readonly MessageGuide[] = [...x12Guides, ...edifactGuides, ...hl7Guides];

const dialects = { x12: x12Dialect, edifact: edifactDialect('.'), hl7: hl7Dialect } as const;
const envelopes = { x12: ['ISA', 'GS', 'ST'], edifact: ['UNB', 'UNG', 'UNH'], hl7: ['FHS', 'BHS'] } as const;

/**
 * The schema of one message as the codecs read it, envelope and all. Each field says what it is: "N103 Identification code qualifier",
 * with `x-edi` or `x-hl7`: segment, element, codes and their meanings, and whether it tells like segments apart. Throws `CodecError`
 * for a guide that contradicts itself.
 */
export function guideSchema(guide: MessageGuide): DataSchema {
  const dialect = dialects[guide.standard];
  const around = envelopes[guide.standard].map(
    (id) => [id.toLowerCase(), { id, definition: dialect.segments[id] }] as const,
  );
  return schemaOfGuide(guide, dialect, Object.fromEntries(around));
}
