import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { variablesTitle } from '../check/variables-title.ts';

/** The shape of `vars`: every variable of the environment with the type of its value, and no other. */
export function variableTypes(variables: Readonly<Record<string, Json>>): DataSchema {
  return {
    type: 'object',
    title: variablesTitle,
    properties: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, inferSchema([value])])),
    required: Object.keys(variables),
    additionalProperties: false,
  };
}
