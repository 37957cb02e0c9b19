import { AppError } from '@patchbay/model/errors';

/** Of an address with a proof that is ours: there was such a run. */
export const runWasRemoved = (words: string): AppError =>
  AppError.because(
    'gone',
    `The run that waited here has ended and was removed: runs are kept as long as the workspace says. ${words}`,
  );
