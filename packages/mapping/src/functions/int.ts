import { defineFunction } from './definition.ts';

export const intFunction = defineFunction({
  name: 'INT',
  category: 'Number',
  summary: 'Rounded down to a whole number.',
  parameters: [{ name: 'number', type: 'number' }],
  returns: { type: 'integer' },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'INT(8.9)', result: 8 },
    { expr: 'INT(-8.1)', result: -9 },
  ],
  run: (_frame, _site, value) => Math.floor(value),
});
