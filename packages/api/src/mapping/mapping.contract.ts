// What goes in and out of the procedures of the library's mappings: drafts, versions and their differences.
// What works on a document without storing anything stands in `mapper.contract.ts`.
import { MappingBundle, MappingDocument } from '@patchbay/model/mapping';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import {
  Description,
  Diagnostics,
  LibraryName,
  Ref,
  Search,
  VersionItem,
  VersionNote,
  VersionNumber,
} from '../library/library.contract.ts';
import type { LibraryUses, VersionList } from '../library/library.contract.ts';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';
import type {
  Checked,
  CheckInput,
  Evaluated,
  EvaluateInput,
  RunTestsInput,
  Suggested,
  SuggestInput,
  TestsRun,
} from './mapper.contract.ts';
import { TestsRun as TestsRunResult } from './mapper.contract.ts';
import type {
  MemoryForgetInput,
  MemoryForgotten,
  MemoryList,
  MemoryListInput,
  RememberInput,
} from './memory.contract.ts';

export const MappingId = z.uuid().describe('The id of a mapping of the library.');
const Revision = z.int().min(0).describe('Counts the saves of the draft.');
export const Document = MappingDocument.describe('The mapping document, as docs/mapping.md has it.');

export const MappingListInput = z.strictObject({
  search: Search.optional(),
  published: z.boolean().optional().describe('Only mappings that have a version, or only those that have none yet.'),
  ...paging,
});
export type MappingListInput = z.infer<typeof MappingListInput>;
export const MappingItem = z.object({
  id: MappingId,
  name: z.string().describe('Its name.'),
  description: z.string().describe('What it is for.'),
  revision: Revision,
  latest: z.int().describe('The newest version; 0 when none was published.'),
  updatedBy: z.string().describe('Who saved the draft last.'),
  updatedAt: TimeText.describe('When it was changed last, UTC.'),
});
export type MappingItem = z.infer<typeof MappingItem>;
export const MappingList = page(MappingItem);
export type MappingList = z.infer<typeof MappingList>;

export const MappingIdInput = z.strictObject({ mappingId: MappingId });
export type MappingIdInput = z.infer<typeof MappingIdInput>;
export const MappingView = MappingItem.extend({
  document: Document.describe('The draft.'),
  bundle: MappingBundle.describe('What the draft uses of the library, by reference: to show and to run it.'),
  diagnostics: Diagnostics,
  hasChanges: z.boolean().describe('The draft is not what the newest version is.'),
});
export type MappingView = z.infer<typeof MappingView>;

export const MappingCreateInput = z.strictObject({
  name: LibraryName,
  description: Description.optional(),
  document: Document.optional().describe('The first draft; without it an empty one.'),
});
export type MappingCreateInput = z.infer<typeof MappingCreateInput>;
export const MappingCreated = z.object({ id: MappingId, revision: Revision });
export type MappingCreated = z.infer<typeof MappingCreated>;

export const MappingUpdateInput = z.strictObject({
  mappingId: MappingId,
  name: LibraryName.optional(),
  description: Description.optional(),
});
export type MappingUpdateInput = z.infer<typeof MappingUpdateInput>;

export const SaveDraftInput = z.strictObject({
  mappingId: MappingId,
  revision: Revision.describe(
    'The revision that the document builds on. Refused with 409 when the draft stands at another.',
  ),
  document: Document,
});
export type SaveDraftInput = z.infer<typeof SaveDraftInput>;
export const DraftSaved = z.object({ revision: Revision, diagnostics: Diagnostics });
export type DraftSaved = z.infer<typeof DraftSaved>;
/** `details` of the conflict that refuses a stale draft: nobody's work is lost, the author merges and saves again. */
export interface DraftConflictDetails {
  readonly document: MappingDocument;
  readonly revision: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
}

export const PublishMappingInput = z.strictObject({
  mappingId: MappingId,
  revision: Revision.optional().describe('Refused with 409 when the draft stands at another revision.'),
  note: VersionNote.optional(),
});
export type PublishMappingInput = z.infer<typeof PublishMappingInput>;
export const MappingPublished = z.object({
  number: VersionNumber,
  ref: Ref,
  diagnostics: Diagnostics.describe('Warnings and remarks; errors refuse the version.'),
  tests: TestsRunResult.describe('What the tests said.'),
});
export type MappingPublished = z.infer<typeof MappingPublished>;

export const MappingVersionInput = z.strictObject({ mappingId: MappingId, number: VersionNumber });
export type MappingVersionInput = z.infer<typeof MappingVersionInput>;
export const MappingVersionView = VersionItem.extend({
  ref: Ref,
  document: Document.describe('The version, with what it uses of the library in its bundle.'),
});
export type MappingVersionView = z.infer<typeof MappingVersionView>;

