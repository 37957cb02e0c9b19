import { describe, expect, it } from 'vitest';
import { orderView } from '../testing/order-view.ts';
import { isRefusal } from './edit.ts';
import type { Edit, EditResult } from './edit.ts';
import { addLet, moveLet, removeLet, renameLet, setLet } from './let-edits.ts';
import { addJoin, removeJoin, renameAlias, renameIndex, renameJoin, setJoin, setLoop } from './loop-edits.ts';
import { ruleAt } from './rule-at.ts';
import { addSource, removeSource, renameSource, setSource, setTarget } from './source-edits.ts';

const made = (result: EditResult): Edit => {
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
};
const refused = (result: EditResult): string => (isRefusal(result) ? result.refused : `not refused: ${result.said}`);

const view = orderView({
  items: {
    for: 'order.lines',
    as: 'line',
    index: 'n',
    join: [{ as: 'p', in: 'products', on: { key: 'line.sku', item: 'p.sku' } }],
    where: 'line.qty > 0 and p.price > 1',
    orderBy: ['line.sku', { by: 'p.title', order: 'desc' }],
    let: { price: 'NUMBER(line.price)', twice: 'price * 2' },
    fields: {
      sku: { expr: '  line . sku & "line.sku" & n' },
      title: { when: 'p.title <> ""', expr: 'MAP(line.tags, line -> line.key) & p.title' },
      amount: { expr: 'twice + price' },
      parts: { for: 'line.tags', as: 'tag', fields: { key: { expr: 'tag.key & line.sku' } } },
    },
  },
  id: { expr: 'order.id & line' },
});

describe('renameAlias', () => {
  it('changes every text that reads the item, and nothing else of it', () => {
    const { doc } = made(renameAlias(view, '/items', 'row'));
    expect(ruleAt(doc, '/items')).toEqual({
      for: 'order.lines',
      as: 'row',
      index: 'n',
      join: [{ as: 'p', in: 'products', on: { key: 'row.sku', item: 'p.sku' } }],
      where: 'row.qty > 0 and p.price > 1',
      orderBy: ['row.sku', { by: 'p.title', order: 'desc' }],
      let: { price: 'NUMBER(row.price)', twice: 'price * 2' },
      fields: {
        sku: { expr: '  row . sku & "line.sku" & n' },
        title: { when: 'p.title <> ""', expr: 'MAP(row.tags, line -> line.key) & p.title' },
        amount: { expr: 'twice + price' },
        parts: { for: 'row.tags', as: 'tag', fields: { key: { expr: 'tag.key & row.sku' } } },
      },
    });
    expect(ruleAt(doc, '/id')).toEqual({ expr: 'order.id & line' });
  });

  it.each([
    ['tag', '“tag” means something else in items.parts.key. Choose another name.'],
    ['p', '“p” is a name of this loop already.'],
    ['price', '“price” means something else in items.sku. Choose another name.'],
    ['products', '“products” means something else in items. Choose another name.'],
    ['', 'A name is needed.'],
    ['a b', '“a b” is no name: use letters, digits and _, and none of and, or, not, in, true, false, null.'],
    ['not', '“not” is no name: use letters, digits and _, and none of and, or, not, in, true, false, null.'],
  ])('refuses %s', (name, reason) => expect(refused(renameAlias(view, '/items', name))).toBe(reason));

  it('refuses a name that a lambda or the item itself gives another meaning', () => {
    const inner = orderView({
      items: {
        for: 'order.lines',
        as: 'line',
        fields: {
          a: { expr: 'MAP(order.extras, x -> line.sku & x.sku)' },
          b: { expr: 'order.extras[qty > line.qty]' },
        },
      },
    });
    expect(refused(renameAlias(inner, '/items', 'x'))).toContain('items.a');
    expect(refused(renameAlias(inner, '/items', 'sku'))).toContain('items.a');
    expect(made(renameAlias(inner, '/items', 'row')).said).toBe('Renamed line to row.');
  });

  it('renames the unnamed item of a loop', () => {
    const unnamed = orderView({ items: { for: 'order.lines', fields: { sku: { expr: 'item.sku' } } } });
    expect(ruleAt(made(renameAlias(unnamed, '/items', 'row')).doc, '/items')).toEqual({
      for: 'order.lines',
      as: 'row',
      fields: { sku: { expr: 'row.sku' } },
    });
  });

  it('follows the item of a group', () => {
    const groups = orderView({
      items: {
        for: 'order.lines',
        as: 'g',
        groupBy: 'g.sku',
        orderBy: ['g.key'],
        fields: { sku: { expr: 'g.key & COUNT(g.items)' } },
      },
    });
    expect(ruleAt(made(renameAlias(groups, '/items', 'x')).doc, '/items')).toEqual({
      for: 'order.lines',
      as: 'x',
      groupBy: 'x.sku',
      orderBy: ['x.key'],
      fields: { sku: { expr: 'x.key & COUNT(x.items)' } },
    });
  });
});

