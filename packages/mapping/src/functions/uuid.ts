import { defineFunction } from './definition.ts';

export const uuidFunction = defineFunction({
  name: 'UUID',
  category: 'Convert',
  summary: 'A random identifier; the same again when a step is repeated.',
  parameters: [],
  returns: { type: 'string', format: 'uuid' },
  nulls: 'handled',
  varies: true,
  examples: [
    { expr: 'UUID()', result: '00000000-0000-4000-8000-000000000001' },
    { expr: 'LEN(UUID())', result: 36 },
  ],
  run: (frame) => frame.context.uuid(),
});
