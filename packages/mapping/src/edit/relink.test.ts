import { describe, expect, it } from 'vitest';
import type { MappingDocument } from '@patchbay/model/mapping';
import { lineageOf } from '../lineage/lineage-of.ts';
import { parseSourceKey } from '../lineage/source-path.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import { after, made, refused } from '../testing/edited.ts';
import { testContext } from '../testing/context.ts';
import { orderView } from '../testing/order-view.ts';
import { qualifiersOf, withoutQualifier, withQualifier } from './qualifier.ts';
import { relink, relinkAll } from './relink.ts';
import { retarget } from './retarget.ts';
import { ruleAt } from './rule-at.ts';

const path = parseSourceKey;

describe('relink', () => {
  const relinked = (expr: string, from: string, to: string): unknown => {
    const view = orderView(
      {
        a: {
          let: { ship: 'order.ship', ls: 'order.lines' },
          fields: { x: { for: 'order.lines', as: 'line', fields: { y: { expr } } } },
        },
      },
      { target: undefined },
    );
    const result = relink(view, path(from), path(to));
    return 'refused' in result ? result.refused : (ruleAt(result.doc, '/a/x/y') as { expr: string }).expr;
  };

  it.each([
    ['line.sku', 'order/lines/[]/sku', 'order/lines/[]/ready', 'line.ready'],
    [
      '  UPPER( line . sku ) & "line.sku"',
      'order/lines/[]/sku',
      'order/lines/[]/odd name',
      '  UPPER( line . `odd name` ) & "line.sku"',
    ],
    ['line["sku"]', 'order/lines/[]/sku', 'order/lines/[]/ready', 'line["ready"]'],
    ['order.lines[0].sku', 'order/lines/[]/sku', 'order/lines/[]/ready', 'order.lines[0].ready'],
    ['order.lines[sku = "x"].qty', 'order/lines/[]/sku', 'order/lines/[]/ready', 'order.lines[ready = "x"].qty'],
    [
      'FILTER(order.lines, l -> l.sku <> line.sku)',
      'order/lines/[]/sku',
      'order/lines/[]/ready',
      'FILTER(order.lines, l -> l.ready <> line.ready)',
    ],
    [
      'FILTER(order.lines, $.sku <> "")',
      'order/lines/[]/sku',
      'order/lines/[]/ready',
      'FILTER(order.lines, $.ready <> "")',
    ],
    ['ship.city', 'order/ship/city', 'order/ship/zip', 'ship.zip'],
    ['ship.city', 'order/ship/city', 'order/customer/email', 'order.customer.email'],
    ['line.sku', 'order/lines/[]/sku', 'order/lines/[]/article/sku', 'line.article.sku'],
    ['line.sku', 'order/lines/[]/sku', 'order/name', 'order.name'],
    ['order.name', 'order/name', 'order/lines/[]/sku', 'order.lines.sku'],
    ['line.tags[0].key', 'order/lines/[]/tags', 'order/lines/[]/labels', 'line.labels[0].key'],
    ['order.customer.email', 'order/customer', 'order/buyer', 'order.buyer.email'],
    // A name that only stands for the field keeps its name.
    ['{ s: order.name }.s', 'order/name', 'order/odd name', '{ s: order.`odd name` }.s'],
    ['{ name: order.name }.name', 'order/name', 'order/odd name', '{ name: order.`odd name` }.name'],
    [
      'MAP(GROUPBY(order.lines, sku), g -> g.key)',
      'order/lines/[]/sku',
      'order/lines/[]/ready',
      'MAP(GROUPBY(order.lines, ready), g -> g.key)',
    ],
    // Whatever the list goes through, its items have the field.
    ['FIRST(order.lines).sku', 'order/lines/[]/sku', 'order/lines/[]/ready', 'FIRST(order.lines).ready'],
    [
      'GROUPBY(order.lines, sku).items.qty',
      'order/lines/[]/qty',
      'order/lines/[]/pieces',
      'GROUPBY(order.lines, sku).items.pieces',
    ],
    [
      'FINDWHERE(order.lines, { sku: order.name }).qty',
      'order/lines/[]/sku',
      'order/lines/[]/ready',
      'FINDWHERE(order.lines, { ready: order.name }).qty',
    ],
    [
      'JOINON(order.lines, order.extras, l -> l.sku, e -> e.sku, (l, e) -> e.sku & l.sku)',
      'order/lines/[]/sku',
      'order/lines/[]/ready',
      'JOINON(order.lines, order.extras, l -> l.ready, e -> e.sku, (l, e) -> e.sku & l.ready)',
    ],
    [
      'JOINON(order.lines, order.extras, sku, sku, (l, e) -> e.sku)',
      'order/extras/[]/sku',
      'order/extras/[]/code',
      'JOINON(order.lines, order.extras, sku, code, (l, e) -> e.code)',
    ],
  ])('%s: %s → %s is %s', (expr, from, to, expected) => expect(relinked(expr, from, to)).toBe(expected));

  it.each([
    [
      { for: 'order.lines', as: 'g', groupBy: 'g.sku', fields: { k: { expr: 'g.key & g.items[0].sku' } } },
      { k: { expr: 'g.key & g.items[0].ready' } },
    ],
    [
      { for: 'order.lines', as: 'g', groupBy: '{ s: g.sku }', fields: { k: { expr: 'g.key.s' } } },
      { k: { expr: 'g.key.s' } },
    ],
  ])('leaves the key of a group what it is: %j', (rule, fields) => {
    const edit = made(relink(orderView({ x: rule }), path('order/lines/[]/sku'), path('order/lines/[]/ready')));
    expect(ruleAt(edit.doc, '/x')).toMatchObject({ fields });
  });

  it('makes the same of data whose fields are named anew', () => {
    const lines = [
      { sku: 'A', qty: 1, price: '2' },
      { sku: 'B', qty: 2, price: '3' },
      { sku: 'A', qty: 3, price: '4' },
    ];
    const fields = {
      groups: {
        for: 'order.lines',
        as: 'g',
        groupBy: 'g.sku',
        fields: { sku: { expr: 'g.key' }, n: { expr: 'SUM(g.items.qty)' } },
      },
      pairs: { expr: 'JOINON(order.lines, order.extras, sku, sku, (l, e) -> { a: l.sku, b: e.sku }).a' },
      made: { let: { t: '{ nm: order.lines[0].sku }' }, fields: { x: { expr: 't.nm & order.lines[1]["sku"]' } } },
      found: { expr: 'FINDWHERE(order.lines, { sku: "B" }).qty & COUNT(order.lines, sku = "A")' },
    };
    const run = (doc: MappingDocument, name: string): unknown => {
      const named = lines.map(({ sku, ...rest }) => ({ [name]: sku, ...rest }));
      return compileMapping(doc).run({ order: { lines: named, extras: [{ sku: 'B' }] } }, testContext()).output;
    };
    const view = orderView(fields);
    const { doc } = made(relink(view, path('order/lines/[]/sku'), path('order/lines/[]/article')));
    expect(run(doc, 'article')).toEqual(run(view.doc, 'sku'));
    expect(run(view.doc, 'sku')).toMatchObject({
      groups: [
        { sku: 'A', n: 4 },
        { sku: 'B', n: 2 },
      ],
      pairs: ['B'],
      made: { x: 'AB' },
      found: '22',
    });
  });

  it('changes the list of a loop, and leaves what reads its item', () => {
    const view = orderView({
      items: { for: 'order.lines', as: 'line', where: 'line.qty > 1', fields: { sku: { expr: 'line.sku' } } },
    });
    const edit = made(relink(view, path('order/lines'), path('order/rows')));
    expect(ruleAt(edit.doc, '/items')).toEqual({
      for: 'order.rows',
      as: 'line',
      where: 'line.qty > 1',
      fields: { sku: { expr: 'line.sku' } },
    });
    expect(edit.said).toBe('1 formula reads order.rows instead of order.lines.');
  });

  it('leaves no reading of the old path, and adds none but of the new', () => {
    const view = orderView({
      id: { expr: 'order.name & order.customer.email' },
      customer: {
        let: { c: 'order.customer' },
        fields: { email: { expr: 'c.email' }, vat: { when: 'order.customer.email <> ""', const: 1 } },
      },
    });
    const next = after(view, relink(view, path('order/customer/email'), path('order/mail')));
    expect(lineageOf(next).dependentsOf('order/customer/email')).toEqual([]);
    expect(
      lineageOf(next)
        .dependentsOf('order/mail')
        .map(({ target }) => target),
    ).toEqual(['/id', '/customer/email', '/customer/vat']);
  });

  it('knows fields that a changed schema has no more', () => {
    const view = orderView({
      items: {
        for: 'order.rows',
        as: 'row',
        fields: { sku: { expr: 'row.code' }, title: { expr: 'order.rows.code & order.gone.deep' } },
      },
    });
    const next = after(
      view,
      relinkAll(view, [
        { from: path('order/rows'), to: path('order/lines') },
        { from: path('order/rows/[]/code'), to: path('order/lines/[]/sku') },
        { from: path('order/gone/deep'), to: path('order/name') },
      ]),
    );
    expect(ruleAt(next.doc, '/items')).toEqual({
      for: 'order.lines',
      as: 'row',
      fields: { sku: { expr: 'row.sku' }, title: { expr: 'order.lines.sku & order.name' } },
    });
  });

  it('lets two fields change places', () => {
    const view = orderView({ id: { expr: 'order.name & order.total' } });
    const swapped = made(
      relinkAll(view, [
        { from: path('order/name'), to: path('order/total') },
        { from: path('order/total'), to: path('order/name') },
      ]),
    );
    expect(ruleAt(swapped.doc, '/id')).toEqual({ expr: 'order.total & order.name' });
    expect(swapped.said).toBe('1 formula reads 2 fields elsewhere.');
  });

  it('follows the key of a lookup source, and says when nothing reads the path', () => {
    const view = orderView({});
    expect(made(relink(view, path('products/[]/sku'), path('products/[]/ean'))).doc.sources?.['products']?.key).toBe(
      'ean',
    );
    expect(refused(relink(view, path('order/name'), path('order/x')))).toBe('Nothing reads order.name.');
  });
});

