// What a step left in the blob store: an output or a list that is too large for the run itself, or a file that it has written.
import { findRun } from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { beginningOf } from './beginning.ts';
import type { OpenedContent, StepContent, StepContentInput } from './run.contract.ts';

type Deps = Pick<ServiceDeps, 'db' | 'runReader' | 'openBlob'>;

const shownBytes = 64 * 1024;

/** @throws AppError `notFound` when there is no such run, step or content; `gone` when it is missing from the blob store. */
export async function stepContent(deps: Deps, caller: Caller, input: StepContentInput): Promise<StepContent> {
  const { content, ...about } = await openStepContent(deps, caller, input);
  const beginning = textOf(await beginningOf(content, shownBytes));
  return { ...about, beginning, isWhole: about.sizeBytes <= shownBytes };
}

/** @throws AppError as `stepContent` does. */
export async function openStepContent(
  { db, runReader, openBlob }: Deps,
  { workspaceId }: Caller,
  { runId, path, which }: StepContentInput,
): Promise<OpenedContent> {
  const run = await db.inWorkspace(workspaceId, (tx) => findRun(tx, workspaceId, runId));
  if (run === null) throw notThere();
  const [progress] = await runReader.progress([runId]);
  const step = progress?.steps.find((one) => one.path === path);
  const asJson = { name: `${nameOf(path)}.json`, mediaType: 'application/json' };
  const apart = which === 'input' ? step?.inputRef : step?.outputRef;
  const found = which === 'file' ? step?.file : apart && { ...asJson, ...apart };
  if (found === undefined) throw AppError.because('notFound', nothingThere[which]);
  const { name, mediaType, sizeBytes, sha256 } = found;
  return { name, mediaType, sizeBytes, content: await openBlob(workspaceId, sha256) };
}

const nothingThere: Readonly<Record<StepContentInput['which'], string>> = {
  input: 'This run has no step at that path with an input that is kept apart. Smaller inputs stand in the run itself.',
  output:
    'This run has no step at that path with an output that is kept apart. Smaller outputs stand in the run itself.',
  file: 'This run has no step at that path that has written a file.',
};

const nameOf = (path: string): string => path.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '');

/** Null: it holds zeros or broken signs, so it is no text. A sign that is cut off at the end is left out. */
function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
