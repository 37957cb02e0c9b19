import type { DataSchema } from '@patchbay/model/schema';
import { compareSchemas } from '@patchbay/model/schema';
import { expect, test } from 'vitest';
import { proposeRelinks } from './propose-relinks.ts';

const text = { type: 'string' } as const;
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const list = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'array', items: object(properties) });
const relinks = (before: DataSchema, after: DataSchema): [string, string][] =>
  proposeRelinks(before, after, compareSchemas(before, after)).map(({ from, to }) => [from, to]);

test('a renamed field is found again, also inside a renamed list', () => {
  const before = object({ zip: text, note: text, items: list({ sku: text, qty: { type: 'number' } }) });
  const after = object({ postalCode: text, note: text, lines: list({ sku: text, quantity: { type: 'number' } }) });
  expect(relinks(before, after)).toEqual([
    ['/zip', '/postalCode'],
    ['/items', '/lines'],
    ['/items/sku', '/lines/sku'],
    ['/items/qty', '/lines/quantity'],
  ]);
});

test('fields that leave their group for names of more words are found again, and the other way', () => {
  const grouped = object({ id: text, customer: object({ first: text, last: text }), total: { type: 'number' } });
  const flat = object({ id: text, firstName: text, lastName: text, total: { type: 'number' } });
  expect(relinks(grouped, flat)).toEqual([
    ['/customer/first', '/firstName'],
    ['/customer/last', '/lastName'],
  ]);
  expect(relinks(flat, grouped)).toEqual([
    ['/firstName', '/customer/first'],
    ['/lastName', '/customer/last'],
  ]);
});

test('what stayed is never proposed, and one new field stands for one old field only', () => {
  const before = object({ number: text, orderNumber: text, orderNo: text });
  const after = object({ number: text, orderId: text });
  expect(relinks(before, after).map(([, to]) => to)).toEqual(['/orderId']);
  expect(relinks(before, object({ number: text }))).toEqual([]);
  expect(relinks(before, before)).toEqual([]);
});

test('a schema that goes round in a circle ends', () => {
  const tree = (name: string): DataSchema => ({
    $ref: '#/$defs/node',
    $defs: { node: object({ [name]: text, kids: { type: 'array', items: { $ref: '#/$defs/node' } } }) },
  });
  expect(relinks(tree('zip'), tree('postcode'))).toContainEqual(['/zip', '/postcode']);
});
