import * as fc from 'fast-check';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { originOfText } from '../lineage/origin-of.ts';
import { viewOf } from '../lineage/mapping-view.ts';
import { scopeAt } from '../lineage/rule-scope.ts';
import { parseSourceKey, sourceKey } from '../lineage/source-path.ts';
import { orderView } from '../testing/order-view.ts';
import { expressionFor } from './expression-for.ts';

const view = orderView({
  id: { expr: 'order.id' },
  customer: {
    let: { c: 'order.customer', who: 'UPPER(c.first_name)' },
    fields: { firstName: { expr: 'c.first_name' } },
  },
  items: {
    for: 'order.lines',
    as: 'line',
    join: [{ as: 'p', in: 'products', on: { key: 'line.sku', item: 'p.sku' } }],
    fields: { parts: { for: 'line.tags', as: 'tag', fields: { key: { expr: 'tag.key' } } } },
  },
  boxes: { for: 'FILTER(order.parcels, x -> x.no <> "")', as: 'box', fields: { no: { expr: 'box.no' } } },
  hidden: { for: 'order.lines', as: 'order', fields: { sku: { expr: 'order.sku' } } },
  groups: { for: 'order.lines', as: 'g', groupBy: 'g.sku', fields: { a: { expr: 'g.key' } } },
  both: { for: 'APPEND(order.lines, order.extras)', as: 'one', fields: { sku: { expr: 'one.sku' } } },
  fitted: {
    for: 'APPEND(order.lines, MAP(products, item -> { sku: item.sku }))',
    as: 'one',
    fields: { sku: { expr: 'one.sku' } },
  },
  changed: { for: 'MAP(order.lines, l -> MERGE(l, { qty: 1 }))', as: 'l', fields: { qty: { expr: 'l.qty' } } },
  filtered: {
    let: { live: 'FILTER(order.lines, l -> l.qty > 1)', skus: 'order.lines.sku' },
    fields: { a: { expr: 'live' } },
  },
});

