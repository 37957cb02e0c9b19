// What goes in and out of the schema procedures: the workspace's library of shapes, what can be read into it, and drift.
import { ConnectionId } from '@patchbay/model/identity';
import { DataSchema, Json } from '@patchbay/model/schema';
import * as z from 'zod';
import {
  Description,
  Diagnostics,
  EncodedValue,
  fileContent,
  FileOptions,
  FormatName,
  LibraryName,
  LibraryUse,
  NamedFile,
  Ref,
  Search,
  VersionItem,
  VersionNote,
  VersionNumber,
} from '../library/library.contract.ts';
import type { LibraryUses, VersionList } from '../library/library.contract.ts';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

export const SchemaId = z.uuid().describe('The id of a schema of the library.');
const Canonical = z
  .boolean()
  .describe('A model of the workspace’s own, to which partners are mapped: source → canonical → target.');
const Shape = DataSchema.describe(
  'JSON Schema 2020-12, the subset of the mapper; `x-synonyms` on a field lists other words for it.',
);

/** How a schema came in; it is kept with the version. */
export const SchemaOrigin = z
  .strictObject({
    format: FormatName.describe('What it was read from: xsd, openapi, sql, sample …, or manual.'),
    file: z.string().max(400).optional().describe('The name of the file.'),
    type: z.string().max(400).optional().describe('Which of the types of the file: an element, a message, a table.'),
    sourceHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('SHA-256 of what it was read from, in hexadecimal: tells whether the source changed.'),
  })
  .describe('How it came in, as import hands it back.');
export type SchemaOrigin = z.infer<typeof SchemaOrigin>;

export const SchemaListInput = z.strictObject({
  search: Search.optional(),
  canonical: z.boolean().optional().describe('Only canonical schemas, or only the others.'),
  ...paging,
});
export type SchemaListInput = z.infer<typeof SchemaListInput>;
export const SchemaItem = z.object({
  id: SchemaId,
  name: z.string().describe('Its name.'),
  description: z.string().describe('What it is for.'),
  canonical: Canonical,
  latest: VersionNumber.describe('The newest version.'),
  updatedAt: TimeText.describe('When it was changed last, UTC.'),
});
export type SchemaItem = z.infer<typeof SchemaItem>;
export const SchemaList = page(SchemaItem);
export type SchemaList = z.infer<typeof SchemaList>;

export const SchemaIdInput = z.strictObject({ schemaId: SchemaId });
export type SchemaIdInput = z.infer<typeof SchemaIdInput>;
export const SchemaGetInput = z.strictObject({
  schemaId: SchemaId,
  version: VersionNumber.optional().describe('Which version; without it the newest.'),
});
export type SchemaGetInput = z.infer<typeof SchemaGetInput>;
export const SchemaView = SchemaItem.extend({
  ref: Ref,
  version: VersionItem.extend({ origin: SchemaOrigin }).describe('The version that is shown.'),
  schema: Shape,
});
export type SchemaView = z.infer<typeof SchemaView>;

export const SchemaCreateInput = z.strictObject({
  name: LibraryName,
  description: Description.optional(),
  canonical: Canonical.optional(),
  schema: Shape,
  origin: SchemaOrigin.optional(),
  note: VersionNote.optional(),
});
export type SchemaCreateInput = z.infer<typeof SchemaCreateInput>;
/** What is told of a schema that was taken. */
const said = { diagnostics: Diagnostics.describe('References in it that lead nowhere, each with its place.') };
export const SchemaCreated = z.object({ id: SchemaId, number: VersionNumber, ref: Ref, ...said });
export type SchemaCreated = z.infer<typeof SchemaCreated>;

export const SchemaUpdateInput = z.strictObject({
  schemaId: SchemaId,
  name: LibraryName.optional(),
  description: Description.optional(),
  canonical: Canonical.optional(),
});
export type SchemaUpdateInput = z.infer<typeof SchemaUpdateInput>;

