import type { Diagnostic, QuickFix } from '@patchbay/model/errors';
import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { lineageOf } from '../lineage/lineage-of.ts';
import { viewOf } from '../lineage/mapping-view.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { after, made, refused } from '../testing/edited.ts';
import { orderView } from '../testing/order-view.ts';
import { applyFix, fixesFor } from './apply-fix.ts';
import { placeOfDiagnostic } from './diagnostic-place.ts';
import { extractMapping } from './extract/extract-mapping.ts';
import { ruleAt } from './rule-at.ts';

describe('applyFix', () => {
  const view = orderView(
    {
      id: { expr: 'order.nam' },
      number: { expr: 'order.total' },
      'a#b': { when: 'x', expr: '1' },
      items: {
        for: 'order.lines',
        as: 'line',
        where: 'line.sk = "x"',
        let: { p: 'line.price' },
        fields: {
          title: {
            switch: [
              { when: 'true', then: 'p' },
              { when: 'a', then: 'b' },
            ],
          },
        },
      },
    },
    { lookups: { t: { values: {} } }, target: undefined },
  );
  const fixed = (field: string, fix: QuickFix, at: object = {}) =>
    made(applyFix(view, { at: { field, ...at } } as Diagnostic, fix)).doc;
  const title = 'Do it';

  it('finds the rule and the part that a problem speaks of', () => {
    const place = (field: string) => placeOfDiagnostic(view.doc, { at: { field } });
    expect(place('mapping/items#where')).toEqual({ path: '/items', part: 'where' });
    expect(place('mapping/a#b')).toEqual({ path: '/a#b', part: '' });
    expect(place('mapping/a#b#when')).toEqual({ path: '/a#b', part: 'when' });
    expect(place('input.body.mapping/items/title#switch.0.then')).toEqual({
      path: '/items/title',
      part: 'switch.0.then',
    });
    expect(place('mapping#let.x')).toEqual({ path: '', part: 'let.x' });
    expect(place('input.url')).toBeUndefined();
  });

  it('carries every kind out', () => {
    expect(
      ruleAt(fixed('mapping/id', { kind: 'replaceText', title, text: 'name' }, { start: 6, end: 9 }), '/id'),
    ).toEqual({ expr: 'order.name' });
    expect(ruleAt(fixed('mapping/items#where', { kind: 'replaceText', title, text: 'true' }), '/items')).toMatchObject({
      where: 'true',
    });
    expect(ruleAt(fixed('mapping/number', { kind: 'wrapRule', title, function: 'INTEGER' }), '/number')).toEqual({
      expr: 'INTEGER(order.total)',
    });
    expect(ruleAt(fixed('mapping/id', { kind: 'setPolicy', title, onNull: 'default', default: 'x' }), '/id')).toEqual({
      onNull: 'default',
      default: 'x',
      expr: 'order.nam',
    });
    expect(ruleAt(fixed('mapping/id', { kind: 'removeRule', title }), '/id')).toBeUndefined();
    expect(ruleAt(fixed('mapping/id', { kind: 'moveRule', title, to: '/ids' }), '/ids')).toEqual({ expr: 'order.nam' });
    expect(ruleAt(fixed('mapping/items#where', { kind: 'removePart', title }), '/items')).not.toHaveProperty('where');
    expect(ruleAt(fixed('mapping/items#let.p', { kind: 'removePart', title }), '/items')).not.toHaveProperty('let');
    expect(ruleAt(fixed('mapping/items/title#switch.1.when', { kind: 'removePart', title }), '/items/title')).toEqual({
      switch: [{ when: 'true', then: 'p' }],
    });
    expect(ruleAt(fixed('mapping', { kind: 'addRule', title, path: '/new', rule: { const: 1 } }), '/new')).toEqual({
      const: 1,
    });
    expect(fixed('mapping/id', { kind: 'addDefault', title, table: 't', value: 'x' }).lookups?.['t']).toEqual({
      values: {},
      default: 'x',
    });
    expect(ruleAt(fixed('mapping/id', { kind: 'relink', title, from: 'order.nam', to: 'order.name' }), '/id')).toEqual({
      expr: 'order.name',
    });
    expect(
      ruleAt(fixed('mapping/items#where', { kind: 'relink', title, from: 'line.sk', to: 'line.sku' }), '/items'),
    ).toMatchObject({ where: 'line.sku = "x"' });
    expect(
      ruleAt(fixed('mapping/items', { kind: 'rename', title, what: 'alias', from: 'line', to: 'row' }), '/items'),
    ).toMatchObject({ as: 'row', let: { p: 'row.price' } });
    expect(
      ruleAt(fixed('mapping/items#let.p', { kind: 'rename', title, what: 'let', from: 'p', to: 'q' }), '/items'),
    ).toMatchObject({ let: { q: 'line.price' } });
  });

  it('asks for a value where one is needed, and offers only what can be done', () => {
    const fixes: QuickFix[] = [
      { kind: 'addDefault', title, table: 't' },
      { kind: 'addDefault', title, table: 'gone' },
      { kind: 'removeRule', title },
      { kind: 'addRule', title, path: '/x', rule: { nope: 1 } },
    ];
    const diagnostic: Diagnostic = { severity: 'error', code: 'x', message: 'x', at: { field: 'mapping/id' }, fixes };
    expect(fixesFor(view, diagnostic).map(({ kind }) => kind)).toEqual(['addDefault', 'removeRule']);
    expect(refused(applyFix(view, diagnostic, fixes[0] ?? { kind: 'removeRule', title }))).toBe(
      'Say which value keys without a line get.',
    );
    expect(refused(applyFix(view, { ...diagnostic, at: { field: 'input.url' } }, { kind: 'removeRule', title }))).toBe(
      'This problem is not one of the mapping.',
    );
  });

  it('mends what the checker finds, with the fix that it finds likeliest', () => {
    const broken = orderView({
      id: { expr: 'order.nam' },
      number: { expr: 'order.total' },
      total: { expr: 'order.id', onNull: 'null' },
      items: {
        for: 'order.lines',
        as: 'line',
        fields: { sku: { expr: 'linee.sku' }, quantity: { expr: 'line.price' } },
      },
    });
    let now = broken;
    for (let round = 0; round < 10; round += 1) {
      const [error] = checkMapping(now.doc, {}).diagnostics.filter(
        (one) => one.code.startsWith('expression.') && fixesFor(now, one).length > 0,
      );
      const [fix] = error === undefined ? [] : fixesFor(now, error);
      if (error === undefined || fix === undefined) break;
      now = after(now, applyFix(now, error, fix));
    }
    expect(checkMapping(now.doc, {}).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(ruleAt(now.doc, '/id')).toEqual({ expr: 'order.name' });
  });
});

describe('extractMapping', () => {
  it('makes a mapping of its own that makes the same', () => {
    const view = orderView(
      {
        address: {
          when: 'order.paid',
          let: { s: 'order.ship' },
          fields: {
            street: { expr: 'UPPER(s.street)' },
            city: { lookup: 'towns', key: 'order.ship.city' },
            zip: { expr: '$target.address.street & s.zip' },
          },
        },
      },
      {
        lookups: { towns: { values: {} }, other: { values: {} } },
        meta: { rules: { '/address': { owner: 'o' }, '/address/city': { owner: 'p' } } },
      },
    );
    const edit = made(extractMapping(view, '/address', 'Address@1'));
    expect(ruleAt(edit.doc, '/address')).toEqual({ when: 'order.paid', map: 'Address@1', with: 'order.ship' });
    expect(edit.mapping).toMatchObject({
      map: 1,
      sources: { ship: { schema: { properties: { street: {}, city: {}, zip: {} } } } },
      lookups: { towns: {} },
      root: {
        let: { s: 'ship' },
        fields: {
          street: { expr: 'UPPER(s.street)' },
          city: { lookup: 'towns', key: 's.city' },
          zip: { expr: '$target.street & s.zip' },
        },
      },
    });
    expect(edit.mapping.lookups).not.toHaveProperty('other');
    expect(edit.doc.bundle?.mappings?.['Address@1']).toBe(edit.mapping);
    expect(edit.doc.meta).toEqual({ rules: { '/address': { owner: 'o' } } });
    expect(MappingDocument.parse(edit.doc)).toEqual(edit.doc);
    expect(
      checkMapping(edit.doc, {})
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ at }) => at.field),
    ).toEqual(['mapping/id']);
  });

  it('gives several sources by name, items of loops and values that are worked out', () => {
    const view = orderView(
      {
        items: {
          for: 'order.lines',
          as: 'line',
          let: { price: 'NUMBER(line.price)' },
          fields: {
            inner: {
              fields: { a: { expr: 'line.sku' }, b: { expr: 'price + order.id' }, c: { expr: 'products.title' } },
            },
          },
        },
      },
      { target: undefined },
    );
    const edit = made(extractMapping(view, '/items/inner', 'Inner@1'));
    expect(ruleAt(edit.doc, '/items/inner')).toMatchObject({
      map: 'Inner@1',
      with: { sku: 'line.sku', id: 'order.id', products: 'products', price: 'price' },
    });
    expect(edit.mapping.root).toEqual({
      fields: { a: { expr: 'sku' }, b: { expr: 'price + id' }, c: { expr: 'products.title' } },
    });
  });

  it('gives the sources that it looks up in, under the names that they have', () => {
    const fields = {
      name: { lookup: 'products', key: 'l.sku' },
      price: { expr: "LOOKUP('products', l.sku).price + FIRST(products.price)" },
      colour: { lookup: 'colours', key: 'l.sku' },
    };
    const view = orderView(
      { items: { for: 'order.lines', as: 'l', fields: { part: { fields } } } },
      { lookups: { colours: { values: {} } }, target: undefined },
    );
    const edit = made(extractMapping(view, '/items/part', 'Part@1'));
    expect(ruleAt(edit.doc, '/items/part')).toEqual({ map: 'Part@1', with: { sku: 'l.sku', products: 'products' } });
    expect(edit.mapping).toMatchObject({
      sources: { sku: {}, products: { role: 'lookup', key: 'sku', schema: { type: 'array' } } },
      lookups: { colours: {} },
      root: {
        fields: {
          name: { lookup: 'products', key: 'sku' },
          price: { expr: "LOOKUP('products', sku).price + FIRST(products.price)" },
        },
      },
    });
    const read = lineageOf(viewOf(edit.doc)).sourcesOf('/items/part');
    expect(read.map(({ source, kind }) => `${source} ${kind}`)).toEqual(
      expect.arrayContaining(['products/[] lookup', 'products/[]/price formula', 'order/lines/[]/sku lookup']),
    );
  });

  it('gives a source whose name is hidden as the first one, or refuses', () => {
    const part = { fields: { title: { lookup: 'products', key: 'products.sku' } } };
    const hidden = { items: { for: 'order.lines', as: 'products', fields: { part } } };
    const second = orderView(hidden, { target: undefined });
    expect(refused(extractMapping(second, '/items/part', 'A@1'))).toBe(
      'items.part looks up in the source “products”, but that name means something else there: rename it, then take the part out.',
    );
    const { order, products } = second.doc.sources ?? {};
    const first = orderView(hidden, { target: undefined, sources: { products, order } });
    const edit = made(extractMapping(first, '/items/part', 'A@1'));
    expect(ruleAt(edit.doc, '/items/part')).toMatchObject({ with: { sku: 'products.sku', products: '$source' } });
  });

  it('gives every table and lookup source where the formula picks the table', () => {
    const formula = (table: string) =>
      orderView(
        { part: { fields: { a: { expr: `LOOKUP(${table}, order.id)` } } } },
        { target: undefined, lookups: { one: { values: {} }, two: { values: {} } } },
      );
    const picked = made(extractMapping(formula('order.name'), '/part', 'A@1')).mapping;
    expect(Object.keys(picked.lookups ?? {})).toEqual(['one', 'two']);
    expect(Object.keys(picked.sources ?? {})).toEqual(['order', 'products']);
    const given = made(extractMapping(formula('order.ship'), '/part', 'A@1')).mapping;
    expect(given.lookups).toBeUndefined();
    expect(Object.keys(given.sources ?? {})).toEqual(['order']);
  });

  it('refuses what reads the loop around it without a name', () => {
    const view = orderView(
      {
        items: {
          for: 'order.lines',
          as: 'l',
          fields: {
            inner: { fields: { a: { expr: '$index + 1' } } },
            far: { fields: { a: { expr: '$target.items.inner' } } },
            first: { fields: { a: { expr: 'LIST($source)' } } },
          },
        },
      },
      { target: undefined },
    );
    expect(refused(extractMapping(view, '/items/inner', 'A@1'))).toContain('reads $index of a loop outside');
    expect(refused(extractMapping(view, '/items/far', 'A@1'))).toContain('reads $target outside');
    expect(refused(extractMapping(view, '/items/first', 'A@1'))).toContain('reads $source');
    expect(refused(extractMapping(view, '/items/inner', 'A'))).toContain('is no name and version');
    expect(refused(extractMapping(view, '', 'A@1'))).toContain('is no structure or list');
    expect(viewOf(view.doc).sources).toHaveLength(2);
  });
});
