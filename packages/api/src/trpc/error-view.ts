// Errors on their way out: AppError keeps its code and words, everything unknown becomes `internal` and says nothing more.
import type { AppErrorCode, Diagnostic } from '@patchbay/model/errors';
import { AppError, appErrorTable, nearestIssues } from '@patchbay/model/errors';
import { TRPCError } from '@trpc/server';
import * as z from 'zod';

/** What the web reads in `error.data`. */
export interface ErrorData {
  code: AppErrorCode;
  httpStatus: number;
  userMessage: string;
  details?: { diagnostics?: Diagnostic[]; [key: string]: unknown };
  requestId?: string;
}

const invalidInput = (error: z.ZodError): AppError => {
  const diagnostics: Diagnostic[] = nearestIssues(error.issues)
    .slice(0, 50)
    .map((issue) => ({
      severity: 'error',
      code: `input.${issue.code}`,
      message: `${issue.path.length === 0 ? 'The input' : issue.path.join('.')}: ${issue.message}`,
      at: { field: issue.path.join('.') },
    }));
  const first = diagnostics[0]?.message ?? 'it does not have the expected shape';
  return AppError.because('invalidInput', `The request was not understood. ${first}. Mend it and send it again.`, {
    diagnostics,
  });
};

/** tRPC's own refusals (unknown procedure, wrong method, unreadable body) in the words of the table. */
const ownRefusals: Readonly<Record<string, readonly [AppErrorCode, string]>> = {
  NOT_FOUND: ['notFound', 'There is no such procedure. Check the address against the API description.'],
  METHOD_NOT_SUPPORTED: ['invalidInput', 'This procedure takes another HTTP method. Changes are sent with POST.'],
  PARSE_ERROR: ['invalidInput', 'The body of the request is not valid JSON. Mend it and send it again.'],
  BAD_REQUEST: ['invalidInput', 'The request was not understood. Mend it and send it again.'],
  UNSUPPORTED_MEDIA_TYPE: ['unsupportedMediaType', 'Send the request as application/json.'],
  PAYLOAD_TOO_LARGE: [
    'tooLarge',
    'The request is larger than what is taken at once, 12 MB at most. Send less: of a sample its first part will do, and the command line reads files of any size.',
  ],
};

function ownRefusal(error: TRPCError): AppError {
  const known = ownRefusals[error.code];
  return known === undefined ? new AppError('internal', error.message, { cause: error }) : AppError.because(...known);
}

/** What an error means for the outside. Errors that nobody foresaw are `internal`. */
export function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError)
    return new AppError('internal', 'a value did not match its schema', { cause: error });
  if (!(error instanceof TRPCError)) return new AppError('internal', 'unexpected error', { cause: error });
  if (error.cause instanceof AppError) return error.cause;
  if (error.cause instanceof z.ZodError && error.code === 'BAD_REQUEST') return invalidInput(error.cause);
  if (error.code === 'INTERNAL_SERVER_ERROR')
    return new AppError('internal', 'unexpected error', { cause: error.cause ?? error });
  return ownRefusal(error);
}

export function trpcErrorOf(error: AppError, original?: TRPCError): TRPCError {
  if (original?.cause === error) {
    if (original.code === appErrorTable[error.code].trpcCode) return original;
  }
  return new TRPCError({ code: appErrorTable[error.code].trpcCode, message: error.message, cause: error });
}

/** The sentence for a person; an error without one names only the request, for whoever reads the logs. */
export function userMessageOf(error: AppError, requestId: string | undefined): string {
  if (error.userMessage !== undefined && error.code !== 'internal') return error.userMessage;
  const where = requestId === undefined ? '' : ` Its number in the server's log is ${requestId}.`;
  return `Something went wrong inside Patchbay.${where} Try again; if it stays, report it with that number.`;
}

export function errorView<Shape extends { message: string; code: number }>(
  shape: Shape,
  error: TRPCError,
  requestId: string | undefined,
): { message: string; code: Shape['code']; data: ErrorData } {
  const known = appErrorOf(error);
  const userMessage = userMessageOf(known, requestId);
  const details = known.code === 'internal' ? undefined : known.details;
  return {
    message: userMessage,
    code: shape.code,
    data: {
      code: known.code,
      httpStatus: error.code === 'METHOD_NOT_SUPPORTED' ? 405 : appErrorTable[known.code].httpStatus,
      userMessage,
      ...(details === undefined ? {} : { details: { ...details, diagnostics: [...(details.diagnostics ?? [])] } }),
      ...(requestId === undefined ? {} : { requestId }),
    },
  };
}
