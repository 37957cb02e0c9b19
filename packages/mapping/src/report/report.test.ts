import { MappingDocument } from '@patchbay/model/mapping';
import { inferSchema } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import canonicalMapping from '../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import order from '../../fixtures/order.json' with { type: 'json' };
import { removeRules } from '../edit/remove-rules.ts';
import { setRuleMeta } from '../edit/rule-meta.ts';
import { setRule } from '../edit/set-rule.ts';
import { viewOf } from '../lineage/mapping-view.ts';
import { checkMapping } from '../rules/check-mapping.ts';
import { evaluateRows } from '../rules/preview-mapping.ts';
import { mappingCase, testContext } from '../testing/index.ts';
import { orderView } from '../testing/order-view.ts';
import { coverageOf, measureCoverage } from './coverage-of.ts';
import { diffMappings } from './diff-mappings.ts';
import { lookupInWords, metaInWords, schemaInWords, sourceInWords } from './part-in-words.ts';
import { ruleInWords } from './rule-in-words.ts';
import { specificationCells, specificationColumns, specificationOf } from './specification-of.ts';

const words = (rule: unknown): string =>
  ruleInWords(MappingDocument.parse({ map: 1, root: { fields: { r: rule } } }).root.fields['r']);

describe('ruleInWords', () => {
  it.each([
    [{ expr: 'order.name' }, 'As it is: order.name'],
    [{ expr: '' }, 'No formula yet'],
    [{ expr: 'order.name & "x"' }, 'Formula: order.name & "x"'],
    [{ expr: '= SUM(order.lines.qty)' }, 'The sum of order.lines.qty'],
    [{ expr: 'SUM(a, b)' }, 'Formula: SUM(a, b)'],
    [{ expr: 'ROUND(order.total)' }, 'order.total rounded to whole numbers'],
    [{ expr: 'ROUND(order.total, 2)' }, 'order.total rounded to 2 decimals'],
    [{ expr: 'constructor(a)' }, 'Formula: constructor(a)'],
    [{ expr: 'a +' }, 'Formula: a +'],
    [{ const: 'DE' }, 'Always “DE”'],
    [{ const: [1] }, 'Always [1]'],
    [
      { lookup: 'countries', key: 'order.ship.country_code' },
      'Looked up in the table countries by order ship country code',
    ],
    [{ lookup: 'countries', key: 'x', reverse: true }, 'The key of x in the table countries'],
    [{ switch: [{ when: 'order.paid', then: '"p"' }], otherwise: 'order.x' }, '“p” when order paid; otherwise order.x'],
    [{ expr: '"p"' }, 'Always “p”'],
    [{ map: 'Address@1', with: { a: 'order.ship', b: '1' } }, 'Made by the mapping Address@1 from a: order ship, b: 1'],
    [{ fields: { a: { const: 1 } }, when: 'order.paid' }, 'A structure of 1 field; only when order paid'],
    [
      { expr: 'a', onNull: 'error', onError: 'skip' },
      'As it is: a; must have a value; the record is left out when it fails',
    ],
    [{ expr: 'a', default: 0 }, 'As it is: a; 0 when there is none'],
    [
      {
        for: 'order.lines',
        as: 'l',
        where: 'l.ok',
        join: [
          { as: 'p', in: 'products', on: { key: 'l.sku', item: 'p.sku' } },
          { as: 'q', in: 'x' },
        ],
        distinct: 'l.sku',
        orderBy: ['l.a', { by: 'l.b', order: 'desc' }],
        limit: '5',
        fields: {},
      },
      'For each order.lines as l, with the p of products where l.sku = p.sku, with every q of x, where l ok, once for each l sku, in the order of l a, then l b downwards, at most 5: 0 fields',
    ],
  ])('%j', (rule, expected) => expect(words(rule)).toBe(expected));

  it('has words for a rule that is not there', () => expect(ruleInWords(undefined)).toBe('No rule'));
});

