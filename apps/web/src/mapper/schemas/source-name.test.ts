import { expect, it } from 'vitest';
import { sourceNameOf } from './source-name.ts';

it.each([
  ['Order@3', 'order'],
  ['Shop order@12', 'shopOrder'],
  ['ORDERS05@1', 'orders05'],
  ['XMLOrder@1', 'xmlOrder'],
  ['ORDER@1', 'order'],
  ['purchase-order/line@2', 'purchaseOrderLine'],
  ['Ærø@1', 'ærø'],
  ['42 lines@1', 'source'],
  ['---@1', 'source'],
])('a source with the schema %s is called %s', (ref, name) => {
  expect(sourceNameOf(ref)).toBe(name);
});
