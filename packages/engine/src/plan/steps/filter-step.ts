// Filter: whether a condition holds, or the items of a list for which it does.
import { compileExpression } from '@patchbay/mapping';
import type { FilterNode } from '@patchbay/model/flow';
import type { PureRun } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planFilter(node: FilterNode): PureRun {
  const condition = compileExpression(node.condition);
  if (node.items === undefined) {
    return (scope, context) => {
      const holds = condition.evaluate(scope, context) === true;
      return { output: holds, ports: [holds ? 'out' : 'rejected'] };
    };
  }
  const items = compileExpression(node.items);
  return (scope, context) => {
    const list = items.evaluate(scope, context);
    if (list !== null && !Array.isArray(list)) {
      throw new StepFailure({
        code: 'invalidInput',
        message: 'The filter needs a list, and what it was given is none.',
        next: 'An analyst chooses a list in the filter’s settings.',
      });
    }
    const kept = (list ?? []).filter((item) => condition.evaluate({ ...scope, item }, context) === true);
    return { output: kept.map(toJson), ports: [kept.length > 0 ? 'out' : 'rejected'] };
  };
}