describe('retarget', () => {
  const view = orderView({
    id: { expr: 'TEXT(order.id)' },
    total: { expr: 'order.id + NUMBER(order.total)' },
    address: { let: { s: 'order.ship' }, fields: { city: { expr: 's.city' } } },
    items: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } },
  });

  it('reads another field: as dropped where the rule is nothing else, in the formula where it is', () => {
    const source = (target: string, from: string, to: string) =>
      ruleAt(made(retarget(view, { line: { source: from, target }, source: path(to) })).doc, target);
    expect(source('/id', 'order/id', 'order/name')).toEqual({ expr: 'order.name' });
    expect(source('/id', 'order/id', 'order/paid')).toEqual({ expr: 'TEXT(order.paid)' });
    expect(source('/total', 'order/total', 'order/name')).toEqual({ expr: 'order.id + NUMBER(order.name)' });
    expect(source('/address/city', 'order/ship/city', 'order/ship/zip')).toEqual({ expr: 's.zip' });
    expect(source('/items', 'order/lines', 'order/extras')).toMatchObject({ for: 'order.extras', as: 'line' });
    expect(
      refused(retarget(view, { line: { source: 'order/lines', target: '/items' }, source: path('order/name') })),
    ).toBe('order.name is no list: items loops over one.');
  });

  it('goes to another target, converted for it where the rule is nothing but the field', () => {
    const moved = made(retarget(view, { line: { source: 'order/id', target: '/id' }, target: '/number' }));
    expect([ruleAt(moved.doc, '/id'), ruleAt(moved.doc, '/number')]).toEqual([undefined, { expr: 'order.id' }]);
    const sku = made(
      retarget(view, { line: { source: 'order/lines/[]/sku', target: '/items/sku' }, target: '/items/title' }),
    );
    expect(ruleAt(sku.doc, '/items')).toEqual({
      for: 'order.lines',
      as: 'line',
      fields: { title: { expr: 'line.sku' } },
    });
  });

  it('maps the field besides when the formula reads more, and asks for a drop where a rule is', () => {
    const besides = made(
      retarget(view, { line: { source: 'order/total', target: '/total' }, target: '/customer/vat' }),
    );
    expect(ruleAt(besides.doc, '/total')).toEqual(ruleAt(view.doc, '/total'));
    expect(ruleAt(besides.doc, '/customer/vat')).toEqual({ expr: 'order.total' });
    expect(besides.said).toContain('total keeps its formula.');
    expect(refused(retarget(view, { line: { source: 'order/id', target: '/id' }, target: '/total' }))).toContain(
      'has a rule already',
    );
    expect(refused(retarget(view, { line: { source: 'order/lines', target: '/items' }, target: '/customer' }))).toBe(
      'customer takes no list.',
    );
  });
});

