import { MappingDocument } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setRule } from '../edit/set-rule.ts';
import { orderDocument, orderView } from '../testing/order-view.ts';
import { lineageOf } from './lineage-of.ts';
import { viewOf, withDocument } from './mapping-view.ts';
import type { MappingView } from './mapping-view.ts';

/** `source kind FUNCTION>FUNCTION` of every line into a rule, in order. */
const into = (view: MappingView, path: string): string[] =>
  lineageOf(view)
    .lines.filter(({ target }) => target === path)
    .map(({ source, kind, functions, via }) =>
      [source, kind, functions.join('>'), via === undefined ? '' : `via ${via}`]
        .filter((part) => part !== '')
        .join(' '),
    );

const ofFormula = (expr: string, fields: object = {}): string[] => into(orderView({ ...fields, x: { expr } }), '/x');

describe('lineageOf › formulas', () => {
  it.each<[string, string[]]>([
    ['order.name', ['order/name direct']],
    ['order.`odd name`', ['order/odd name direct']],
    ['order["name"]', ['order/name formula']],
    ['UPPER(TRIM(order.name))', ['order/name formula TRIM>UPPER']],
    ['order.name & " " & order.id', ['order/name formula', 'order/id formula']],
    ['"constant"', []],
    ['order.lines.sku', ['order/lines/[]/sku direct']],
    ['order.lines[0].sku', ['order/lines/[]/sku formula']],
    ['order.lines[*].sku', ['order/lines/[]/sku formula']],
    ['SUM(order.lines.qty)', ['order/lines/[]/qty formula SUM']],
    ['order.lines[qty > 1].sku', ['order/lines/[]/sku formula', 'order/lines/[]/qty condition']],
    ['FILTER(order.lines, l -> l.qty > 1)', ['order/lines formula FILTER', 'order/lines/[]/qty condition FILTER']],
    [
      'FILTER(order.lines, $.qty > 1).sku',
      ['order/lines/[]/sku formula FILTER', 'order/lines/[]/qty condition FILTER'],
    ],
    [
      'FIRST(order.lines, l -> l.sku = order.name).qty',
      ['order/lines/[]/qty formula FIRST', 'order/lines/[]/sku condition FIRST', 'order/name condition FIRST'],
    ],
    [
      'SUM(MAP(order.lines, l -> l.qty * NUMBER(l.price)))',
      ['order/lines/[]/qty formula MAP>SUM', 'order/lines/[]/price formula NUMBER>MAP>SUM'],
    ],
    ['MAP(order.lines, l -> { s: l.sku, q: l.qty }).q', ['order/lines/[]/qty formula MAP']],
    ['FLATTEN(order.parcels.items).sku', ['order/parcels/[]/items/[]/sku formula FLATTEN']],
    ['MAP(order.parcels, p -> SUM(MAP(p.items, i -> i.qty)))', ['order/parcels/[]/items/[]/qty formula MAP>SUM>MAP']],
    ['SORT(order.lines, l -> l.qty).sku', ['order/lines/[]/sku formula SORT', 'order/lines/[]/qty condition SORT']],
    [
      'IF(order.paid, order.name, order.total)',
      ['order/name formula IF', 'order/total formula IF', 'order/paid condition IF'],
    ],
    [
      'SWITCH(order.name, "a", order.id, order.total)',
      ['order/id formula SWITCH', 'order/total formula SWITCH', 'order/name condition SWITCH'],
    ],
    [
      'JOINON(order.lines, order.extras, l -> l.sku, e -> e.sku, (l, e) -> l.qty + e.qty)',
      [
        'order/lines formula JOINON',
        'order/extras formula JOINON',
        'order/lines/[]/sku join JOINON',
        'order/extras/[]/sku join JOINON',
        'order/lines/[]/qty formula JOINON',
        'order/extras/[]/qty formula JOINON',
      ],
    ],
    [
      'FINDWHERE(order.lines, { sku: order.name }).qty',
      [
        'order/lines/[]/qty formula FINDWHERE',
        'order/name condition FINDWHERE',
        'order/lines/[]/sku condition FINDWHERE',
      ],
    ],
    [
      'SUMIF(order.lines, qty > 1, price)',
      ['order/lines formula SUMIF', 'order/lines/[]/qty condition SUMIF', 'order/lines/[]/price formula SUMIF'],
    ],
    ['order.name ?? order.total', ['order/name formula', 'order/total formula']],
    [
      'XLOOKUP(order.name, products.sku, products.title)',
      ['products/[]/title formula XLOOKUP', 'order/name lookup XLOOKUP', 'products/[]/sku lookup XLOOKUP'],
    ],
    ['LOOKUP("products", order.name).title', ['products/[]/title formula LOOKUP', 'order/name lookup LOOKUP']],
    ['GROUPBY(order.lines, l -> l.sku).items.qty', ['order/lines/[]/qty formula GROUPBY']],
    ['GROUPBY(order.lines, l -> l.sku).key', ['order/lines/[]/sku formula GROUPBY']],
    ['[order.name, order.total]', ['order/name formula', 'order/total formula']],
    ['{ a: order.name, b: { c: order.id } }.b.c', ['order/id formula']],
    [
      'APPEND(order.lines, order.extras).sku',
      ['order/lines/[]/sku formula APPEND', 'order/extras/[]/sku formula APPEND'],
    ],
    ['$source.name', ['order/name direct']],
    ['order', ['order direct']],
    ['order.nothing.there', ['order/nothing/there direct']],
    ['order.name + * (', ['order/name formula']],
    ['', []],
  ])('%s', (expr, expected) => expect(ofFormula(expr)).toEqual(expected));

  it('keeps a direct line direct when it goes through names, and says when it does not', () => {
    const view = orderView({
      a: {
        let: { to: 'order.ship', far: 'to.city', price: 'NUMBER(order.total)' },
        fields: { b: { expr: 'far' }, c: { expr: 'price' } },
      },
    });
    expect(into(view, '/a/b')).toEqual(['order/ship/city direct']);
    expect(into(view, '/a/c')).toEqual(['order/total formula NUMBER']);
  });

  it('lets a name of an item come before an outer one, where the item has such a field', () => {
    const view = orderView({
      a: {
        let: { qty: 'order.id' },
        fields: { b: { expr: 'order.lines[qty > 1]' }, c: { expr: 'order.keywords[qty > 1]' } },
      },
    });
    expect(into(view, '/a/b')).toEqual(['order/lines formula', 'order/lines/[]/qty condition']);
    expect(into(view, '/a/c')).toEqual(['order/keywords formula', 'order/id condition']);
  });
});

