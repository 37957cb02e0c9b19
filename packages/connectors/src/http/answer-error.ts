// What a status that was not accepted means for the step. RFC 9110: a 4xx refuses the request before it is carried out.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { ConnectorErrorKind, EffectCertainty, Json } from '@patchbay/connector-sdk';

const longestWaitMs = 86_400_000;

/** `Retry-After` in seconds or as an HTTP date, in milliseconds. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(longestWaitMs, Math.max(0, ms));
}

function meaningOf(status: number): readonly [kind: ConnectorErrorKind, effect: EffectCertainty, next: string] {
  if (status === 401 || status === 403)
    return ['auth', 'none', 'Enter a valid credential in the connection, or ask for the right to call this.'];
  if (status === 404 || status === 410) return ['notFound', 'none', 'Check the address and the id in it.'];
  if (status === 408) return ['transient', 'unknown', 'Ask whoever runs the service why it was too slow.'];
  if (status === 409) return ['conflict', 'none', 'Look at the answer: the state of the thing does not allow this.'];
  if (status === 425) return ['transient', 'none', 'The service asks for the same request later.'];
  if (status === 429) return ['rateLimited', 'none', 'Send less, or ask whoever runs the service for a higher limit.'];
  if (status >= 500) return ['transient', 'unknown', 'Ask whoever runs the service; the answer is below.'];
  if (status >= 400) return ['invalidInput', 'none', 'Look at the answer and correct what this node sends.'];
  return ['permanent', 'unknown', 'Add the status to the accepted ones if it is a good answer.'];
}

export interface Refused {
  readonly method: string;
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** Declared in the node: with this status the service did nothing. */
  readonly isNotExecuted: boolean;
}

export function answerError(refused: Refused): ConnectorError {
  const { method, host, status, headers, body, isNotExecuted } = refused;
  const [kind, effect, next] = meaningOf(status);
  const wait = retryAfterMs(headers['retry-after'], Date.now());
  return new ConnectorError(kind, `${host} answered ${method} with ${status}.`, {
    effect: isNotExecuted ? 'none' : effect,
    next,
    details: { status, headers: { ...headers }, body },
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}
