// Call of another flow: what it gets and gives, each against the contract of the version that is called.
import { compileFieldValue, compileTargetCheck, MappingFailed } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { longestWaitMs } from '@patchbay/model/flow';
import type { RetryPolicy, SubflowNode } from '@patchbay/model/flow';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { SubflowStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { mappingFailure } from './left-out.ts';
import { toJson } from './to-json.ts';

/** A run that failed has tried again what was worth it. */
const once: RetryPolicy = { maxAttempts: 1, firstDelayMs: 0, maxDelayMs: 0, deadlineMs: 0 };
const maxDetails = 20;

/** @throws AppError `unprocessable` when it is not settled which version is called */
export function planSubflow(node: SubflowNode): SubflowStep {
  const { call, label } = node;
  if (call?.versionId === undefined) {
    throw AppError.because(
      'unprocessable',
      `“${label}” calls no published version of a flow. Choose one, then publish.`,
    );
  }
  const { flowId, versionId, contract } = call;
  const flowName = contract?.name ?? label;
  const value = compileFieldValue(node.input['body'] ?? { mode: 'fixed', value: null });
  const checkInput = keeping(contract?.input);
  const checkOutput = keeping(contract?.output);
  return {
    type: 'subflow',
    flowId,
    versionId,
    flowName,
    timeoutMs: node.timeoutMs ?? longestWaitMs,
    retry: node.retry ?? once,
    input: (scope, context) => {
      const input = made(() => toJson(value.evaluate(scope, context)));
      checkInput(input, (first) => ({
        message: `What “${flowName}” was to get is not what it asks for: ${first}`,
        next: 'Look at the values that came in. If they are right, an analyst mends the input of this step.',
      }));
      return input;
    },
    output: (given) => {
      checkOutput(given, (first) => ({
        message: `What “${flowName}” gave is not what it promises: ${first}`,
        next: 'An analyst mends the respond step of that flow, or what its trigger promises, and publishes it.',
      }));
      return given;
    },
  };
}

type Words = (first: string) => { readonly message: string; readonly next: string };

/** @throws StepFailure `contract` with the first mistakes */
function keeping(schema: DataSchema | undefined): (value: Json, words: Words) => void {
  if (schema === undefined) return () => undefined;
  const check = compileTargetCheck(schema);
  return (value, words) => {
    const mistakes = check(value);
    const [first] = mistakes;
    if (first === undefined) return;
    const more = mistakes.length === 1 ? '' : ` (and ${mistakes.length - 1} more)`;
    const details = mistakes.slice(0, maxDetails).map(({ path, message }) => ({ path, message }));
    throw new StepFailure({ code: 'contract', ...words(`${first.message}${more}`), details });
  };
}

function made<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (thrown) {
    throw thrown instanceof MappingFailed ? mappingFailure(thrown.problems) : thrown;
  }
}