describe('renameIndex and renameJoin', () => {
  it('change what reads them', () => {
    expect(ruleAt(made(renameIndex(view, '/items', 'at')).doc, '/items')).toMatchObject({
      index: 'at',
      fields: { sku: { expr: '  line . sku & "line.sku" & at' } },
    });
    const { doc } = made(renameJoin(view, '/items', { from: 'p', to: 'product' }));
    expect(ruleAt(doc, '/items')).toMatchObject({
      join: [{ as: 'product', in: 'products', on: { key: 'line.sku', item: 'product.sku' } }],
      where: 'line.qty > 0 and product.price > 1',
      orderBy: ['line.sku', { by: 'product.title', order: 'desc' }],
      fields: { title: { when: 'product.title <> ""' } },
    });
    expect(refused(renameJoin(view, '/items', { from: 'q', to: 'r' }))).toBe('items has no such name.');
  });

  it('name a position that had no name, where nothing else has it', () => {
    const bare = orderView({
      items: {
        for: 'order.lines',
        as: 'line',
        fields: { sku: { expr: 'line.sku & order.name' }, no: { expr: '$index' } },
      },
    });
    const named = made(renameIndex(bare, '/items', 'at'));
    expect(named.said).toBe('The position is named at.');
    expect(ruleAt(named.doc, '/items')).toMatchObject({ index: 'at', fields: { no: { expr: '$index' } } });
    expect(refused(renameIndex(bare, '/items', 'line'))).toBe('“line” is a name of this loop already.');
    expect(refused(renameIndex(bare, '/items', 'order'))).toBe(
      '“order” means something else in items.sku. Choose another name.',
    );
    expect(refused(renameIndex(bare, '/items', 'a b'))).toMatch(/^“a b” is no name/);
  });
});

describe('setLoop and joins', () => {
  it('sets settings and takes blank ones away', () => {
    const { doc, said } = made(setLoop(view, '/items', { where: ' ', limit: '10', orderBy: [] }));
    expect(ruleAt(doc, '/items')).not.toHaveProperty('where');
    expect(ruleAt(doc, '/items')).not.toHaveProperty('orderBy');
    expect(ruleAt(doc, '/items')).toMatchObject({ limit: '10', as: 'line' });
    expect(said).toBe('Changed the filter, limit, order of items.');
    expect(refused(setLoop(view, '/items', { for: '' }))).toBe('A loop needs a list.');
    expect(refused(setLoop(view, '/id', { where: 'true' }))).toBe('id is no loop.');
    expect(refused(setLoop(view, '/items', { orderBy: Array.from({ length: 17 }, () => 'x') }))).toContain('16');
  });

  it('adds a partner under a free name, changes it and takes it away', () => {
    const added = made(addJoin(view, '/items', { in: 'order.lines' })).doc;
    expect(ruleAt(added, '/items')).toMatchObject({ join: [{ as: 'p' }, { as: 'line2', in: 'order.lines' }] });
    const set = made(
      setJoin({ ...view, doc: added }, '/items', {
        at: 1,
        change: { on: { key: 'line.sku', item: 'line2.sku' }, keep: 'all' },
      }),
    ).doc;
    expect(ruleAt(set, '/items')).toMatchObject({
      join: [{ as: 'p' }, { as: 'line2', in: 'order.lines', on: { key: 'line.sku', item: 'line2.sku' }, keep: 'all' }],
    });
    const cross = made(
      setJoin({ ...view, doc: set }, '/items', { at: 1, change: { on: undefined, keep: undefined } }),
    ).doc;
    expect(ruleAt(cross, '/items')).toMatchObject({ join: [{ as: 'p' }, { as: 'line2', in: 'order.lines' }] });
    const without = made(
      removeJoin({ ...view, doc: made(removeJoin({ ...view, doc: cross }, '/items', 1)).doc }, '/items', 0),
    ).doc;
    expect(ruleAt(without, '/items')).not.toHaveProperty('join');
    expect(refused(addJoin(view, '/items', { in: 'products', as: 'n' }))).toBe('“n” is a name of this loop already.');
    expect(refused(removeJoin(view, '/items', 7))).toBe('items has no such join.');
  });
});

