import { AppError } from '@patchbay/model/errors';

/** A full disk is said in words; anything else stays what it is. */
export function diskFailure(place: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (!['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes(code)) return cause;
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'is full' : 'cannot be written to';
  const userMessage = `The records do not fit into memory, and the disk that would hold them meanwhile (${place}) ${reason}. An administrator makes room there; replay the run afterwards.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
}