describe('lineageOf › rules', () => {
  it('tells loops, joins, keys and conditions from values', () => {
    const view = orderView({
      items: {
        for: 'FILTER(order.lines, l -> l.qty > 0)',
        as: 'line',
        index: 'n',
        join: [{ as: 'product', in: 'products', on: { key: 'line.sku', item: 'product.sku' } }],
        where: 'product.price > 1',
        distinct: 'line.sku',
        orderBy: [{ by: 'line.ready', order: 'desc' }],
        limit: 'order.id',
        when: 'order.paid',
        fields: {
          title: { expr: 'product.title' },
          sku: { expr: 'line.sku' },
          n: { expr: 'n' },
          up: { expr: '$parent' },
        },
      },
    });
    expect(into(view, '/items')).toEqual([
      'order/lines loop FILTER',
      'order/lines/[]/qty condition FILTER',
      'products join',
      'order/lines/[]/sku join',
      'products/[]/sku join',
      'products/[]/price condition',
      'order/lines/[]/sku condition',
      'order/id condition',
      'order/lines/[]/ready condition',
      'order/paid condition',
    ]);
    expect(into(view, '/items/title')).toEqual(['products/[]/title direct']);
    expect(into(view, '/items/sku')).toEqual(['order/lines/[]/sku direct']);
    expect(into(view, '/items/n')).toEqual([]);
  });

  it('follows nested loops, unnesting joins and groups', () => {
    const view = orderView({
      boxes: {
        for: 'order.parcels',
        as: 'p',
        fields: {
          contents: { for: 'p.items', as: 'i', fields: { sku: { expr: 'i.sku' }, up: { expr: '$parent.no' } } },
        },
      },
      pairs: { for: 'order.lines', as: 'l', join: [{ as: 't', in: 'l.tags' }], fields: { v: { expr: 't.value' } } },
      groups: {
        for: 'order.lines',
        as: 'g',
        groupBy: 'g.sku',
        let: { many: 'g.items' },
        fields: { key: { expr: 'g.key' }, qty: { expr: 'SUM(many.qty)' } },
      },
      both: {
        for: 'order.lines',
        as: 'l',
        join: [{ as: 'p', in: 'products', on: { key: 'l.sku', item: '$.sku' } }],
        groupBy: 'p.title',
        fields: { prices: { expr: 'l.items.p.price' }, skus: { expr: 'l.items.l.sku' } },
      },
    });
    expect(into(view, '/boxes/contents')).toEqual(['order/parcels/[]/items loop']);
    expect(into(view, '/boxes/contents/sku')).toEqual(['order/parcels/[]/items/[]/sku direct']);
    expect(into(view, '/boxes/contents/up')).toEqual(['order/parcels/[]/no direct']);
    expect(into(view, '/pairs')).toEqual(['order/lines loop', 'order/lines/[]/tags join']);
    expect(into(view, '/pairs/v')).toEqual(['order/lines/[]/tags/[]/value direct']);
    expect(into(view, '/groups/key')).toEqual(['order/lines/[]/sku direct']);
    expect(into(view, '/groups/qty')).toEqual(['order/lines/[]/qty formula SUM']);
    expect(into(view, '/both/prices')).toEqual(['products/[]/price direct']);
    expect(into(view, '/both/skus')).toEqual(['order/lines/[]/sku direct']);
  });

  it('knows lookups, switches and constants', () => {
    const view = orderView(
      {
        a: { lookup: 'status', key: 'order.name' },
        b: { lookup: 'products', key: 'order.name' },
        c: { switch: [{ when: 'order.paid', then: 'order.name' }], otherwise: 'UPPER(order.total)' },
        d: { const: 'order.name' },
      },
      { lookups: { status: { values: { N: 'new' } } } },
    );
    expect(into(view, '/a')).toEqual(['order/name lookup']);
    expect(into(view, '/b')).toEqual(['products/[] lookup', 'order/name lookup']);
    expect(into(view, '/c')).toEqual(['order/name direct', 'order/paid condition', 'order/total formula UPPER']);
    expect(into(view, '/d')).toEqual([]);
  });

  it('goes through earlier target values to what they are made of, and round no circle', () => {
    const view = orderView({
      items: { for: 'order.lines', as: 'l', fields: { amount: { expr: 'ROUND(l.qty * NUMBER(l.price), 2)' } } },
      total: { expr: 'SUM($target.items.amount)' },
      again: { expr: '$target.total & "x"' },
      self: { expr: '$target.self + $target.other' },
      other: { expr: '$target.self' },
    });
    expect(into(view, '/total')).toEqual([
      'order/lines/[]/qty formula ROUND>SUM via /items/amount',
      'order/lines/[]/price formula NUMBER>ROUND>SUM via /items/amount',
    ]);
    expect(into(view, '/again')).toHaveLength(2);
    expect(into(view, '/self')).toEqual([]);
    expect(lineageOf(view).readersOf('/items/amount')).toEqual(['/total']);
    expect(lineageOf(view).readersOf('/items')).toEqual(['/total']);
    expect(lineageOf(view).readersOf('/self')).toEqual(['/self', '/other']);
  });

  it('looks through mappings of the library, and only at what they are given', () => {
    const address = MappingDocument.parse({
      map: 1,
      sources: { from: {} },
      root: {
        fields: {
          town: { expr: 'UPPER(from.city)' },
          stray: { expr: 'order.name' },
          zip: { when: 'from.zip', expr: '$source.zip' },
        },
      },
    });
    const library = { mappings: { 'Address@1': address } };
    const view = orderView(
      { a: { map: 'Address@1', with: 'order.ship' }, b: { map: 'Gone@1', with: { x: 'order.name' } } },
      {},
      library,
    );
    expect(into(view, '/a')).toEqual([
      'order/ship/city formula UPPER>Address@1',
      'order/ship/zip formula Address@1',
      'order/ship/zip condition Address@1',
    ]);
    expect(into(view, '/b')).toEqual(['order/name formula Gone@1']);
    const looking = MappingDocument.parse({
      map: 1,
      sources: { rows: {}, goods: { role: 'lookup', key: 'sku' } },
      root: {
        for: 'rows',
        as: 'r',
        join: [{ as: 'g', in: 'goods', on: { key: 'r.sku', item: 'g.sku' } }],
        where: 'r.qty > 0',
        fields: { price: { expr: "LOOKUP('goods', r.sku).price" }, all: { lookup: 'goods', key: 'r.sku' } },
      },
    });
    const given = { map: 'Looking@1', with: { rows: 'order.lines', goods: 'products' } };
    expect(into(orderView({ a: given }, {}, { mappings: { 'Looking@1': looking } }), '/a')).toEqual([
      'order/lines formula Looking@1',
      'products join Looking@1',
      'order/lines/[]/sku join Looking@1',
      'products/[]/sku join Looking@1',
      'order/lines/[]/qty condition Looking@1',
      'products/[]/price formula LOOKUP>Looking@1',
      'order/lines/[]/sku lookup LOOKUP>Looking@1',
      'products/[] lookup Looking@1',
    ]);
    const loop = {
      mappings: {
        'Loop@1': MappingDocument.parse({
          map: 1,
          sources: { s: {} },
          root: { fields: { s: { map: 'Loop@1', with: 's.inner' } } },
        }),
      },
    };
    expect(into(orderView({ a: { map: 'Loop@1', with: 'order' } }, {}, loop), '/a')).toHaveLength(1);
  });
});

