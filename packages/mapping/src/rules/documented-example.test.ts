import { readFileSync } from 'node:fs';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { expect, test } from 'vitest';
import { bundleMapping } from '../library/bundle-mapping.ts';
import { testContext } from '../testing/context.ts';
import { checkMapping } from './check-mapping.ts';
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

test('the document of the specification is one, checks, and makes what it says', () => {
  const text = `
    {"map":1,"sources":{"order":{"schema":"Order@3"},"products":{"schema":"Product@1","role":"lookup","key":"sku"}},
     "target":{"schema":"Invoice@2"},"lookups":{"status":{"values":{"N":"NEW"},"default":"UNKNOWN","reverse":false}},
     "root":{"let":{"live":"FILTER(order.lines, l -> not l.cancelled)"},
      "fields":{"id":{"expr":"order.orderNumber"},
       "status":{"lookup":"status","key":"order.statusCode"},
       "country":{"const":"DE"},
       "items":{"for":"live","as":"l","where":"l.qty > 0","orderBy":["l.sku"],"fields":{
          "sku":{"expr":"l.sku"},
          "title":{"expr":"XLOOKUP(l.sku, products.sku, products.title)"},
          "amount":{"expr":"ROUND(l.qty*l.unitPrice,2)","note":"net","onError":"skip"}}},
       "total":{"expr":"SUM($target.items.amount)"},
       "ship":{"when":"order.delivery = 'ship'","fields":{"city":{"expr":"order.ship.city"}}}}},
     "samples":[{"name":"happy","in":{},"out":{}}],"meta":{"rules":{"/items/amount":{"status":"reviewed","by":"auto:0.93"}}}}`;
  const doc = MappingDocument.parse(JSON.parse(text));
  expect(JSON.parse(JSON.stringify(doc))).toEqual(JSON.parse(text));
  const string: DataSchema = { type: 'string' };
  const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
  const list = (items: DataSchema): DataSchema => ({ type: 'array', items });
  const number: DataSchema = { type: 'number' };
  const orderLine = object({ sku: string, qty: number, unitPrice: number, cancelled: { type: 'boolean' } });
  const schemas = {
    'Order@3': object({
      orderNumber: string,
      statusCode: string,
      delivery: string,
      lines: list(orderLine),
      ship: object({ city: string }),
    }),
    'Product@1': list(object({ sku: string, title: string })),
    'Invoice@2': object({
      id: string,
      status: string,
      country: string,
      items: list(object({ sku: string, title: string, amount: number })),
      total: number,
      ship: object({ city: string }),
    }),
  };
  const bundled = bundleMapping(doc, { schemas });
  expect(bundled.diagnostics).toEqual([]);
  expect(checkMapping(bundled.doc, {}).diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  const order = {
    orderNumber: '7',
    statusCode: 'N',
    delivery: 'ship',
    ship: { city: 'Rome' },
    lines: [
      { sku: 'B', qty: 1, unitPrice: 2.305 },
      { sku: 'A', qty: 2, unitPrice: 1.5 },
      { sku: 'C', qty: 0, unitPrice: 1 },
      { sku: 'D', qty: 1, unitPrice: 1, cancelled: true },
    ],
  };
  const compiled = compileMapping(bundled.doc);
  expect(compiled.run({ order, products: [{ sku: 'A', title: 'Apple' }] }, testContext()).output).toEqual({
    id: '7',
    status: 'NEW',
    country: 'DE',
    items: [
      { sku: 'A', title: 'Apple', amount: 3 },
      { sku: 'B', amount: 2.31 },
    ],
    total: 5.31,
    ship: { city: 'Rome' },
  });
});
