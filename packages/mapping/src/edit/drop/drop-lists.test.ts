import { describe, expect, it } from 'vitest';
import { dropped as drop, refusal } from '../../testing/dropped.ts';
import { orderView } from '../../testing/order-view.ts';
import { ruleAt } from '../rule-at.ts';

const empty = orderView();

describe('dropChoices › lists onto lists', () => {
  it('maps each item, with the fields of the same names', () => {
    const found = drop(empty, 'order/parcels', '/boxes');
    expect([found.kind, found.preferred]).toEqual(['list-to-list', 'each']);
    expect(found.made('each')).toEqual({ for: 'order.parcels', as: 'parcel', fields: { no: { expr: 'parcel.no' } } });
    expect(found.said('each')).toBe('Made a loop: for each order.parcels as parcel. 1 field matched.');
    expect(found.made('as-is')).toEqual({ expr: 'order.parcels' });
  });

  it('maps nested lists of the same names with their own loops', () => {
    const scorer = (source: { name: string }, target: { name: string }): number =>
      source.name === target.name || (source.name === 'items' && target.name === 'contents') ? 1 : 0;
    expect(drop(empty, 'order/parcels', '/boxes', { scorer }).made('each')).toEqual({
      for: 'order.parcels',
      as: 'parcel',
      fields: {
        no: { expr: 'parcel.no' },
        contents: { for: 'parcel.items', as: 'item', fields: { sku: { expr: 'item.sku' }, qty: { expr: 'item.qty' } } },
      },
    });
  });

  it.each([
    ['order/keywords', '/words', 'order.keywords'],
    ['order/keywords', '/numbers', 'MAP(order.keywords, value -> NUMBER(value))'],
    ['order/lines/[]/sku', '/words', 'order.lines.sku'],
    ['order/lines/[]/qty', '/words', 'MAP(order.lines.qty, value -> TEXT(value))'],
    ['order/lines/[]/tags/[]/value', '/words', 'FLATTEN(order.lines.tags.value)'],
  ])('%s onto the values of %s is %s', (source, target, expr) => {
    expect(drop(empty, source, target).made('each')).toEqual({ expr });
  });

  it('goes on with a looping target: after, beside by key, all with all after a question, instead', () => {
    const view = orderView({
      items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' }, quantity: { expr: 'line.qty' } } },
    });
    const found = drop(view, 'order/extras', '/items');
    expect(found.kind).toBe('second-list');
    expect(found.ids).toEqual(['append', 'join', 'join-2', 'nested', 'each', 'as-is']);
    expect(found.made('append')).toMatchObject({ for: 'APPEND(order.lines, order.extras)', as: 'line' });
    expect(found.made('join')).toMatchObject({
      join: [{ as: 'extra', in: 'order.extras', on: { key: 'line.sku', item: 'extra.sku' }, keep: 'all' }],
    });
    expect(found.choice('nested').needsConfirm).toMatch(/^Loop over order\.lines × order\.extras\?/);
    expect(found.made('nested')).toMatchObject({ join: [{ as: 'extra', in: 'order.extras' }] });
    expect(found.made('each')).toEqual({
      for: 'order.extras',
      as: 'line',
      fields: { sku: { expr: 'line.sku' }, quantity: { expr: 'line.qty' } },
    });
  });

  it('gives the items of a second list the fields that the rules read, when its own are called otherwise', () => {
    const view = orderView({
      items: {
        for: 'order.lines',
        as: 'line',
        fields: { sku: { expr: 'line.sku' }, title: { expr: 'line.price & line.ready' } },
      },
    });
    const found = drop(view, 'products', '/items');
    expect(found.made('append')).toMatchObject({
      for: 'APPEND(order.lines, MAP(products, item -> { sku: item.sku, price: item.price }))',
    });
    expect(found.said('append')).toBe('items also loops over products; 1 of their fields are not in it.');
  });

  it('unnests a list of the item itself', () => {
    const view = orderView({ items: { for: 'order.lines', as: 'line', fields: {} } });
    expect(drop(view, 'order/lines/[]/tags', '/items').made('nested')).toMatchObject({
      join: [{ as: 'tag', in: 'line.tags' }],
    });
  });

  it('refuses items of another kind in words', () => {
    expect(refusal(empty, 'order/lines', '/words')).toBe(
      'The items of order.lines are structures, those of words plain values: map one field of them.',
    );
  });
});

describe('dropChoices › one value onto a list', () => {
  it('makes one item, splits a text, adds an item', () => {
    const view = orderView({}, { samples: [{ name: 's', in: { order: { name: 'a; b' } } }] });
    const found = drop(view, 'order/name', '/words');
    expect(found.ids).toEqual(['one-item', 'split']);
    expect(found.made('one-item')).toEqual({ expr: '[order.name]' });
    expect(found.made('split')).toEqual({ expr: 'TEXTSPLIT(order.name, "; ")' });
    expect(drop(empty, 'order/total', '/numbers').made('split')).toEqual({
      expr: 'MAP(TEXTSPLIT(order.total, ","), value -> NUMBER(value))',
    });
    const mapped = drop(orderView({ words: { expr: 'order.keywords' } }), 'order/name', '/words');
    expect(mapped.preferred).toBe('new-item');
    expect(mapped.made('new-item')).toEqual({ expr: 'APPEND(order.keywords, [order.name])' });
  });

  it('refuses a value for a list of structures', () => {
    expect(refusal(empty, 'order/name', '/items')).toBe(
      'The items of items are structures: drop order.name on one of their fields.',
    );
  });
});

