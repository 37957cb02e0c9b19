// What triggers and actions hand on, by their operations and by what the node says itself.
import type { OperationManifest } from '@patchbay/model/connector';
import type { ActionNode, TriggerNode } from '@patchbay/model/flow';
import { DataSchema, inferSchema, isJsonObject } from '@patchbay/model/schema';
import { anything, standalone } from '../check/type-algebra.ts';

export function triggerType(node: TriggerNode, operation: OperationManifest | undefined): DataSchema {
  const declared = standalone(operation?.output ?? anything);
  const body =
    node.payloadSchema === undefined
      ? node.sample === undefined
        ? undefined
        : inferSchema([node.sample])
      : standalone(node.payloadSchema);
  if (body === undefined) return declared;
  const required = [...new Set([...(declared.required ?? []), 'body'])];
  return { ...declared, type: 'object', properties: { ...declared.properties, body }, required };
}

/** What the operation declares; a field that holds a schema (`responseSchema`) says what the `body` is. */
export function actionType(node: ActionNode, operation: OperationManifest | undefined): DataSchema {
  const declared = standalone(operation?.output ?? anything);
  if (declared.properties?.['body'] === undefined) return declared;
  for (const { name, control } of operation?.fields ?? []) {
    const value = control === 'schema' && Object.hasOwn(node.input, name) ? node.input[name] : undefined;
    const schema = value?.mode === 'fixed' && isJsonObject(value.value) ? DataSchema.safeParse(value.value) : undefined;
    if (schema?.success === true)
      return { ...declared, properties: { ...declared.properties, body: standalone(schema.data) } };
  }
  return declared;
}