describe('lineageOf › flows', () => {
  const scopeTypes = {
    trigger: {
      type: 'object' as const,
      properties: { body: { type: 'object' as const, properties: { id: {} } }, headers: {} },
    },
    steps: { type: 'object' as const, properties: { 'a b': { type: 'object' as const, properties: { x: {} } } } },
    vars: {},
  };
  const flow = (fields: unknown) => viewOf(MappingDocument.parse({ map: 1, root: { fields } }), { scopeTypes });

  it('takes envelopes apart', () => {
    const view = flow({
      a: { expr: 'trigger.body.id' },
      b: { expr: 'steps.`a b`.x' },
      c: { expr: '$vars.key' },
      d: { expr: 'trigger' },
    });
    expect(view.sources.map(({ root, role }) => [root, role])).toEqual([
      ['trigger.body', 'payload'],
      ['trigger.headers', 'headers'],
      ['steps.`a b`', 'payload'],
      ['vars', 'variables'],
    ]);
    expect(into(view, '/a')).toEqual(['trigger.body/id direct']);
    expect(into(view, '/b')).toEqual(['steps.`a b`/x direct']);
    expect(into(view, '/c')).toEqual(['vars/key direct']);
    expect(into(view, '/d')).toEqual(['trigger.body direct', 'trigger.headers direct']);
  });
});

