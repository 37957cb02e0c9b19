// The mapper over the API: a document and an input in, an output and what was noticed out. Nothing is stored.
import { LibraryRef, LookupTable, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { DataSchema, Json, namedRecord } from '@patchbay/model/schema';
import * as z from 'zod';
import { Diagnostics, EncodedValue, FileOptions, FormatName, Ref } from '../library/library.contract.ts';

/** A name alone means the newest version. */
const MappingRef = z
  .union([LibraryRef, z.string().regex(/^[^@\s][^@]{0,119}$/, 'a name, or a name and a version')])
  .describe('A mapping of the library: `Invoice@2`, or `Invoice` for the newest version; this or `document`.');
const Document = MappingDocument.describe('A mapping document; this or `mapping`.');
const Names = namedRecord(LookupTable).describe(
  'Lookup tables in the place of those of the document, by their names in it.',
);

/** Which mapping: exactly one of the two. */
export const whichMapping = ['document', 'mapping'] as const;
const which = { document: Document.optional(), mapping: MappingRef.optional() };
const oneMapping = (value: { document?: unknown; mapping?: unknown }): boolean =>
  (value.document === undefined) !== (value.mapping === undefined);
const oneMappingMessage = 'exactly one of “document” and “mapping” is needed';

export const OutputFormat = z.strictObject({
  format: FormatName.describe('json, jsonl, xml, csv, excel, fixed-width, avro, x12, edifact or hl7.'),
  schema: z
    .union([Ref, DataSchema])
    .optional()
    .describe('The shape to write by; without it the target schema of the mapping.'),
  options: FileOptions.optional(),
});

export const EvaluateInput = z
  .strictObject({
    ...which,
    input: Json.optional().describe(
      'An object with one key for each source of the mapping; a mapping with one source takes that source itself too. Without sources: the roots that its expressions read.',
    ),
    encoded: namedRecord(EncodedValue)
      .optional()
      .describe('Sources that come as text of a format, by their names; they are read by the codec of the format.'),
    encodedInput: EncodedValue.optional().describe(
      'The one source of the mapping as text of a format; in the place of `input`.',
    ),
    lookups: Names.optional(),
    output: OutputFormat.optional().describe('Write the output in this format too.'),
    now: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('The time that the mapping takes for the start of the run; without it the present.'),
  })
  .refine(oneMapping, oneMappingMessage);
export type EvaluateInput = z.infer<typeof EvaluateInput>;

export const Problem = z.object({
  path: z.string().describe('The value that could not be made: `/lines/0/sku`.'),
  rule: z.string().describe('Its rule: `/lines/sku`.'),
  code: z.string().describe('Stable, for programs.'),
  message: z.string().describe('What is wrong and what to do.'),
  expression: z.string().optional().describe('The expression; a long one is cut around the place.'),
  at: z
    .object({ start: z.int().describe('Where it begins.'), end: z.int().describe('Where it ends, exclusive.') })
    .optional()
    .describe('The place in the expression, in UTF-16 units, end exclusive.'),
});
export type Problem = z.infer<typeof Problem>;
export const Rejected = z.object({
  path: z.string().describe('The target list.'),
  index: z.int().optional().describe('The position in the source list; absent when the whole message was left out.'),
  item: Json.describe('The record.'),
  problem: Problem.describe('Why it was left out.'),
});
export const Encoded = z.object({
  format: z.string().describe('The format.'),
  text: z.string().optional().describe('The output, where the format is text.'),
  base64: z.string().optional().describe('The output in base64, where the format is bytes.'),
});
export const Evaluated = z.object({
  ok: z.boolean().describe('Whether the output may be used: no problem came up, and the mapping has no error.'),
  output: Json.describe('What was made, as far as it came.'),
  encoded: Encoded.optional().describe('The output in the format that was asked for.'),
  problems: z.array(Problem).describe('Values that could not be made; at most 100.'),
  rejected: z.array(Rejected).describe('Records that were left out because their rule says `skip`; at most 1,000.'),
  rejectedCount: z.int().describe('How many records were left out.'),
  diagnostics: Diagnostics.describe('What the check of the mapping and the reading of the input noticed.'),
});
export type Evaluated = z.infer<typeof Evaluated>;

export const CheckInput = z
  .strictObject({
    ...which,
    sources: namedRecord(DataSchema)
      .optional()
      .describe(
        'Shapes of sources that the document does not say: by the name of the source, or of the root in a flow.',
      ),
  })
  .refine(oneMapping, oneMappingMessage);
export type CheckInput = z.infer<typeof CheckInput>;
export const Checked = z.object({
  valid: z.boolean().describe('No error: it may be published.'),
  diagnostics: Diagnostics,
  output: DataSchema.describe('The shape of what the mapping makes.'),
});
export type Checked = z.infer<typeof Checked>;

const SchemaOrRef = z.union([Ref, DataSchema]).describe('A schema, or a reference to one of the library.');
export const SuggestInput = z.strictObject({
  sources: namedRecord(SchemaOrRef)
    .refine(
      (sources) => Object.keys(sources).every((name) => name.trim() !== ''),
      'A source has no name: give each the name by which expressions are to know it, such as “order”.',
    )
    .describe('The sources by the names that expressions know them by: `{"order": "Order@3"}`.'),
  target: SchemaOrRef.describe('The target: a schema, or a reference.'),
  document: MappingDocument.optional().describe('The mapping as it is: targets that have a rule are left alone.'),
  samples: z
    .array(z.strictObject({ in: Json, out: Json.optional() }))
    .max(100)
    .optional()
    .describe('Sample values: `in` with one key for each source; `out` of the target. They make suggestions surer.'),
  least: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'Only suggestions that are at least so sure; 0.55 unless said: high from 0.90, medium from 0.70, low below.',
    ),
});
export type SuggestInput = z.infer<typeof SuggestInput>;
const Reason = z.object({
  kind: z
    .string()
    .describe('name, synonym, abbreviation, type, structure, samples, description, memory, composition or doubt.'),
  detail: z.string().describe('A clause for people: “ship ~ deliver”, “same parent”.'),
});
const found = {
  source: z.string().describe('The source field, from its root: `order/lines/[]/sku`.'),
  score: z.number().describe('How sure it is, from 0 to 1.'),
  band: z.enum(['high', 'medium', 'low']).describe('high from 0.90, medium from 0.70, low below.'),
  reasons: z.array(Reason).describe('Why, the strongest first.'),
};
const FieldCandidate = z.object({
  ...found,
  conversion: z
    .string()
    .describe(
      'What is done to the value on its way: none, number, text, date …; `lookup`: its values differ from those of the target, so a table is needed.',
    ),
  rule: MappingRule.describe('The rule as it would stand in the document, inside the loops that are suggested.'),
});
export const Suggestion = FieldCandidate.extend({
  path: z.string().describe('The target path: `/items/sku`.'),
  required: z.boolean().describe('The target requires the field.'),
  others: z.array(FieldCandidate).describe('The next best sources; at most two.'),
});
export type Suggestion = z.infer<typeof Suggestion>;
const LoopCandidate = z.object({
  ...found,
  for: z.string().describe('The list to walk, read inside the outer loop.'),
  as: z.string().describe('The name of its item.'),
});
export const SuggestedLoop = LoopCandidate.extend({
  path: z.string().describe('The target list: `/items`; the empty text is the whole.'),
  others: z.array(LoopCandidate).describe('The next best lists; at most two.'),
});
export type SuggestedLoop = z.infer<typeof SuggestedLoop>;
export const Suggested = z.object({
  loops: z
    .array(SuggestedLoop)
    .describe('Lists of the target, outer ones first. The rules inside take them for given.'),
  suggestions: z.array(Suggestion).describe('In the order of the target’s fields. Nothing is applied by itself.'),
  unmatched: z.array(z.string()).describe('Target paths for which nothing was found.'),
  document: MappingDocument.describe(
    'The mapping to begin with: the given one, or one with these sources and this target, with the suggestions of the high band in it.',
  ),
  truncated: z.boolean().describe('A schema has more than 10,000 fields: the deepest were left out.'),
});
export type Suggested = z.infer<typeof Suggested>;

