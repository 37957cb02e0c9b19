import { AppError } from '@patchbay/model/errors';

/** @throws AppError `conflict` when the author did not see the newest version. */
export function refuseOldBase(name: string, latest: number, base: number | undefined): void {
  if (base === undefined || base === latest) return;
  throw AppError.because(
    'conflict',
    `“${name}” stands at version ${latest}, but the change builds on version ${base}. Compare it with the newest version, then save it on top of that.`,
    { latest },
  );
}