describe('lineageOf › back and again', () => {
  const view = orderView({
    id: { expr: 'order.id' },
    items: { for: 'order.lines', as: 'l', fields: { sku: { expr: 'l.sku' }, quantity: { expr: 'l.qty' } } },
  });

  it('finds what depends on a source and on what lies inside it', () => {
    const lineage = lineageOf(view);
    const targets = (key: string): string[] => lineage.dependentsOf(key).map(({ target }) => target);
    expect(targets('order/lines/[]/sku')).toEqual(['/items/sku']);
    expect(targets('order/lines')).toEqual(['/items', '/items/sku', '/items/quantity']);
    expect(targets('order')).toEqual(['/id', '/items', '/items/sku', '/items/quantity']);
    expect(targets('order/line')).toEqual([]);
    expect(lineage.sourcesOf('/items').map(({ source }) => source)).toEqual([
      'order/lines',
      'order/lines/[]/sku',
      'order/lines/[]/qty',
    ]);
  });

  it('keeps the lines of rules that an edit did not touch', () => {
    const before = lineageOf(view);
    const edited = withDocument(view, setRule(view.doc, '/items/sku', { expr: 'UPPER(l.sku)' }));
    const after = lineageOf(edited);
    const line = (lineage: typeof before, target: string) => lineage.lines.find((one) => one.target === target);
    expect(line(after, '/id')).toBe(line(before, '/id'));
    expect(line(after, '/items/quantity')).toBe(line(before, '/items/quantity'));
    expect(line(after, '/items/sku')?.functions).toEqual(['UPPER']);
  });

  it('is the same worked out anew, after any edits', () => {
    const texts = fc.constantFrom(
      'order.id',
      'l.sku',
      'l.qty & order.name',
      'SUM($target.items.quantity)',
      'x.y',
      'MAP(order.lines, a -> a.sku)',
    );
    const paths = fc.constantFrom('/id', '/items/sku', '/items/quantity', '/number', '/items/parts/x');
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, texts), { maxLength: 8 }), (edits) => {
        let at = view;
        for (const [path, expr] of edits) {
          at = withDocument(at, setRule(at.doc, path, { expr }));
          const fresh = viewOf(MappingDocument.parse(JSON.parse(JSON.stringify(at.doc))));
          expect(lineageOf(at).lines).toEqual(lineageOf(fresh).lines);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('bears hostile texts: names of prototypes, sizes that double, deep nesting', () => {
    const lets = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `v${at}`,
        at === 0 ? 'order' : `{ a: v${at - 1}, b: v${at - 1} & v${at - 1} }`,
      ]),
    );
    const doc = orderDocument({
      ['__proto__']: { expr: '`__proto__`.constructor' },
      a: { let: lets, fields: { b: { expr: 'v39.a.b' } } },
      c: { expr: `${'('.repeat(150)}order${')'.repeat(150)}` },
      d: { expr: Array.from({ length: 150 }, () => 'order.name').join(' & ') },
    });
    const lines = lineageOf(viewOf(doc)).lines;
    expect(lines.filter(({ target }) => target === '/d')).toHaveLength(1);
    expect(lines.length).toBeLessThan(50);
  });
});