describe('specificationOf', () => {
  const doc = MappingDocument.parse(canonicalMapping);
  const scopeTypes = {
    trigger: { type: 'object' as const, required: ['body'], properties: { body: inferSchema([order]) } },
  };

  it('has a row for every target field, in the order of the schema', () => {
    const noted = setRuleMeta(setRule(doc, '/customer/name', undefined), '/lines/sku', {
      comment: 'c',
      owner: 'o',
      status: 'reviewed',
      by: 'auto:0.90',
    }).doc;
    const view = viewOf(noted, { scopeTypes });
    const results = evaluateRows(noted, { trigger: { body: order } }, testContext());
    const rows = specificationOf(view, results, checkMapping(noted, scopeTypes).diagnostics);
    expect(rows.map(({ target }) => target).slice(0, 9)).toEqual([
      '(the result)',
      'orderNumber',
      'sourceId',
      'orderedAt',
      'currency',
      'customer',
      'customer.name',
      'customer.email',
      'customer.segments',
    ]);
    expect(rows.find(({ path }) => path === '/lines/sku')).toEqual({
      path: '/lines/sku',
      target: 'lines[].sku',
      depth: 1,
      type: 'text',
      required: true,
      description: '',
      rule: 'As it is: line.sku',
      formula: 'line.sku',
      sources: ['trigger.body.line_items[].sku'],
      sample: 'MUG-RED-350',
      problem: '',
      status: 'reviewed',
      comment: 'c',
      owner: 'o',
      by: 'auto:0.90',
    });
    expect(rows.find(({ path }) => path === '/customer/name')).toMatchObject({
      status: 'error',
      rule: 'No rule',
      formula: '',
      required: true,
      problem: expect.stringContaining('/customer/name') as string,
    });
    expect(rows.find(({ path }) => path === '/lines')).toMatchObject({
      type: 'a list',
      formula: 'order.line_items',
      sources: ['trigger.body.line_items'],
    });
    expect(rows.find(({ path }) => path === '/customer/email')).toMatchObject({
      comment: 'the payment receipt goes there',
    });
    for (const row of rows) expect(specificationCells(row)).toHaveLength(specificationColumns.length);
  });

  it('lists rules that are not in the schema, and a root that loops', () => {
    const view = orderView({
      stray: { const: 1 },
      items: { for: 'order.lines', as: 'l', fields: { odd: { expr: 'l.sku' } } },
    });
    const targets = specificationOf(view).map(({ target }) => target);
    expect(targets.at(-1)).toBe('stray');
    expect(targets).toContain('items[].odd');
    const list = viewOf(
      MappingDocument.parse({ map: 1, root: { for: 'rows', as: 'r', fields: { a: { expr: 'r.a' } } } }),
    );
    expect(specificationOf(list).map(({ target, depth }) => [target, depth])).toEqual([
      ['(the result)', 0],
      ['[].a', 0],
    ]);
  });

  it('ends for shapes that hold themselves', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/Node' } } },
    };
    const view = viewOf(
      MappingDocument.parse({
        map: 1,
        target: { schema: { $ref: '#/$defs/Node', $defs: { Node: node } } },
        root: { fields: {} },
      }),
    );
    expect(specificationOf(view).map(({ target }) => target)).toEqual(['name', 'children']);
  });
});

