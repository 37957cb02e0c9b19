import { defineFunction } from './definition.ts';

export const typeFunction = defineFunction({
  name: 'TYPE',
  category: 'Logic',
  summary: 'What the value is: text, number, boolean, list, object or nothing.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { enum: ['text', 'number', 'boolean', 'list', 'object', 'nothing'] },
  nulls: 'handled',

  examples: [
    { expr: "TYPE('a')", result: 'text' },
    { expr: 'TYPE([])', result: 'list' },
    { expr: 'TYPE(null)', result: 'nothing' },
  ],
  run: (_frame, _site, value) => {
    if (value === null) return 'nothing';
    if (Array.isArray(value)) return 'list';
    return typeof value === 'string' ? 'text' : typeof value;
  },
});