describe('qualifiers', () => {
  const list = path('order/lines/[]/tags');
  const view = orderView({
    items: {
      for: 'order.lines',
      as: 'line',
      fields: {
        title: { expr: 'line.tags.value' },
        sku: { expr: 'FIRST(line.tags.value)' },
        parts: { for: 'line.tags', as: 'tag', fields: { key: { expr: 'tag.key' } } },
      },
    },
    words: { expr: 'order.lines.tags.value' },
  });
  const set = (at: string, value: string, from = view) =>
    made(withQualifier(from, at, { list, field: 'key', value })).doc;

  it('filters the list wherever the rule reads it, and takes the first where one value is asked for', () => {
    expect(ruleAt(set('/items/title', 'gift'), '/items/title')).toEqual({
      expr: 'FIRST(line.tags[key = "gift"].value)',
    });
    expect(ruleAt(set('/items/sku', 'gift'), '/items/sku')).toEqual({ expr: 'FIRST(line.tags[key = "gift"].value)' });
    expect(ruleAt(set('/items/parts', 'gift'), '/items/parts')).toMatchObject({ for: 'line.tags[key = "gift"]' });
    expect(ruleAt(set('/words', 'gift'), '/words')).toEqual({ expr: 'FLATTEN(order.lines.tags)[key = "gift"].value' });
    const twice = set('/words', 'colour', { ...view, doc: set('/words', 'gift') });
    expect(ruleAt(twice, '/words')).toEqual({ expr: 'FLATTEN(order.lines.tags)[key = "colour"].value' });
  });

  it('changes the value of a filter that is there, and takes it away', () => {
    const once = { ...view, doc: set('/items/sku', 'gift') };
    const twice = { ...view, doc: set('/items/sku', 'colour', once) };
    expect(ruleAt(twice.doc, '/items/sku')).toEqual({ expr: 'FIRST(line.tags[key = "colour"].value)' });
    expect(ruleAt(made(withoutQualifier(twice, '/items/sku', { list, field: 'key' })).doc, '/items/sku')).toEqual({
      expr: 'FIRST(line.tags.value)',
    });
    expect(refused(withQualifier(view, '/items/parts/key', { list, field: 'key', value: 'x' }))).toContain(
      'does not read the list',
    );
  });

  it('offers the fields and values that tell items apart, the likeliest first', () => {
    const values = ({ steps }: { steps: readonly string[] }) =>
      steps.at(-1) === 'key' ? ['gift', 'gift', 'colour', null] : ['a', 'b', 'c', 'd'];
    expect(qualifiersOf(view, list, values)).toEqual([
      {
        field: 'key',
        values: [
          { value: 'gift', count: 2 },
          { value: 'colour', count: 1 },
        ],
      },
      { field: 'value', values: ['a', 'b', 'c', 'd'].map((value) => ({ value, count: 1 })) },
    ]);
  });
});
