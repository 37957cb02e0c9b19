// From what was thrown to what is recorded: connector errors keep their cause, ours never show their insides.
import type { ConnectorError } from '@patchbay/connector-sdk';
import { EvaluationError } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { StepError } from '@patchbay/model/run';
import type { FailedAttempt } from '../decide/index.ts';
import { StepFailure } from '../plan/index.ts';

/** By name: the engine knows connectors by their types only. */
const isConnectorError = (thrown: unknown): thrown is ConnectorError =>
  thrown instanceof Error && thrown.name === 'ConnectorError' && 'kind' in thrown && 'effect' in thrown;

const failureOf = ({ kind, message, next, retryAfterMs, details }: ConnectorError): StepError => ({
  code: kind,
  message,
  ...(next === undefined ? {} : { next }),
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  ...(details === undefined ? {} : { details }),
});

/** What a connector rejected with; null: it was not a connector that rejected. */
export const toConnectorFailure = (thrown: unknown): StepError | null =>
  isConnectorError(thrown) ? failureOf(thrown) : null;

export function toFailedAttempt(thrown: unknown): FailedAttempt {
  if (isConnectorError(thrown)) {
    return {
      error: failureOf(thrown),
      retryable: thrown.kind === 'rateLimited' || thrown.kind === 'transient',
      effect: thrown.effect,
    };
  }
  return { error: toStepError(thrown), retryable: false, effect: 'unknown' };
}

/** An error of a pure step, or one that nobody foresaw. */
export function toStepError(thrown: unknown): StepError {
  if (thrown instanceof StepFailure) return thrown.error;
  if (thrown instanceof EvaluationError) {
    return {
      code: 'expression',
      message: thrown.message,
      next: 'Look at the values that came in; an analyst mends the expression.',
    };
  }
  if (thrown instanceof AppError && thrown.userMessage !== undefined) {
    return { code: thrown.code, message: thrown.userMessage };
  }
  return {
    code: 'internal',
    message: 'The step failed by a fault of Patchbay itself.',
    next: 'An administrator finds the details in the worker’s log under this run’s id.',
  };
}

export const crashed: StepError = {
  code: 'crashed',
  message: 'The worker stopped after the request may have been sent, so nobody knows whether it arrived.',
  next: 'Look at the target system, then decide on this page.',
};

export const nobodySaid: StepError = {
  code: 'crashed',
  message:
    'The run that this one repeats ended after the request may have been sent, so nobody knows whether it arrived.',
  next: 'Look at the target system, then decide on this page.',
};

export const notSent: StepError = {
  code: 'notSent',
  message: 'The worker stood still before it could send the request; nothing was sent.',
};
