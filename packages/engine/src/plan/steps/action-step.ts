// Action: the input is worked out when the step starts, the operation is called by the advance loop.
import { compileFieldValue, MappingFailed } from '@patchbay/mapping';
import type { RejectedRecord } from '@patchbay/mapping';
import { sideEffectOf } from '@patchbay/model/connector';
import type { OperationManifest } from '@patchbay/model/connector';
import { AppError } from '@patchbay/model/errors';
import { defaultRetry, isShownField } from '@patchbay/model/flow';
import type { ActionNode, FieldValue, FieldValues } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { EffectStep, PlannedInput } from '../flow-plan.ts';
import type { OperationLookup } from '../operation-lookup.ts';
import { keptRecords, mappingFailure } from './left-out.ts';
import { pinnedSchemas } from './pinned-schemas.ts';
import { toJson } from './to-json.ts';

function planInput(given: FieldValues, manifest: OperationManifest): PlannedInput {
  const fields = Object.entries(given).filter(([name, value]) => !isUnused(name, value, { given, manifest }));
  const { keptOf, sent } = pinnedSchemas(fields);
  const compiled = fields.map(([name, value]) => ({ name, kept: keptOf(name), value: compileFieldValue(value) }));
  return {
    sent,
    input: (scope, context) => {
      const input: [string, Json][] = [];
      const rejected: RejectedRecord[] = [];
      for (const { name, kept, value } of compiled) {
        const made = (): unknown => kept ?? value.evaluate(scope, context, (record) => rejected.push(record));
        const result = toJson(valueOf(made));
        if (result !== null) input.push([name, result]);
      }
      const values = Object.fromEntries(input);
      return rejected.length === 0 ? { values } : { values, rejected: keptRecords(rejected) };
    },
  };
}

/** A schema that the library lacks, in a field that is not shown: nobody is told of it, and nothing needs it. */
function isUnused(
  name: string,
  value: FieldValue,
  { given, manifest }: { readonly given: FieldValues; readonly manifest: OperationManifest },
): boolean {
  if (value.mode !== 'schema' || value.content !== undefined) return false;
  const field = manifest.fields.find((one) => one.name === name);
  return field !== undefined && !isShownField(field, given, manifest.fields);
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
    ...planInput(node.input, operation),
    sideEffect: (input) => sideEffectOf(operation.sideEffect, input),
    retry: node.retry ?? defaultRetry,
    onUnknown: node.onUnknown ?? 'hold',
  };
}
