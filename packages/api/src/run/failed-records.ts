// The records that a step over records left out, a page at a time, as the engine kept them.
import { AppError } from '@patchbay/model/errors';
import { findRun } from '@patchbay/db/repositories';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { FailedRecords } from './run.contract.ts';
import type { FailedRecordsInput } from './run.contract.ts';

/** @throws AppError `notFound` when there is no such run, step or page; `gone` when the page is missing from the blob store. */
export async function failedRecords(
  { db, runReader, readBlob }: Pick<ServiceDeps, 'db' | 'runReader' | 'readBlob'>,
  { workspaceId }: Caller,
  { runId, path, page }: FailedRecordsInput,
): Promise<FailedRecords> {
  const run = await db.inWorkspace(workspaceId, (tx) => findRun(tx, workspaceId, runId));
  if (run === null) throw AppError.because('notFound', 'There is no such run.');
  const [progress] = await runReader.progress([runId]);
  const records = progress?.steps.find((step) => step.path === path)?.records;
  if (records === undefined) {
    throw AppError.because('notFound', 'This run has no step over records at that path.');
  }
  const pages = records.failedPages ?? [];
  const counts = {
    pages: pages.length,
    kept: pages.reduce((sum, { count }) => sum + count, 0),
    failed: records.failed,
  };
  const wanted = pages[page];
  if (wanted === undefined) {
    if (page === 0) return { records: [], ...counts };
    throw AppError.because('notFound', `There are ${pages.length} pages of failed records, counted from 0.`);
  }
  const text = Buffer.from(await readBlob(workspaceId, wanted.sha256)).toString('utf8');
  return FailedRecords.parse({ records: JSON.parse(text) as unknown, ...counts });
}