describe('dropChoices › implied loops', () => {
  it('makes the loop that a line into a list implies, and says it', () => {
    const found = drop(empty, 'order/lines/[]/sku', '/items/sku');
    expect([found.kind, found.ids]).toEqual(['implied-loop', ['loop']]);
    expect(found.made('loop', '/items')).toEqual({
      for: 'order.lines',
      as: 'line',
      fields: { sku: { expr: 'line.sku' } },
    });
    expect(found.said('loop')).toBe('Made a loop: for each order.lines as line. items.sku is line.sku.');
  });

  it('makes nested loops, converts inside them, and uses those that are there', () => {
    const nested = drop(empty, 'order/parcels/[]/items/[]/qty', '/boxes/contents/qty');
    expect(nested.made('loop', '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'parcel',
      fields: { contents: { for: 'parcel.items', as: 'item', fields: { qty: { expr: 'item.qty' } } } },
    });
    const half = orderView({ boxes: { for: 'order.parcels', as: 'p', fields: { no: { expr: 'p.no' } } } });
    expect(drop(half, 'order/parcels/[]/items/[]/sku', '/boxes/contents/sku').made('loop', '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'p',
      fields: { no: { expr: 'p.no' }, contents: { for: 'p.items', as: 'item', fields: { sku: { expr: 'item.sku' } } } },
    });
  });

  it('flattens where the source has more lists, makes single items where the target has', () => {
    expect(drop(empty, 'order/parcels/[]/items/[]/sku', '/items/sku').made('loop', '/items')).toMatchObject({
      for: 'FLATTEN(order.parcels.items)',
      as: 'item',
    });
    const deeper = drop(empty, 'order/lines/[]/sku', '/boxes/contents/sku');
    expect(deeper.ids).toEqual(['loop', 'outer-loop']);
    expect(deeper.made('loop', '/boxes')).toMatchObject({
      for: '[order]',
      as: 'box',
      fields: { contents: { for: 'box.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } } },
    });
    expect(deeper.made('outer-loop', '/boxes')).toMatchObject({
      for: 'order.lines',
      as: 'line',
      fields: { contents: { for: '[line]', as: 'content', fields: { sku: { expr: 'content.sku' } } } },
    });
    expect(drop(empty, 'order/customer/first_name', '/items/title').made('one-item', '/items')).toEqual({
      for: '[order.customer]',
      as: 'customer',
      fields: { title: { expr: 'customer.first_name' } },
    });
  });

  it('takes a name for the item that hides nothing', () => {
    const view = orderView({}, { root: { let: { line: 'order.name' }, fields: {} } });
    expect(drop(view, 'order/lines/[]/sku', '/items/sku').made('loop', '/items')).toMatchObject({ as: 'line2' });
  });
});

describe('dropChoices › two lists', () => {
  const view = orderView({ items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } } });

  it('finds the partner by key, as a join or as a lookup', () => {
    const found = drop(view, 'products/[]/title', '/items/title');
    expect([found.kind, found.preferred]).toEqual(['other-list', 'join']);
    const { doc } = found.choice('join').apply();
    expect(ruleAt(doc, '/items')).toMatchObject({
      join: [{ as: 'product', in: 'products', on: { key: 'line.sku', item: 'product.sku' }, keep: 'all' }],
    });
    expect(ruleAt(doc, '/items/title')).toEqual({ expr: 'product.title' });
    expect(found.choice('join').detail).toBe(
      'products where line.sku = product.sku (same name, the key of the source)',
    );
    expect(found.made('look-up')).toEqual({ expr: 'XLOOKUP(line.sku, products.sku, products.title)' });
    expect(found.made('same-position')).toEqual({ expr: 'products[$index].title' });
    expect(found.choice('nested').needsConfirm).toContain('×');
    expect(found.ids).toContain('first');
  });

  it('reads a partner that is there already as one value', () => {
    const { doc } = drop(view, 'products/[]/title', '/items/title').choice('join').apply();
    const again = drop({ ...view, doc }, 'products/[]/price', '/items/amount');
    expect([again.kind, again.made('direct')]).toEqual(['value-to-value', { expr: 'product.price' }]);
  });

  it('takes keys whose values are shared in the samples, though their names differ', () => {
    const values = ({ root, steps }: { root: string; steps: readonly string[] }) =>
      steps.at(-1) === 'key' ? ['A', 'B'] : root === 'products' && steps.at(-1) === 'title' ? ['A', 'B', 'C'] : [];
    const tags = orderView({ items: { for: 'FLATTEN(order.lines.tags)', as: 'tag', fields: {} } });
    const found = drop(tags, 'products/[]/sku', '/items/sku', { values });
    expect(found.made('join', '/items')).toMatchObject({ join: [{ on: { key: 'tag.key', item: 'product.title' } }] });
  });
});
