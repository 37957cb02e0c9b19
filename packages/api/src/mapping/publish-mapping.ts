// A version of a mapping: the draft with what it uses of the library, once it has no error and its tests pass.
import type { Transaction } from '@patchbay/db/client';
import { appendAudit, insertMappingVersion, lastLibraryNumber } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError, hasErrors } from '@patchbay/model/errors';
import { bundledMapping } from '../library/bundles.ts';
import { refOf } from '../library/library-ref.ts';
import { readStoredMapping } from '../library/stored-documents.ts';
import type { Caller } from '../trpc/caller.ts';
import { checkDocument } from './check-document.ts';
import type { MapRunner } from './map-runner.ts';
import type { TestsRun } from './mapper.contract.ts';
import type { MappingPublished, PublishMappingInput } from './mapping.contract.ts';
import { runTests } from './run-tests.ts';
import { lockedMapping, refuseStaleDraft } from './save-draft.ts';

const kind = 'mapping';

/** @throws AppError `conflict` when the draft changed, `unprocessable` with diagnostics or the failed tests. */
export async function publishMapping(
  tx: Transaction,
  caller: Caller,
  input: PublishMappingInput,
  run: MapRunner,
): Promise<MappingPublished> {
  const { workspaceId, actor } = caller;
  const { mappingId, note = '' } = input;
  const row = await lockedMapping(tx, caller, mappingId);
  if (input.revision !== undefined) refuseStaleDraft(row, input.revision);
  const draft = readStoredMapping(row.draft);
  const { doc: document, diagnostics: ofBundle } = await bundledMapping(tx, workspaceId, draft, { source: 'library' });
  const { diagnostics } = checkDocument(document);
  // What the check says too, in its own words, is said once.
  const cycles = ofBundle.filter((diagnostic) => diagnostic.code === 'mapping.recursion');
  refuseErrors(row.name, [...diagnostics, ...cycles]);
  const tests = await runTests(run, document);
  refuseFailedTests(row.name, tests);
  const number = Math.max(row.latest, await lastLibraryNumber(tx, { workspaceId, kind }, row.name)) + 1;
  const text = JSON.stringify(document);
  await insertMappingVersion(tx, { mappingId, workspaceId, number, document: text, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.publishVersion',
    target: { kind, id: mappingId },
    before: { number: row.latest },
    after: { number, revision: row.revision, tests: tests.passed },
  });
  return { number, ref: refOf(row.name, number), diagnostics, tests };
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
