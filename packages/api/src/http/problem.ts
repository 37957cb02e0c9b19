// Errors of everything that is not tRPC, as RFC 9457 problem documents.
import type { AppError } from '@patchbay/model/errors';
import { appErrorTable } from '@patchbay/model/errors';
import { userMessageOf } from '../trpc/error-view.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly diagnostics?: readonly unknown[];
  readonly [extra: string]: unknown;
}

const titles: Readonly<Record<AppError['code'], string>> = {
  invalidInput: 'The request was not understood',
  unauthenticated: 'The caller is not known',
  forbidden: 'Not allowed',
  notFound: 'Not found',
  conflict: 'Conflict',
  gone: 'Gone',
  tooLarge: 'Too large',
  unsupportedMediaType: 'Unsupported media type',
  unprocessable: 'Cannot be done as it stands',
  rateLimited: 'Too many requests',
  upstream: 'Another system failed',
  unavailable: 'Not available just now',
  internal: 'Something went wrong',
};

export const problemType = 'application/problem+json';

export function problemOf(error: AppError, requestId: string): Problem {
  const details = error.code === 'internal' ? {} : (error.details ?? {});
  return {
    ...details,
    type: 'about:blank',
    title: titles[error.code],
    status: appErrorTable[error.code].httpStatus,
    detail: userMessageOf(error, requestId),
    code: error.code,
    requestId,
  };
}