export const RunTestsInput = z
  .strictObject({
    ...which,
    lookups: Names.optional(),
    names: z.array(z.string().max(200)).max(200).optional().describe('Only the tests with these names.'),
  })
  .refine(oneMapping, oneMappingMessage);
export type RunTestsInput = z.infer<typeof RunTestsInput>;
export const TestDifference = z.object({
  path: z.string().describe('Where the output differs: `/lines/0/amount`.'),
  expected: Json.optional().describe('What the test wants there; absent: nothing.'),
  actual: Json.optional().describe('What the mapping made there; absent: nothing.'),
});
export type TestDifference = z.infer<typeof TestDifference>;
export const TestResult = z.object({
  name: z.string().describe('The name of the sample.'),
  passed: z.boolean().describe('The output is what the sample expects.'),
  differences: z.array(TestDifference).describe('What differs; at most 100.'),
  problems: z.array(Problem).describe('Values that could not be made.'),
  ms: z.number().describe('How long it took, in milliseconds.'),
});
export type TestResult = z.infer<typeof TestResult>;
export const TestsRun = z.object({
  passed: z.int().describe('How many tests passed.'),
  failed: z.int().describe('How many tests failed.'),
  results: z.array(TestResult).describe('One for each sample with an expected output, in the order of the document.'),
});
export type TestsRun = z.infer<typeof TestsRun>;
