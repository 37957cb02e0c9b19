// Stop and fail: the flow itself says that it is over, and how.
import { compileFieldValue } from '@patchbay/mapping';
import type { FailNode, StopNode } from '@patchbay/model/flow';
import type { PureRun } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planStop(node: StopNode): PureRun {
  const reason = node.reason === undefined ? undefined : compileFieldValue(node.reason);
  return (scope, context) => ({ output: toJson(reason?.evaluate(scope, context)), ports: [] });
}

/** A message longer than this is cut: it stands in lists. */
const longestMessage = 2_000;

export function planFail(node: FailNode): PureRun {
  const message = compileFieldValue(node.message);
  return (scope, context) => {
    const value = toJson(message.evaluate(scope, context));
    const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
    throw new StepFailure({
      code: node.code ?? 'failed',
      message: text.trim() === '' ? 'The flow ends here as failed.' : text.slice(0, longestMessage),
      next: 'The flow itself decided so: look at what led to this step.',
    });
  };
}
