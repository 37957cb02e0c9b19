import type { AppErrorCode } from '@patchbay/model/errors';

/** What a script may rely on. refused: the thing asked for is wrong or not allowed. unreachable: try again later. readerGone: who read the
 *  output has closed it, as `head` does; it is what a shell says of a program that a broken pipe ends. */
export const exitCode = { ok: 0, refused: 1, usage: 2, unreachable: 3, readerGone: 141 } as const;

export const exitCodeOf = (code: AppErrorCode): number =>
  code === 'unavailable' || code === 'upstream' ? exitCode.unreachable : exitCode.refused;
