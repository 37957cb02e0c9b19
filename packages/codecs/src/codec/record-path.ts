import { parsePath } from '@patchbay/model/expression';
import { CodecError } from '../codec-error.ts';

/** The names that lead to the list of records; none for the document itself. A last `[*]` says what is meant anyway. */
export function namesOfPath(path: string | undefined): string[] {
  if (path === undefined || path.trim() === '') return [];
  const steps = parsePath(path);
  if (steps?.at(-1)?.kind === 'each') steps.pop();
  if (steps === undefined) throw CodecError.option('path', `“${path}” is no path; write it like data.orders`);
  return steps.map((step) => {
    if (step.kind === 'name') return step.name;
    throw CodecError.option('path', `“${path}” must lead by names alone, without [ ]`);
  });
}
