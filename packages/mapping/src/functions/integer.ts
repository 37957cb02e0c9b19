import { defineFunction } from './definition.ts';
import { readNumber } from '../values/read-number.ts';

export const integerFunction = defineFunction({
  name: 'INTEGER',
  category: 'Convert',
  summary: 'A whole number: digits after the point are cut off. Beyond 2^53 it stays text, digit for digit.',
  parameters: [{ name: 'value', type: 'any' }],
  returns: { type: ['integer', 'string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: "INTEGER('42')", result: 42 },
    { expr: 'INTEGER(-2.7)', result: -2 },
    { expr: "INTEGER('90071992547409931')", result: '90071992547409931' },
  ],
  run: (frame, site, value) => {
    if (typeof value === 'string') {
      frame.chargeScan(value.length, site);
      const digits = value.trim();
      if (/^-?[0-9]+$/.test(digits) && !Number.isSafeInteger(Number(digits))) return digits;
    }
    const number = readNumber(value, '.', site);
    return number === null ? null : Math.trunc(number) + 0;
  },
});
