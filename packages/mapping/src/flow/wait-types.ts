// Shapes of what steps that wait hand on, and of the addresses at which they get their answers.
import { hasLink } from '@patchbay/model/flow';
import type { FlowNode, FormField, WaitNode } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { anything, boolean, number, text } from '../check/type-algebra.ts';

const fieldTypes: Readonly<Record<FormField['type'], DataSchema>> = {
  text,
  number,
  choice: text,
  yesNo: boolean,
  date: { type: 'string', format: 'date' },
};

export function waitType(node: WaitNode): DataSchema {
  switch (node.kind) {
    case 'delay':
      return record({ until: { type: 'string', format: 'date-time' } });
    case 'callback':
      return record({ method: text, headers: anything, query: anything, body: anything });
    case 'approval': {
      const fields: DataSchema = {
        type: 'object',
        properties: Object.fromEntries(node.fields.map(({ name, type }) => [name, fieldTypes[type]])),
        required: node.fields.flatMap(({ name, required }) => (required === true ? [name] : [])),
      };
      return record({
        decision: { type: 'string', enum: ['approved', 'rejected'] },
        by: text,
        at: { type: 'string', format: 'date-time' },
        fields,
      });
    }
  }
}

const record = (properties: Record<string, DataSchema>): DataSchema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** The root `links`, or nothing where no step beside or around has an address. */
export function linkTypes(visible: readonly FlowNode[]): Record<string, DataSchema> {
  const named = visible.filter(hasLink).map(({ name }): [string, DataSchema] => [name, text]);
  if (named.length === 0) return {};
  return {
    links: {
      type: 'object',
      properties: Object.fromEntries(named),
      required: named.map(([name]) => name),
      additionalProperties: false,
    },
  };
}
