import { defineFunction } from './definition.ts';

export const randomFunction = defineFunction({
  name: 'RANDOM',
  category: 'Convert',
  summary: 'A random number from 0 up to, not including, 1; the same again when a step is repeated.',
  parameters: [],
  returns: { type: 'number' },
  nulls: 'handled',
  varies: true,
  examples: [
    { expr: 'RANDOM()', result: 0.5 },
    { expr: 'INT(RANDOM() * 6) + 1', result: 4 },
  ],
  run: (frame) => frame.context.random(),
});
