// What triggers and actions hand on, by their operations and by what the node says itself.
import type { OperationManifest } from '@patchbay/model/connector';
import type { ActionNode, TriggerNode } from '@patchbay/model/flow';
import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, standalone } from '../check/type-algebra.ts';
import { shapedBy } from './field-schemas.ts';
import type { KnownSchemas } from './field-schemas.ts';

/** What is said of the body of a trigger: by the schema in one of its fields, by which it is read, or by its own shape. */
export function triggerBody(
  { input, payloadSchema }: TriggerNode,
  operation: OperationManifest | undefined,
  known: KnownSchemas | undefined,
): DataSchema | undefined {
  const read = shapedBy('body', { operation, input }, known);
  return read ?? (payloadSchema === undefined ? undefined : standalone(payloadSchema));
}

export function triggerType(
  node: TriggerNode,
  operation: OperationManifest | undefined,
  known: KnownSchemas | undefined,
): DataSchema {
  const declared = standalone(operation?.output ?? anything);
  const said = triggerBody(node, operation, known);
  const body = said ?? (node.sample === undefined ? undefined : inferSchema([node.sample]));
  if (body === undefined) return declared;
  const required = [...new Set([...(declared.required ?? []), 'body'])];
  return { ...declared, type: 'object', properties: { ...declared.properties, body }, required };
}

/** What the operation declares; a schema in one of its fields (`responseSchema`) says what the `body` is. */
export function actionType(
  node: ActionNode,
  operation: OperationManifest | undefined,
  known: KnownSchemas | undefined,
): DataSchema {
  const declared = standalone(operation?.output ?? anything);
  if (declared.properties?.['body'] === undefined) return declared;
  const body = shapedBy('body', { operation, input: node.input }, known);
  return body === undefined ? declared : { ...declared, properties: { ...declared.properties, body } };
}