export const SchemaSaveInput = z.strictObject({
  schemaId: SchemaId,
  baseVersion: VersionNumber.optional().describe('Refused with 409 when the newest version is another one.'),
  schema: Shape,
  origin: SchemaOrigin.optional(),
  note: VersionNote.optional(),
});
export type SchemaSaveInput = z.infer<typeof SchemaSaveInput>;
export const SchemaSaved = z.object({
  number: VersionNumber,
  ref: Ref,
  unchanged: z.boolean().describe('The newest version is the same, so no new one was made.'),
  ...said,
});
export type SchemaSaved = z.infer<typeof SchemaSaved>;

export const SchemaImportInput = z.strictObject({
  format: FormatName.optional().describe(
    'json-schema, openapi, asyncapi, xsd, avro, protobuf, graphql, sql, fixed-width, or a sample: json-sample, csv-sample, xml-sample, excel-sample. Without it, it is found out.',
  ),
  ...fileContent,
  fileName: z.string().max(400).optional().describe('The name of the file: it helps to find the format out.'),
  files: z
    .array(NamedFile)
    .max(200)
    .optional()
    .describe('Other files that this one includes or imports, by their paths.'),
  options: FileOptions.optional(),
});
export type SchemaImportInput = z.infer<typeof SchemaImportInput>;
export const ImportedSchema = z.object({
  name: z.string().describe('What the file calls it.'),
  schema: Shape,
  fields: z.int().describe('How many fields it has; recursive shapes are counted once.'),
  origin: SchemaOrigin,
});
export type ImportedSchema = z.infer<typeof ImportedSchema>;
export const SchemaImported = z.object({
  format: z.string().describe('The format that was read.'),
  schemas: z
    .array(ImportedSchema)
    .describe('The schemas of the file. Nothing is saved: create or save the ones to keep.'),
  diagnostics: Diagnostics,
});
export type SchemaImported = z.infer<typeof SchemaImported>;

export const TableImportInput = z.strictObject({
  connectionId: ConnectionId.describe('A PostgreSQL connection of the workspace.'),
  table: z.string().min(1).max(300).describe('A table or view as the connection lists them: `public.orders`.'),
});
export type TableImportInput = z.infer<typeof TableImportInput>;

export const SchemaInferInput = z.strictObject({
  samples: z.array(Json).max(10_000).optional().describe('Sample values; this or `encoded`.'),
  encoded: EncodedValue.optional().describe('Samples in another format; each record is one sample.'),
});
export type SchemaInferInput = z.infer<typeof SchemaInferInput>;
export const SchemaInferred = z.object({
  schema: Shape,
  samples: z.int().describe('How many samples were looked at.'),
  diagnostics: Diagnostics,
});
export type SchemaInferred = z.infer<typeof SchemaInferred>;

export const SchemaCompareInput = z.strictObject({
  schemaId: SchemaId,
  from: VersionNumber.optional().describe('The version that is used now; without it the newest.'),
  to: VersionNumber.optional().describe('The version to compare with; this or `schema`.'),
  schema: Shape.optional().describe('What came in anew, to compare with; this or `to`.'),
});
export type SchemaCompareInput = z.infer<typeof SchemaCompareInput>;
const FieldPath = z.string().describe('A field from the root of the schema, as `/lines/sku`; lists add no step.');
export const SchemaChange = z.object({
  kind: z
    .enum([
      'added',
      'removed',
      'type',
      'format',
      'required',
      'nullable',
      'cardinality',
      'enum',
      'length',
      'range',
      'pattern',
    ])
    .describe('What changed.'),
  path: FieldPath,
  severity: z
    .enum(['breaking', 'compatible'])
    .describe('`breaking`: rules of today may fail, or write what is refused.'),
  message: z.string().describe('The change as a sentence.'),
  before: Json.optional().describe('What it was.'),
  after: Json.optional().describe('What it is.'),
  candidates: z.array(FieldPath).optional().describe('Of a removed field: new fields that may be the same one.'),
  within: FieldPath.optional().describe('The topmost field that was added or removed together with this one.'),
});
export type SchemaChange = z.infer<typeof SchemaChange>;
export const Relink = z.object({
  from: FieldPath.describe('The field that is gone.'),
  to: FieldPath.describe('The field that may stand for it now.'),
  score: z.number().describe('How sure that is, from 0 to 1.'),
  reasons: z.array(z.string()).describe('Why, in words.'),
});
export type Relink = z.infer<typeof Relink>;
export const SchemaImpact = LibraryUse.extend({
  broken: Diagnostics.describe('What the rules would say with the new shape and do not say now.'),
});
export type SchemaImpact = z.infer<typeof SchemaImpact>;
export const SchemaCompared = z.object({
  changes: z.array(SchemaChange).describe('What differs, in the order of the old shape.'),
  relinks: z.array(Relink).describe('Proposals for fields that are gone; nothing is changed by itself.'),
  impact: z
    .array(SchemaImpact)
    .describe('Mappings and flows that use the old version, with the rules that would break.'),
});
export type SchemaCompared = z.infer<typeof SchemaCompared>;

