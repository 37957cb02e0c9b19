import type { Span } from '@patchbay/model/expression';

export type EvaluationErrorCode =
  | 'syntax'
  | 'typeMismatch'
  | 'invalidValue'
  | 'divisionByZero'
  | 'numberTooLarge'
  | 'unknownFunction'
  | 'unknownTable'
  | 'notFound'
  | 'budgetExceeded';

/** An expression could not give a value. `at` is the place in its text, as UTF-16 offsets. Never carries more of a value than a short quote. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly code: EvaluationErrorCode;
  readonly at: Span;

  constructor(code: EvaluationErrorCode, message: string, at: Span) {
    super(message);
    this.code = code;
    this.at = { start: at.start, end: at.end };
  }
}

/**
 * What was thrown, where values are nested so deep that no stack holds their levels: then a budget is spent. JSON is read to 200 levels,
 * and rules upon rules make more.
 */
export function asEvaluationError(cause: unknown): unknown {
  const isTooDeep = cause instanceof RangeError && /call stack/i.test(cause.message);
  if (!isTooDeep) return cause;
  return new EvaluationError('budgetExceeded', 'A value is nested too deep to be worked on. Build it flatter.', {
    start: 0,
    end: 0,
  });
}
