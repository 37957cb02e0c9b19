// What takes a step back: a call like any other, and the condition under which there is something to take back.
import { compileExpression } from '@patchbay/mapping';
import type { Compensation } from '@patchbay/model/flow';
import type { PlannedUndo } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { StepFailure } from '../step-failure.ts';
import { planCall } from './action-step.ts';

export function planUndo(
  given: Compensation,
  { label, operations }: { readonly label: string; readonly operations: OperationLookup },
): PlannedUndo {
  return { ...planCall({ ...given, label }, operations), when: planWhen(given.when) };
}

function planWhen(text: string | undefined): PlannedUndo['when'] {
  if (text === undefined || text.trim() === '') return null;
  const condition = compileExpression(text);
  return (scope, context) => {
    const holds = condition.evaluate(scope, context);
    if (typeof holds === 'boolean') return holds;
    // To guess would be to leave something undone, or to undo what never was.
    throw new StepFailure({
      code: 'invalidInput',
      message: 'The condition under which the step is undone gave neither true nor false.',
      next: 'A person looks whether the step has something to take back; an analyst mends the condition.',
    });
  };
}
