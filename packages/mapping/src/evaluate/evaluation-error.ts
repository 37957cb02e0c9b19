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
