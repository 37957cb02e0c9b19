import { defineFunction } from './definition.ts';
import { kindOf, textOf } from '../evaluate/value.ts';

export const booleanFunction = defineFunction({
  name: 'BOOLEAN',
  category: 'Convert',
  summary: 'True or false from true, yes, y, on, 1 and false, no, n, off, 0, in any case.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: ['boolean', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "BOOLEAN('Yes')", result: true },
    { expr: 'BOOLEAN(0)', result: false },
    { expr: "BOOLEAN('')", result: null },
  ],
  run: (frame, site, value) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string') frame.chargeScan(value.length, site);
    const word = textOf(value, site).trim().toLowerCase();
    if (word === '') return null;
    if (['true', 'yes', 'y', 'on', '1'].includes(word)) return true;
    if (['false', 'no', 'n', 'off', '0'].includes(word)) return false;
    throw site.error('invalidValue', `cannot read ${kindOf(value)} as true or false.`);
  },
});
