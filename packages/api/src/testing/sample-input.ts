// A valid input for any procedure, made from its schema: the sweeps need one for each, and none may be forgotten.
import type { Json } from '@patchbay/model/schema';
import { emptyFlow } from '@patchbay/model/flow';
import * as z from 'zod';

export type Given = Readonly<Record<string, unknown>>;

/** Values that no schema can tell: the name of the field decides. */
const byName: Given = {
  document: emptyFlow('Swept'),
  text: `${JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow: emptyFlow('Swept') })}`,
  connectorId: 'webhook',
  email: 'swept@example.test',
  commands: [
    { type: 'putNote', note: { id: 'n1', text: 'x', position: { x: 0, y: 0 }, size: { width: 1, height: 1 } } },
  ],
  since: '2026-01-01T00:00:00.000Z',
  payload: { a: 1 } satisfies Json,
};

/** The required fields of the input; `given` wins over all else. */
export function sampleInput(schema: z.ZodObject | null, given: Given): Record<string, unknown> | undefined {
  if (schema === null) return undefined;
  const made: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    if (Object.hasOwn(given, name)) made[name] = given[name];
    else if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) continue;
    else if (Object.hasOwn(byName, name)) made[name] = byName[name];
    else made[name] = sampleOf(field);
  }
  return made;
}

function sampleOf(field: z.core.$ZodType): unknown {
  if (field instanceof z.ZodEnum) return field.options[0];
  if (field instanceof z.ZodNumber) return 0;
  if (field instanceof z.ZodNullable) return null;
  if (field instanceof z.ZodArray) return [];
  if (field instanceof z.ZodRecord) return {};
  return 'swept-value-1';
}