describe('intermediate values', () => {
  it('are added, set, moved and removed', () => {
    const added = made(addLet(view, '/items', {})).doc;
    expect(ruleAt(added, '/items')).toMatchObject({
      let: { price: 'NUMBER(line.price)', twice: 'price * 2', value: '' },
    });
    const set = made(setLet({ ...view, doc: added }, '/items', { name: 'value', text: 'twice' })).doc;
    const moved = made(moveLet({ ...view, doc: set }, '/items', { name: 'value', by: -9 })).doc;
    expect(JSON.stringify(ruleAt(moved, '/items'))).toContain('"let":{"value":"twice","price"');
    const removed = made(removeLet({ ...view, doc: moved }, '/items', 'value')).doc;
    expect(removed).toEqual(view.doc);
    expect(refused(addLet(view, '/id', {}))).toContain('has no intermediate values');
    expect(refused(addLet(view, '/items', { name: 'price' }))).toBe('There is an intermediate value price already.');
    const bare = made(removeLet({ ...view, doc: made(removeLet(view, '/items', 'price')).doc }, '/items', 'twice')).doc;
    expect(ruleAt(bare, '/items')).not.toHaveProperty('let');
  });

  it('are renamed with all that reads them', () => {
    const { doc } = made(renameLet(view, '/items', { from: 'price', to: 'each' }));
    expect(ruleAt(doc, '/items')).toMatchObject({
      let: { each: 'NUMBER(line.price)', twice: 'each * 2' },
      fields: { amount: { expr: 'twice + each' } },
    });
    expect(ruleAt(doc, '/items/title')).toBe(ruleAt(view.doc, '/items/title'));
    expect(refused(renameLet(view, '/items', { from: 'price', to: 'twice' }))).toBe(
      'There is an intermediate value twice already.',
    );
    expect(refused(renameLet(view, '/items', { from: 'price', to: 'line' }))).toContain('“line” means something else');
    expect(refused(renameLet(view, '/items', { from: 'gone', to: 'x' }))).toBe('items has no value gone.');
  });
});

describe('sources', () => {
  it('are renamed everywhere, in the samples too', () => {
    const named = orderView(
      {
        id: { expr: 'order.name & products.sku' },
        items: {
          for: 'order.lines',
          as: 'l',
          fields: { sku: { expr: 'XLOOKUP(l.sku, products.sku, products.title)' } },
        },
      },
      { samples: [{ name: 's', in: { order: { name: 'x' }, other: 1 } }] },
    );
    const { doc } = made(renameSource(named, 'order', 'sale'));
    expect(Object.keys(doc.sources ?? {})).toEqual(['sale', 'products']);
    expect(ruleAt(doc, '/id')).toEqual({ expr: 'sale.name & products.sku' });
    expect(ruleAt(doc, '/items')).toMatchObject({ for: 'sale.lines' });
    expect(doc.samples).toEqual([{ name: 's', in: { sale: { name: 'x' }, other: 1 } }]);
    expect(refused(renameSource(named, 'products', 'l'))).toContain('“l” means something else in items.sku');
    expect(refused(renameSource(named, 'gone', 'x'))).toBe('This mapping has no source “gone”.');
  });

  it('leaves names that hide a source alone', () => {
    const hidden = orderView({ items: { for: 'order.lines', as: 'order', fields: { sku: { expr: 'order.sku' } } } });
    expect(ruleAt(made(renameSource(hidden, 'order', 'sale')).doc, '/items')).toEqual({
      for: 'sale.lines',
      as: 'order',
      fields: { sku: { expr: 'order.sku' } },
    });
  });

  it('are added, set and removed, and kept while rules read them', () => {
    const added = made(addSource(view.doc)).doc;
    expect(Object.keys(added.sources ?? {})).toEqual(['order', 'products', 'source']);
    const set = made(setSource(added, 'source', { key: 'id', role: 'lookup' })).doc;
    expect(JSON.stringify(set.sources?.['source'])).toBe('{"role":"lookup","key":"id"}');
    expect(refused(removeSource(view, 'order'))).toMatch(/^order is read by \d+ rules/);
    expect(made(removeSource({ ...view, doc: set }, 'source')).doc).toEqual(view.doc);
    expect(Object.keys(made(removeSource(view, 'order', { evenIfUsed: true })).doc.sources ?? {})).toEqual([
      'products',
    ]);
    expect(made(setTarget(view.doc, 'Invoice@2')).doc.target).toEqual({ schema: 'Invoice@2' });
    expect(made(setTarget(view.doc, undefined)).doc).not.toHaveProperty('target');
  });
});
