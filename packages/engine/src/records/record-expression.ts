import { compileExpression, EvaluationError } from '@patchbay/mapping';
import { keyText, truthOf, valueSite } from '@patchbay/mapping/values';
import { StepFailure } from '../plan/step-failure.ts';
import type { RecordRun, Row } from './record-step.ts';

export type OfRecord<Value = unknown> = (row: Row) => Value;

/** An expression over `item`, compiled once and started for each run. Throws `EvaluationError` where a record has no value. */
export function recordExpression(
  text: string,
  alias = 'item',
): (run: Pick<RecordRun, 'scope' | 'context'>) => OfRecord {
  const compiled = compileExpression(text);
  return ({ scope, context }) => {
    // One scope for all records: an expression never keeps it.
    const own: Record<string, unknown> = { ...scope };
    return (row) => {
      own[alias] = row;
      return compiled.evaluate(own, context);
    };
  };
}

/** A condition: nothing counts as false, anything but true and false is refused. */
export function recordCondition(text: string, label: string): (run: RecordRun) => OfRecord<boolean> {
  const expression = recordExpression(text);
  const site = valueSite(label);
  return (run) => {
    const value = expression(run);
    return (row) => truthOf(value(row), site);
  };
}

/** The text that records share exactly when all their keys are equal; of no keys, the record itself is the key. */
export function keyOf(keys: readonly unknown[]): string {
  return keys.length === 1 ? keyText(keys[0]) : keyText(keys);
}

/**
 * Does the work of one record. A value that its expressions cannot give leaves the record out and tells it, or fails the
 * chain where nobody asked to be told.
 */
export function attempted<Value>(
  work: () => Value,
  at: { readonly run: RecordRun; readonly position: number; readonly row: Row; readonly operation: string },
): Value | typeof leftOut {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    const { run, position, row } = at;
    if (run.onFailed === undefined) throw recordFailure(at.operation, position, cause);
    run.onFailed({ position, record: row, code: cause.code, message: cause.message });
    return leftOut;
  }
}

export const leftOut: unique symbol = Symbol('left out');

function recordFailure(operation: string, position: number, cause: EvaluationError): StepFailure {
  return new StepFailure({
    code: 'expression',
    message: `${operation}: record ${position + 1}: ${cause.message}`,
    next: 'Look at this record. If it is right, an analyst mends the expression in the step’s settings.',
    details: { record: position },
  });
}
