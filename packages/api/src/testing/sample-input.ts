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
  schema: { type: 'object' },
  words: ['zip', 'postal code'],
  csv: { text: 'key,value\na,b\n' },
};

/** A field that means something else in one domain. */
const byProcedure: Readonly<Record<string, Given>> = {
  'mapping.saveDraft': { document: { map: 1, root: { fields: {} } } },
  'mapping.suggest': { sources: {}, target: {} },
  'mapping.remember': {
    pairs: [{ source: { schema: 'a', path: '/x' }, target: { schema: 'b', path: '/y' }, verdict: 'confirmed' }],
  },
  'mapping.forget': { pairs: [{ source: { schema: 'a', path: '/x' }, target: { schema: 'b', path: '/y' } }] },
  'mapping.evaluate': { document: { map: 1, root: { fields: {} } }, input: {} },
  'mapping.check': { document: { map: 1, root: { fields: {} } } },
  'mapping.runTests': { document: { map: 1, root: { fields: {} } } },
  'schema.import': { text: '{"type":"object"}' },
  'schema.infer': { samples: [] },
  'lookup.create': { table: { values: {} } },
  'lookup.saveVersion': { table: { values: {} } },
  'mapping.version': { number: 1 },
  'topic.publish': { value: 1 },
  'variable.set': { name: 'swept', value: 1 },
  'variable.delete': { name: 'swept' },
  'trigger.reset': { to: { from: 'now' } },
};

export interface SampledProcedure {
  readonly name: string;
  readonly input: z.ZodObject | null;
}

/** The required fields of the input, and what the procedure needs besides; `given` wins over all else. */
export function sampleInput(
  { name: procedure, input }: SampledProcedure,
  given: Given,
): Record<string, unknown> | undefined {
  if (input === null) return undefined;
  const own = byProcedure[procedure] ?? {};
  const made: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(input.shape)) {
    if (Object.hasOwn(given, name)) made[name] = given[name];
    else if (Object.hasOwn(own, name)) made[name] = own[name];
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