describe('diffMappings', () => {
  it('tells what was added, removed, changed and ordered otherwise, by target path', () => {
    const before = orderView(
      {
        id: { expr: 'order.id' },
        total: { const: 1 },
        items: { for: 'order.lines', as: 'l', fields: { sku: { expr: 'l.sku' } } },
      },
      { lookups: { t: { values: { a: 1 } } }, samples: [{ name: 's', in: 1 }] },
    ).doc;
    const after = {
      ...before,
      root: {
        fields: {
          total: { const: 2 },
          id: { expr: 'order.id' },
          items: { for: 'order.extras', as: 'l', fields: { title: { const: '' } } },
        },
      },
      lookups: { t: { values: { a: 2 } } },
      samples: [],
    };
    expect(
      diffMappings(before, after).map(({ change, part, path, words: said }) => `${change} ${part} ${path}: ${said}`),
    ).toEqual([
      'changed lookup t: a is 1 → a is 2',
      'changed rule /total: Always 1 → Always 2',
      'changed rule /items: For each order.lines as l → For each order.extras as l',
      'added rule /items/title: Always “”',
      'removed rule /items/sku: As it is: l.sku',
      'changed order : id, total, items → total, id, items',
      'removed sample s: Data to try it on',
    ]);
    expect(diffMappings(null, before).every(({ change }) => change === 'added')).toBe(true);
    const named = (root: object): MappingDocument => ({ map: 1, root: { ...root, fields: {} } });
    expect(diffMappings(named({}), named({ let: { n: 'a.b' } })).map(({ words }) => words)).toEqual([
      'A structure → A structure; in it n stands for a.b',
    ]);
    const loop = { for: 'a', as: 'l' };
    expect(diffMappings(named(loop), named({ ...loop, let: { n: 'l.b' } })).map(({ words }) => words)).toEqual([
      'For each a as l → For each a as l; in it n stands for l.b',
    ]);
  });

  it('finds nothing between a document and itself, and something after any change', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc }) => {
        expect(diffMappings(doc, JSON.parse(JSON.stringify(doc)) as MappingDocument)).toEqual([]);
        const [name] = Object.keys(doc.root.fields);
        if (name === undefined) return;
        const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        expect(
          diffMappings(doc, removeRules(doc, [path]).doc).some((one) => one.change === 'removed' && one.path === path),
        ).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('coverage', () => {
  const view = orderView({
    id: { expr: 'order.id' },
    total: { expr: 'order.none' },
    number: { expr: 'order.name + 1' },
    status: { when: 'order.paid', const: 'new' },
    items: { for: 'order.lines', as: 'l', fields: { sku: { expr: 'l.sku' }, title: { expr: 'l.title' } } },
    boxes: { for: 'order.parcels', as: 'p', fields: { no: { expr: 'p.no' } } },
  });
  const samples = [
    {
      order: { id: 1, name: 'x', paid: false, lines: [{ sku: 'a' }, { sku: 'b', title: 't' }], parcels: [] },
      products: [],
    },
    { order: { id: null, name: 'x', paid: false, lines: [] }, products: [] },
  ];

  it('says which rows never got a value over all samples, looking at every item', () => {
    const coverage = measureCoverage(view.doc, samples, { context: testContext() });
    expect(coverage.never).toEqual(['/total', '/number', '/status', '/boxes', '/boxes/no']);
    expect(coverage.rows.find(({ path }) => path === '/id')).toEqual({ path: '/id', filled: 1, empty: 1, failed: 0 });
    expect(coverage.rows.find(({ path }) => path === '/number')).toEqual({
      path: '/number',
      filled: 0,
      empty: 0,
      failed: 2,
    });
    expect(coverage.rows.find(({ path }) => path === '/items/title')).toMatchObject({ filled: 1 });
    expect(coverage.share).toBeCloseTo(4 / 9);
    expect(coverage.inSamples).toEqual([4, 0]);
  });

  it('does as much from results at hand, for the items that are shown', () => {
    const results = samples.map((scope) => evaluateRows(view.doc, scope, testContext()));
    expect(coverageOf(view.doc, results).never).toEqual([
      '/total',
      '/number',
      '/status',
      '/items/title',
      '/boxes',
      '/boxes/no',
    ]);
    expect(coverageOf(orderView({}).doc, [])).toEqual({ rows: [], never: [], inSamples: [], share: 1 });
  });
});

describe('parts in words', () => {
  it.each([
    [sourceInWords({ schema: 'Order@3' }), 'Order, version 3'],
    [
      sourceInWords({ schema: 'Product@1', role: 'lookup', key: 'sku', from: 'steps.products' }),
      'Product, version 1, a list to find records in by sku, filled by steps.products',
    ],
    [schemaInWords({ type: 'object', properties: { a: {} } }), 'A shape of its own with 1 field'],
    [lookupInWords({ values: { DE: 'Germany', N: 1 }, default: '?' }), 'DE is “Germany”, N is 1; “?” for others'],
    [lookupInWords({ values: { a: 1, b: 2, c: 3, d: 4 } }), 'a is 1, b is 2, c is 3 and 1 more'],
    [lookupInWords({ table: 'Countries@2' }), 'The table Countries, version 2'],
    [metaInWords({ status: 'reviewed', by: 'auto:0.93', comment: 'ok' }), 'Reviewed, by auto-map at 93 %, “ok”'],
    [metaInWords({}), 'Nothing'],
  ])('%s', (said, expected) => expect(said).toBe(expected));
});
