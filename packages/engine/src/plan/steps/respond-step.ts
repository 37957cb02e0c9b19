// Respond: the answer for the caller of a synchronous webhook.
import { compileFieldValue } from '@patchbay/mapping';
import type { RespondNode } from '@patchbay/model/flow';
import { isJsonObject } from '@patchbay/model/schema';
import type { PureRun } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

export function planRespond(node: RespondNode): PureRun {
  const status = compileFieldValue(node.status);
  const headers = node.headers === undefined ? undefined : compileFieldValue(node.headers);
  const body = node.body === undefined ? undefined : compileFieldValue(node.body);
  return (scope, context) => {
    const code = Number(status.evaluate(scope, context));
    if (!Number.isInteger(code) || code < 200 || code > 599) {
      throw new StepFailure({
        code: 'invalidInput',
        message: `The status of the answer must be a whole number from 200 to 599.`,
        next: 'An analyst mends the status in the answer’s settings.',
      });
    }
    const named = headers?.evaluate(scope, context);
    const reply = {
      status: code,
      headers: isJsonObject(named)
        ? Object.fromEntries(
            Object.entries(named).map(([name, value]) => [
              name.toLowerCase(),
              typeof value === 'string' ? value : JSON.stringify(value),
            ]),
          )
        : {},
      body: toJson(body?.evaluate(scope, context)),
    };
    return { output: reply, ports: ['out'], reply };
  };
}
