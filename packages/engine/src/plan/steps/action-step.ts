// Action: the input is worked out when the step starts, the operation is called by the advance loop.
import { compileFieldValue, MappingFailed } from '@patchbay/mapping';
import type { RejectedRecord } from '@patchbay/mapping';
import { sideEffectOf } from '@patchbay/model/connector';
import { AppError } from '@patchbay/model/errors';
import { defaultRetry } from '@patchbay/model/flow';
import type { ActionNode, FieldValues } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { EffectStep } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { keptRecords, mappingFailure } from './left-out.ts';
import { toJson } from './to-json.ts';

type InputOf = EffectStep['input'];

function planInput(fields: FieldValues): InputOf {
  const compiled = Object.entries(fields).map(([name, value]) => ({ name, value: compileFieldValue(value) }));
  return (scope, context) => {
    const input: [string, Json][] = [];
    const rejected: RejectedRecord[] = [];
    for (const { name, value } of compiled) {
      const result = toJson(valueOf(() => value.evaluate(scope, context, (record) => rejected.push(record))));
      if (result !== null) input.push([name, result]);
    }
    const values = Object.fromEntries(input);
    return rejected.length === 0 ? { values } : { values, rejected: keptRecords(rejected) };
  };
}

/** A structure that its mapping cannot make fails the step as a map does, with all its paths. */
function valueOf(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (thrown) {
    throw thrown instanceof MappingFailed ? mappingFailure(thrown.problems) : thrown;
  }
}

/** A node's own call, or the one that takes it back. */
export function planCall(
  node: Pick<ActionNode, 'label' | 'operation' | 'slot' | 'input' | 'retry' | 'onUnknown'>,
  operations: OperationLookup,
): EffectStep {
  const operation = operations(node.operation);
  if (operation === undefined) {
    const message = `“${node.label}” uses “${node.operation}”, which is not installed here. An administrator must install its connector.`;
    throw AppError.because('unprocessable', message);
  }
  return {
    type: 'effect',
    operation: node.operation,
    slot: node.slot ?? null,
    input: planInput(node.input),
    sideEffect: (input) => sideEffectOf(operation.sideEffect, input),
    retry: node.retry ?? defaultRetry,
    onUnknown: node.onUnknown ?? 'hold',
  };
}
