// Filter: whether a condition holds, or the items of a list for which it does.
import { compileExpression } from '@patchbay/mapping';
import type { FilterNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { recordExpression } from '../../records/record-expression.ts';
import type { ListStepRun, PlannedStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planFilter(node: FilterNode): PlannedStep {
  if (node.items !== undefined) return { type: 'list', run: planListFilter(node, node.items) };
  const condition = compileExpression(node.condition);
  return {
    type: 'pure',
    run: (scope, context) => {
      const holds = condition.evaluate(scope, context) === true;
      return { output: holds, ports: [holds ? 'out' : 'rejected'] };
    },
  };
}

function planListFilter(node: FilterNode, text: string): ListStepRun {
  const items = compileExpression(text);
  const condition = recordExpression(node.condition);
  return function* filtered(scope, context) {
    const list = items.evaluate(scope, context);
    if (list !== null && !Array.isArray(list)) {
      throw new StepFailure({
        code: 'invalidInput',
        message: 'The filter needs a list, and what it was given is none.',
        next: 'An analyst chooses a list in the filter’s settings.',
      });
    }
    const holds = condition({ scope, context });
    const kept: Json[] = [];
    for (const item of list ?? []) {
      const record = toJson(item);
      if (holds(record) === true) kept.push(record);
      yield;
    }
    return { output: kept, ports: [kept.length > 0 ? 'out' : 'rejected'] };
  };
}
