import type { Json } from '@patchbay/model/schema';

/** Why a call failed; decides whether another attempt makes sense. */
export type ConnectorErrorKind =
  | 'auth'
  | 'rateLimited'
  | 'transient'
  | 'invalidInput'
  | 'notFound'
  | 'conflict'
  | 'permanent';

/** none: it is certain that nothing happened at the target · unknown: nobody can know. */
export type EffectCertainty = 'none' | 'unknown';

export interface ConnectorErrorOptions {
  /** Default: `none` for auth, rateLimited, invalidInput and notFound; `unknown` for the others. */
  readonly effect?: EffectCertainty;
  /** How long the target asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What to do next, in words: who can mend it and how. */
  readonly next?: string;
  /** For the error port: what the target answered, without secrets. */
  readonly details?: Json;
  readonly cause?: unknown;
}

const effectByKind: Readonly<Record<ConnectorErrorKind, EffectCertainty>> = {
  auth: 'none',
  rateLimited: 'none',
  transient: 'unknown',
  invalidInput: 'none',
  notFound: 'none',
  conflict: 'unknown',
  permanent: 'unknown',
};

/**
 * The one error that an operation rejects with. `message` names the thing and the cause, `next` the next action.
 * Only `rateLimited` and `transient` are worth another attempt; `effect` tells whether the first one may have worked.
 */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly kind: ConnectorErrorKind;
  readonly effect: EffectCertainty;
  readonly retryAfterMs: number | undefined;
  readonly next: string | undefined;
  readonly details: Json | undefined;

  constructor(kind: ConnectorErrorKind, message: string, options: ConnectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.effect = options.effect ?? effectByKind[kind];
    this.retryAfterMs = options.retryAfterMs;
    this.next = options.next;
    this.details = options.details;
  }
}

/** Holds across package copies, as it looks at the name. */
export const isConnectorError = (error: unknown): error is ConnectorError =>
  error instanceof Error && error.name === 'ConnectorError' && 'kind' in error && 'effect' in error;