export const DraftMove = z.object({
  kind: z.enum(['flow', 'mapping']).describe('What it is a draft of.'),
  id: z.uuid().describe('The id of the flow or mapping.'),
});
export type DraftMove = z.infer<typeof DraftMove>;
export const MoveDraftsInput = z.strictObject({
  schemaId: SchemaId,
  from: VersionNumber.describe('The version that the drafts use now.'),
  to: VersionNumber.optional().describe('The version that they are to use; without it the newest.'),
  links: z
    .array(z.strictObject({ from: FieldPath.max(2_000), to: FieldPath.max(2_000) }))
    .max(5_000)
    .default([])
    .describe('Fields that are gone, each with the one that stands for it. What is not named stays as it is written.'),
  drafts: z.array(DraftMove).min(1).max(200).describe('Whose drafts to move; `compare` lists who uses the version.'),
});
export type MoveDraftsInput = z.infer<typeof MoveDraftsInput>;
export const DraftMoved = DraftMove.extend({
  name: z.string().nullable().describe('Its name; null when it was not moved.'),
  said: z.array(z.string()).describe('What was done, and what could not be done, as sentences.'),
  left: z.int().describe('Errors and warnings that its draft has now.'),
  refusal: z.string().nullable().describe('Why it was not moved; it is as it was.'),
});
export type DraftMoved = z.infer<typeof DraftMoved>;
export const DraftsMoved = z.object({
  drafts: z.array(DraftMoved).describe('Each draft, in the order of the request.'),
});
export type DraftsMoved = z.infer<typeof DraftsMoved>;

/** Everything one can do with the schemas of the library. */
export interface SchemaService {
  list(caller: Caller, input: SchemaListInput): Promise<SchemaList>;
  get(caller: Caller, input: SchemaGetInput): Promise<SchemaView>;
  versions(caller: Caller, input: SchemaIdInput): Promise<VersionList>;
  create(caller: Caller, input: SchemaCreateInput): Promise<SchemaCreated>;
  update(caller: Caller, input: SchemaUpdateInput): Promise<void>;
  saveVersion(caller: Caller, input: SchemaSaveInput): Promise<SchemaSaved>;
  import(caller: Caller, input: SchemaImportInput): Promise<SchemaImported>;
  importTable(caller: Caller, input: TableImportInput): Promise<SchemaImported>;
  infer(caller: Caller, input: SchemaInferInput): Promise<SchemaInferred>;
  compare(caller: Caller, input: SchemaCompareInput): Promise<SchemaCompared>;
  moveDrafts(caller: Caller, input: MoveDraftsInput): Promise<DraftsMoved>;
  usedBy(caller: Caller, input: SchemaIdInput): Promise<LibraryUses>;
  delete(caller: Caller, input: SchemaIdInput): Promise<void>;
}
