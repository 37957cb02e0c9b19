import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { expect, it } from 'vitest';
import { wholeRule } from './whole-rule.ts';

const long = `IF(${'order.shipping_address.country_code = "DE" and '.repeat(6)}true, 1, 2)`;

const doc: MappingDocument = {
  map: 1,
  root: { fields: {} },
  lookups: { codes: { values: { a: '1' }, reverse: true } },
};

it.each<readonly [MappingRule, string, string]>([
  [{ expr: long }, '', long],
  [{ expr: 'order.email', when: 'order.isOpen' }, '', 'order.email only when order.isOpen'],
  [{ fields: {}, when: 'order.isOpen' }, '', 'only when order.isOpen'],
  [{ fields: {} }, '', ''],
  [{ lookup: 'status', key: 'order.code', reverse: true }, '', 'look up order.code in status, backwards'],
  [{ lookup: 'codes', key: 'order.code' }, '', 'look up order.code in codes, backwards'],
  [{ lookup: 'codes', key: 'order.code', reverse: false }, '', 'look up order.code in codes'],
  [
    { for: 'order.lines', as: 'line', where: 'line.qty > 0', orderBy: ['line.sku'], limit: '5', fields: {} },
    '',
    'for each order.lines as line where line.qty > 0 sorted by line.sku at most 5',
  ],
  [{ switch: [{ when: 'a > 1', then: '"big"' }], otherwise: '"small"' }, '#case.0', 'when a > 1 then "big"'],
])('all of %j', (rule, part, words) => {
  expect(wholeRule(rule, part, doc)).toBe(words);
});
