import { readFileSync } from 'node:fs';
import { MappingDocument } from '@patchbay/model/mapping';
import { expect, test } from 'vitest';
import { bundleMapping } from '../library/bundle-mapping.ts';
import { testContext } from '../testing/context.ts';
import { compileMapping } from './compile-mapping.ts';

const page = readFileSync(new URL('../../../../docs/mapping.md', import.meta.url), 'utf8');

test('the document in docs/mapping.md is one, and makes what the page says', () => {
  const [, text = ''] = /```json\n(\{\s+"map": 1[\s\S]*?)```/.exec(page) ?? [];
  const doc = MappingDocument.parse(JSON.parse(text));
  const address = MappingDocument.parse({
    map: 1,
    sources: { a: {} },
    root: { fields: { city: { expr: 'a.city' } } },
  });
  const library = {
    schemas: { 'Order@3': {}, 'Products@1': {}, 'Invoice@2': {} },
    lookups: { 'PaymentTerms@4': { values: {} } },
    mappings: { 'Address@1': address },
  };
  const bundled = bundleMapping(doc, library);
  expect(bundled.diagnostics).toEqual([]);
  const compiled = compileMapping(bundled.doc);
  expect(compiled.diagnostics).toEqual([]);
  const order = {
    name: '#1042',
    country: 'NO',
    total: 700,
    shipping_address: { city: 'Bergen' },
    lines: [
      { sku: 'B', title: 'own', quantity: 2, price: 1.5, position: 2 },
      { sku: 'A', title: 'own', quantity: 1, price: 3, position: 1 },
      { sku: 'C', quantity: 0 },
      { sku: 'D', quantity: 1, cancelled: true },
    ],
  };
  expect(compiled.run({ order, products: [{ sku: 'A', title: 'Apple' }] }, testContext()).output).toEqual({
    orderNumber: '1042',
    channel: 'shop',
    country: 'NOR',
    lines: [
      { sku: 'A', title: 'Apple', amount: 3 },
      { sku: 'B', title: 'own', amount: 3 },
    ],
    total: 6,
    priority: 'express',
    shipTo: { city: 'Bergen' },
  });
});
