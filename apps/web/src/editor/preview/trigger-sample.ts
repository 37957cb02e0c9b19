import { triggerBody } from '@patchbay/mapping';
import type { FlowNode } from '@patchbay/model/flow';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { isJsonObject, sampleFromSchema, typesOf } from '@patchbay/model/schema';
import { operationOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** A value of a schema's shape, made of its defaults, examples and plain fillers; six levels deep. */
export function exampleOf(schema: DataSchema, depth = 0): Json {
  if (schema.default !== undefined) return schema.default;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  const type = typesOf(schema).find((candidate) => candidate !== 'null');
  if (depth > 6) return null;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property, depth + 1)]),
      );
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, depth + 1)];
    case 'string':
      return schema.format === 'date-time' ? '2026-01-31T12:00:00Z' : schema.format === 'date' ? '2026-01-31' : 'text';
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case undefined:
      return null;
  }
}

/** The body that a test run sends: the node's own sample, else one made of the schema that it is read by or of its shape, else an example. */
export function sampleOf(trigger: TriggerNode, catalogue: Catalogue): Json {
  if (trigger.sample !== undefined) return trigger.sample;
  const operation = operationOf(catalogue, trigger.operation);
  const shape = triggerBody(trigger, operation, catalogue.schemas);
  if (shape !== undefined) return sampleFromSchema(shape);
  const manifestSample = operation?.samples[0]?.output;
  if (isJsonObject(manifestSample) && manifestSample['body'] !== undefined) return manifestSample['body'];
  return {};
}

/** What expressions see as `trigger` before the flow has ever run. */
export function triggerValue(trigger: TriggerNode, catalogue: Catalogue): Json {
  const operation = operationOf(catalogue, trigger.operation);
  const example = operation?.samples[0]?.output ?? (operation === undefined ? {} : exampleOf(operation.output));
  return { ...(isJsonObject(example) ? example : {}), body: sampleOf(trigger, catalogue) };
}