export const MappingDiffInput = z.strictObject({
  mappingId: MappingId,
  from: VersionNumber.optional().describe('The older version; without it the newest before `to`.'),
  to: VersionNumber.optional().describe('The newer version; without it the draft.'),
});
export type MappingDiffInput = z.infer<typeof MappingDiffInput>;
export const MappingChange = z.object({
  change: z.enum(['added', 'removed', 'changed']).describe('What happened.'),
  part: z
    .enum(['rule', 'order', 'source', 'target', 'lookup', 'sample', 'meta'])
    .describe('A rule by its target path (`order`: the order of the fields in it), or another part by its name.'),
  path: z.string().describe('The target path of a rule (`/items/sku`), else the name of the part.'),
  before: Json.optional().describe('What stood there: a rule without the rules inside it.'),
  after: Json.optional().describe('What stands there now.'),
  words: z.string().describe('The change in words: “order.name → Always “DE””.'),
});
export type MappingChange = z.infer<typeof MappingChange>;
export const MappingDiff = z.object({
  from: VersionNumber.nullable().describe('The older version; null: nothing, so everything is new.'),
  to: VersionNumber.nullable().describe('The newer version; null: the draft.'),
  changes: z
    .array(MappingChange)
    .describe('Sources, target and tables first, then the rules in the order of the newer document.'),
});
export type MappingDiff = z.infer<typeof MappingDiff>;

/** The library's part of a document, for a screen that shows it. What is not there is left out. */
export const ResolveInput = z.strictObject({
  schemas: z.array(Ref).max(100).optional().describe('References to schemas.'),
  lookups: z.array(Ref).max(100).optional().describe('References to lookup tables.'),
  mappings: z.array(Ref).max(100).optional().describe('References to mappings; they come with their bundles.'),
});
export type ResolveInput = z.infer<typeof ResolveInput>;

export const RunSamplesInput = z.strictObject({
  flowId: z.uuid().describe('The flow.'),
  nodeId: z.string().min(1).max(40).describe('A node of the flow.'),
  limit: z.int().min(1).max(20).optional().describe('How many runs; 5 unless said.'),
});
export type RunSamplesInput = z.infer<typeof RunSamplesInput>;
export const RunSample = z.object({
  runId: z.uuid().describe('The run.'),
  at: TimeText.describe('When it began, UTC.'),
  mode: z.enum(['live', 'test']).describe('A live run, or a test run of a draft.'),
  scope: Json.describe(
    'What the expressions of the node could read: `trigger`, and `steps` with what each step handed on.',
  ),
  output: Json.optional().describe('What the node made of it, when it was done.'),
});
export type RunSample = z.infer<typeof RunSample>;
export const RunSamples = z.object({ samples: z.array(RunSample).describe('The newest run first.') });
export type RunSamples = z.infer<typeof RunSamples>;

/** Everything one can do with mappings. */
export interface MappingService {
  list(caller: Caller, input: MappingListInput): Promise<MappingList>;
  get(caller: Caller, input: MappingIdInput): Promise<MappingView>;
  create(caller: Caller, input: MappingCreateInput): Promise<MappingCreated>;
  update(caller: Caller, input: MappingUpdateInput): Promise<void>;
  saveDraft(caller: Caller, input: SaveDraftInput): Promise<DraftSaved>;
  publishVersion(caller: Caller, input: PublishMappingInput): Promise<MappingPublished>;
  versions(caller: Caller, input: MappingIdInput): Promise<VersionList>;
  version(caller: Caller, input: MappingVersionInput): Promise<MappingVersionView>;
  diff(caller: Caller, input: MappingDiffInput): Promise<MappingDiff>;
  usedBy(caller: Caller, input: MappingIdInput): Promise<LibraryUses>;
  delete(caller: Caller, input: MappingIdInput): Promise<void>;
  resolve(caller: Caller, input: ResolveInput): Promise<MappingBundle>;
  evaluate(caller: Caller, input: EvaluateInput): Promise<Evaluated>;
  check(caller: Caller, input: CheckInput): Promise<Checked>;
  suggest(caller: Caller, input: SuggestInput): Promise<Suggested>;
  runTests(caller: Caller, input: RunTestsInput): Promise<TestsRun>;
  remember(caller: Caller, input: RememberInput): Promise<void>;
  forget(caller: Caller, input: MemoryForgetInput): Promise<MemoryForgotten>;
  memory(caller: Caller, input: MemoryListInput): Promise<MemoryList>;
  runSamples(caller: Caller, input: RunSamplesInput): Promise<RunSamples>;
}
