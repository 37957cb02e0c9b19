import { compileExpression } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';
import type { ListReader } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';

/** Nothing is a list without records; anything else that is no list fails the step. */
export function listReader(text: string, label: string): ListReader {
  const compiled = compileExpression(text);
  return (scope, context) => {
    const list = compiled.evaluate(scope, context);
    if (list === null) return [];
    if (Array.isArray(list)) return list as Json[];
    throw new StepFailure({
      code: 'invalidInput',
      message: `“${label}” needs a list, and what it was given is none.`,
      next: 'An analyst chooses a list in the step’s settings.',
    });
  };
}
