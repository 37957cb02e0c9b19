import type { ConnectorError, ConnectorErrorKind } from '@patchbay/connector-sdk';
import { AppError } from '@patchbay/model/errors';
import type { AppErrorCode } from '@patchbay/model/errors';

const codes: Readonly<Record<ConnectorErrorKind, AppErrorCode>> = {
  auth: 'unprocessable',
  rateLimited: 'upstream',
  transient: 'upstream',
  invalidInput: 'unprocessable',
  notFound: 'notFound',
  conflict: 'conflict',
  permanent: 'unprocessable',
};

/** For a caller of the API who asked for something that a connector could not do. */
export function connectorAppError(error: ConnectorError): AppError {
  const { kind, next } = error;
  return AppError.because(codes[kind], next === undefined ? error.message : `${error.message} ${next}`, { kind });
}
