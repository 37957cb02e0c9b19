import type { Span } from '@patchbay/model/expression';
import { EvaluationError } from './evaluation-error.ts';
import type { EvaluationErrorCode } from './evaluation-error.ts';

/** How messages name an operator: as such, “-” would be lost between their words. */
export const operatorLabel = (operator: string): string => `“${operator}”`;

/** A place in the text that may fail: an operator or a call, with the name that messages use. */
export class Site implements Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;

  constructor(label: string, at: Span) {
    this.label = label;
    this.start = at.start;
    this.end = at.end;
  }

  error(code: EvaluationErrorCode, message: string): EvaluationError {
    return new EvaluationError(code, `${this.label}: ${message}`, this);
  }
}
