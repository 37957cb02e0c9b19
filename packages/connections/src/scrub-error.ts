import { ConnectorError, isConnectorError } from '@patchbay/connector-sdk';
import type { Scrubber } from '@patchbay/connector-sdk';

/**
 * The error without secrets. The cause stays behind: a driver's error may carry the whole request.
 * What is no ConnectorError is a fault of the connector: nobody can know what it did.
 */
export function scrubError(error: unknown, scrubber: Scrubber): ConnectorError {
  if (!isConnectorError(error)) {
    return new ConnectorError('permanent', 'The operation failed in a way that its connector does not foresee.', {
      effect: 'unknown',
      next: 'Report it with the time of the run; the log of the worker has the cause.',
    });
  }
  const { kind, effect, retryAfterMs, next, details } = error;
  return new ConnectorError(kind, scrubber.text(error.message), {
    effect,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(next === undefined ? {} : { next: scrubber.text(next) }),
    ...(details === undefined ? {} : { details: scrubber.json(details) }),
  });
}