describe('expressionFor', () => {
  it.each([
    ['order/name', '/id', 'order.name'],
    ['order/odd name', '/id', 'order.`odd name`'],
    ['order/lines/[]/sku', '/id', 'order.lines.sku'],
    ['order/lines/[]/tags/[]/value', '/id', 'order.lines.tags.value'],
    ['order', '/id', 'order'],
    ['products/[]/title', '/id', 'products.title'],
    ['order/customer/email', '/customer', 'c.email'],
    ['order/customer', '/customer/vat', 'c'],
    ['order/ship/city', '/customer', 'order.ship.city'],
    ['order/lines/[]/sku', '/items/sku', 'line.sku'],
    ['order/lines/[]', '/items/sku', 'line'],
    ['order/lines', '/items/sku', 'order.lines'],
    ['order/lines/[]/tags/[]/value', '/items/sku', 'line.tags.value'],
    ['order/lines/[]/tags/[]/value', '/items/parts/value', 'tag.value'],
    ['order/lines/[]/sku', '/items/parts/value', 'line.sku'],
    ['products/[]/title', '/items/title', 'p.title'],
    ['order/parcels/[]/items/[]/sku', '/boxes/no', 'box.items.sku'],
    ['order/lines/[]/qty', '/hidden/sku', 'order.qty'],
    ['order/lines/[]/qty', '/groups/a', 'g.items.qty'],
    ['order/lines/[]/qty', '/filtered/a', 'order.lines.qty'],
    ['order/lines/[]/sku', '/filtered/a', 'skus'],
    ['order/keywords/[]', '/id', 'order.keywords'],
    // An item of two lists is one of either.
    ['order/lines/[]/qty', '/both/qty', 'one.qty'],
    ['order/lines/[]/tags/[]/value', '/both/tag', 'one.tags.value'],
    ['order/extras/[]/code', '/both/code', 'one.code'],
    ['order/lines/[]/qty', '/fitted/qty', 'one.qty'],
    ['order/lines/[]/sku', '/changed/sku', 'l.sku'],
    // What is made anew under the name is something else.
    ['order/lines/[]/qty', '/changed/qty', 'order.lines.qty'],
  ])('%s at %s is %s', (source, path, expected) => {
    expect(expressionFor(view, parseSourceKey(source), path)).toBe(expected);
  });

  it('knows what the parts of a rule see', () => {
    const sku = parseSourceKey('order/lines/[]/sku');
    expect(expressionFor(view, sku, '/items', 'for')).toBe('order.lines.sku');
    expect(expressionFor(view, sku, '/items', 'where')).toBe('line.sku');
    expect(expressionFor(view, sku, '/items', 'limit')).toBe('order.lines.sku');
    expect(expressionFor(view, parseSourceKey('products/[]/sku'), '/items', 'join.0.item')).toBe('p.sku');
    expect(expressionFor(view, parseSourceKey('products/[]/sku'), '/items', 'join.0.key')).toBe('products.sku');
    expect(expressionFor(view, parseSourceKey('order/customer/email'), '/customer', 'let.c')).toBe(
      'order.customer.email',
    );
    expect(expressionFor(view, parseSourceKey('order/customer/email'), '/customer', 'let.who')).toBe('c.email');
    expect(expressionFor(view, sku, '/groups', 'groupBy')).toBe('g.sku');
    expect(expressionFor(view, sku, '/groups', 'orderBy.0')).toBe('g.key');
  });

  it('says nothing where the name means something else', () => {
    expect(expressionFor(view, parseSourceKey('order/name'), '/hidden/sku')).toBeUndefined();
    expect(expressionFor(view, parseSourceKey('products/[]/sku'), '/hidden/sku')).toBe('products.sku');
  });

  it('reads roots of a flow, through a name where there is one', () => {
    const scopeTypes = {
      trigger: { type: 'object' as const, properties: { body: { type: 'object' as const, properties: { id: {} } } } },
    };
    const doc = MappingDocument.parse({
      map: 1,
      root: { let: { order: 'trigger.body' }, fields: { inner: { let: { trigger: '1' }, fields: {} } } },
    });
    const flow = viewOf(doc, { scopeTypes });
    const id = { root: 'trigger.body', steps: ['id'] };
    expect(expressionFor(flow, id, '/x')).toBe('order.id');
    expect(expressionFor(flow, id, '', 'let.order')).toBe('trigger.body.id');
    expect(expressionFor(flow, id, '/inner/x')).toBe('order.id');
  });

  it('gives a text that stands for the very path, whatever the names are', () => {
    const name = fc
      .oneof(
        fc.constantFrom('__proto__', 'a.b', 'back`tick', '', 'not', 'order', '7', 'line'),
        fc.string({ maxLength: 4 }),
      )
      .filter((text) => text !== '[]' && text !== '*');
    const schemaOf = (steps: readonly string[]): DataSchema => {
      const [step, ...rest] = steps;
      if (step === undefined) return { type: 'string' };
      if (step === '[]') return { type: 'array', items: schemaOf(rest) };
      return { type: 'object', properties: Object.fromEntries([[step, schemaOf(rest)]]) };
    };
    const steps = fc.array(fc.oneof(name, fc.constant('[]')), { maxLength: 6 });
    fc.assert(
      fc.property(name, steps, (root, path) => {
        const doc = MappingDocument.parse({
          map: 1,
          sources: Object.fromEntries([[root, { schema: schemaOf(path) }]]),
          root: { fields: {} },
        });
        const made = viewOf(doc);
        const source = { root: made.sources[0]?.root ?? '', steps: path };
        const text = expressionFor(made, source, '/x') ?? '';
        const [taken, ...others] = originOfText(text, scopeAt(made, '/x')).taken;
        expect(others).toEqual([]);
        const without = (key: string): string => key.replaceAll(/(\/\[\])+$/g, '');
        expect(without(sourceKey(taken?.place ?? { root: '', steps: [] }))).toBe(without(sourceKey(source)));
      }),
      { numRuns: 100 },
    );
  });
});
