// The closed family of errors that cross a process boundary, and the ONE table that says what each becomes outside.
import type { Diagnostic } from './diagnostic.ts';

export type AppErrorCode =
  | 'invalidInput'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'gone'
  | 'tooLarge'
  | 'unsupportedMediaType'
  | 'unprocessable'
  | 'rateLimited'
  | 'upstream'
  | 'unavailable'
  | 'internal';

/** The codes of tRPC that we use; written out because model imports no server library. */
export type TrpcCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNPROCESSABLE_CONTENT'
  | 'TOO_MANY_REQUESTS'
  | 'BAD_GATEWAY'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

export const appErrorTable: Readonly<
  Record<AppErrorCode, { readonly httpStatus: number; readonly trpcCode: TrpcCode; readonly retryable: boolean }>
> = {
  invalidInput: { httpStatus: 400, trpcCode: 'BAD_REQUEST', retryable: false },
  unauthenticated: { httpStatus: 401, trpcCode: 'UNAUTHORIZED', retryable: false },
  forbidden: { httpStatus: 403, trpcCode: 'FORBIDDEN', retryable: false },
  notFound: { httpStatus: 404, trpcCode: 'NOT_FOUND', retryable: false },
  conflict: { httpStatus: 409, trpcCode: 'CONFLICT', retryable: false },
  gone: { httpStatus: 410, trpcCode: 'PRECONDITION_FAILED', retryable: false },
  tooLarge: { httpStatus: 413, trpcCode: 'PAYLOAD_TOO_LARGE', retryable: false },
  unsupportedMediaType: { httpStatus: 415, trpcCode: 'UNSUPPORTED_MEDIA_TYPE', retryable: false },
  unprocessable: { httpStatus: 422, trpcCode: 'UNPROCESSABLE_CONTENT', retryable: false },
  rateLimited: { httpStatus: 429, trpcCode: 'TOO_MANY_REQUESTS', retryable: true },
  upstream: { httpStatus: 502, trpcCode: 'BAD_GATEWAY', retryable: true },
  unavailable: { httpStatus: 503, trpcCode: 'SERVICE_UNAVAILABLE', retryable: true },
  internal: { httpStatus: 500, trpcCode: 'INTERNAL_SERVER_ERROR', retryable: true },
};

export interface AppErrorDetails {
  readonly diagnostics?: readonly Diagnostic[];
  readonly [key: string]: unknown;
}

/**
 * An error that a person may read. `message` is for logs; `userMessage` names the thing, the cause, who can mend it
 * and the next action, and never carries a secret. Without one, the caller is told only the code.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly userMessage: string | undefined;
  readonly details: AppErrorDetails | undefined;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { userMessage?: string; details?: AppErrorDetails; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.userMessage = options.userMessage;
    this.details = options.details;
  }

  /** The usual case: one sentence serves the log and the person. */
  static because(code: AppErrorCode, userMessage: string, details?: AppErrorDetails): AppError {
    return new AppError(code, userMessage, details === undefined ? { userMessage } : { userMessage, details });
  }
}
