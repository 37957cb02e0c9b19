// A version of a mapping: the draft with what it uses of the library, once it has no error and its tests pass.
import type { Database, Transaction } from '@patchbay/db/client';
import type { MappingRow } from '@patchbay/db/repositories';
import { appendAudit, insertMappingVersion } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError, hasErrors } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { bundledMapping } from '../library/bundles.ts';
import { refOf } from '../library/library-ref.ts';
import { readStoredMapping } from '../library/stored-documents.ts';
import type { Caller } from '../trpc/caller.ts';
import type { DocumentCheck } from './document-check.ts';
import type { MapRunner } from './map-runner.ts';
import type { TestsRun } from './mapper.contract.ts';
import type { MappingPublished, PublishMappingInput } from './mapping.contract.ts';
import { runTests, serverTestsMs } from './run-tests.ts';
import { mappings, refuseStaleDraft } from './save-draft.ts';

const kind = 'mapping';

interface ToPublish {
  readonly row: MappingRow;
  /** With its bundle. */
  readonly document: MappingDocument;
  readonly ofBundle: readonly Diagnostic[];
}

/**
 * The tests run outside of any transaction: they may take a while. A draft that others save meanwhile is not published.
 * @throws AppError `conflict` when the draft changed, `unprocessable` with diagnostics or the failed tests.
 */
export async function publishMapping(
  db: Database,
  caller: Caller,
  input: PublishMappingInput,
  { run, check }: { readonly run: MapRunner; readonly check: DocumentCheck },
): Promise<MappingPublished> {
  const { row, document, ofBundle } = await db.inWorkspace(caller.workspaceId, (tx) => toPublish(tx, caller, input));
  const { diagnostics } = await check.check(document);
  // What the check says too, in its own words, is said once.
  const cycles = ofBundle.filter((diagnostic) => diagnostic.code === 'mapping.recursion');
  refuseErrors(row.name, [...diagnostics, ...cycles]);
  const tests = await runTests(run, document, { deadlineMs: serverTestsMs });
  refuseFailedTests(row.name, tests);
  const seen = { ...input, revision: row.revision };
  const number = await db.inWorkspace(caller.workspaceId, (tx) => storeVersion(tx, caller, seen, { document, tests }));
  return { number, ref: refOf(row.name, number), diagnostics, tests };
}

async function toPublish(tx: Transaction, caller: Caller, input: PublishMappingInput): Promise<ToPublish> {
  const row = await mappings.one(tx, caller, input.mappingId);
  if (input.revision !== undefined) refuseStaleDraft(row, input.revision);
  const draft = readStoredMapping(row.draft);
  const { doc, diagnostics } = await bundledMapping(tx, caller.workspaceId, draft, { source: 'library' });
  return { row, document: doc, ofBundle: diagnostics };
}

async function storeVersion(
  tx: Transaction,
  caller: Caller,
  { mappingId, revision, note = '' }: PublishMappingInput & { readonly revision: number },
  { document, tests }: { readonly document: MappingDocument; readonly tests: TestsRun },
): Promise<number> {
  const { workspaceId, actor } = caller;
  const row = await mappings.locked(tx, caller, mappingId);
  refuseStaleDraft(row, revision);
  const number = Math.max(row.latest + 1, await mappings.nextNumber(tx, caller, row.name));
  const text = JSON.stringify(document);
  await insertMappingVersion(tx, { mappingId, workspaceId, number, document: text, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.publishVersion',
    target: { kind, id: mappingId },
    before: { number: row.latest },
    after: { number, revision, tests: tests.passed },
  });
  return number;
}

function refuseErrors(name: string, diagnostics: readonly Diagnostic[]): void {
  if (!hasErrors(diagnostics)) return;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw AppError.because('unprocessable', `“${name}” cannot be published yet: ${errors[0]?.message ?? ''}${more}`, {
    diagnostics,
  });
}

function refuseFailedTests(name: string, tests: TestsRun): void {
  if (tests.failed === 0) return;
  const failed = tests.results.filter((result) => !result.passed).map((result) => `“${result.name}”`);
  throw AppError.because(
    'unprocessable',
    `“${name}” cannot be published yet: the ${failed.length === 1 ? 'test' : 'tests'} ${failed.slice(0, 5).join(', ')} failed. Mend the rules, or what the tests expect.`,
    { tests },
  );
}
