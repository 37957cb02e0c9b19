import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../compile/compile-expression.ts';
import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { suggestMapping } from './suggest-mapping.ts';
import type { Candidate, MatchRequest, MatchResult } from './suggestion.ts';

const text: DataSchema = { type: 'string' };
const number: DataSchema = { type: 'number' };
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const list = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'array', items: object(properties) });

const suggest = (source: DataSchema, target: DataSchema, more: Partial<MatchRequest> = {}): MatchResult =>
  suggestMapping({ sources: [{ name: 'order', schema: source }], target: { schema: target }, ...more });
const candidatesOf = (result: MatchResult, target: string): readonly Candidate[] =>
  result.fields.find((field) => field.target === target)?.candidates ?? [];
const first = (result: MatchResult, target: string): Candidate | undefined => candidatesOf(result, target)[0];

describe('the shop’s order into the canonical order', () => {
  const read = (name: string): Json =>
    JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')) as Json;
  const order = read('order.json');
  const target = read('canonical-order.schema.json') as DataSchema;
  const result = suggestMapping({
    sources: [{ name: 'trigger.body', schema: inferSchema([order]), samples: [order] }],
    target: { schema: target },
  });
  const high = result.fields.flatMap(({ target: at, candidates: [best] }) =>
    best?.band === 'high' ? [[at, best.expression]] : [],
  );

  it('is sure of what is obvious, and of nothing else', () => {
    expect(Object.fromEntries(high)).toEqual({
      '/currency': 'trigger.body.currency',
      '/customer/email': 'trigger.body.email',
      '/customer/segments': "MAP(TEXTSPLIT(trigger.body.customer.tags, ','), part -> TRIM(part))",
      '/shipTo/name': 'trigger.body.shipping_address.name',
      '/shipTo/street': 'trigger.body.shipping_address.address1',
      '/shipTo/postalCode': 'trigger.body.shipping_address.zip',
      '/shipTo/city': 'trigger.body.shipping_address.city',
      '/shipTo/country': 'trigger.body.shipping_address.country_code',
      '/lines/sku': 'line_item.sku',
      '/lines/description': 'line_item.title',
      '/lines/quantity': 'line_item.quantity',
      '/lines/unitPrice': 'NUMBER(line_item.price)',
      '/totals/tax': 'NUMBER(trigger.body.total_tax)',
    });
  });

  it('walks the line items', () => {
    expect(result.loops).toHaveLength(1);
    expect(result.loops[0]?.candidates[0]).toMatchObject({
      for: 'trigger.body.line_items',
      as: 'line_item',
      band: 'high',
    });
  });

  it('gives only expressions that can be evaluated', () => {
    const scope = { trigger: { body: order }, line_item: {} };
    const context = { now: 0, random: () => 0, uuid: () => '' };
    for (const { candidates } of result.fields) {
      for (const { expression } of candidates) {
        if (!expression.includes('line_item.'))
          expect(() => compileExpression(expression).evaluate(scope, context), expression).not.toThrow();
      }
    }
  });

  it('gives the same answer to the same question', () => {
    const again = suggestMapping({
      sources: [{ name: 'trigger.body', schema: inferSchema([order]), samples: [order] }],
      target: { schema: target },
    });
    expect(JSON.stringify(again)).toBe(JSON.stringify(result));
  });
});

describe('reasons', () => {
  const source = object({ custNo: text, ship_address: object({ zip: text }), amount: text });
  const target = object({ customerNumber: text, deliveryAddress: object({ postalCode: text }), value: number });
  const result = suggest(source, target);
  const details = (at: string): string[] =>
    first(result, at)?.reasons.map(({ kind, detail }) => `${kind}: ${detail}`) ?? [];

  it('tell short forms, synonyms, parents and types', () => {
    expect(details('/customerNumber')).toContain('abbreviation: cust = customer');
    expect(details('/deliveryAddress/postalCode')).toContain('synonym: zip ~ postalcode');
    expect(details('/deliveryAddress/postalCode')).toContain('structure: same parent');
    expect(details('/customerNumber')).toContain('type: type equal');
    expect(details('/value')).toContain('synonym: amount ~ value');
  });

  it('tell of equal names, of descriptions and of what people here call a field', () => {
    const described = suggest(
      object({ ZZ1: { type: 'string', description: 'Postal code' }, city: text }),
      object({ city: text, zip: text }),
    );
    expect(first(described, '/city')?.reasons).toContainEqual({ kind: 'name', detail: 'name equal' });
    expect(first(described, '/zip')?.reasons).toContainEqual({
      kind: 'description',
      detail: 'described as “Postal code”',
    });
    const called = { type: 'string', 'x-alias': 'Postal code', title: 'Column 17' } as const;
    const zip = first(suggest(object({ F_17: called }), object({ zip: text })), '/zip');
    expect(zip?.reasons[0]?.detail).toBe('described as “Postal code”');
  });

  it('tell how many sample values are alike', () => {
    const result_ = suggestMapping({
      sources: [
        {
          name: 's',
          schema: object({ alpha: text, beta: text }),
          samples: [
            { alpha: 'MUG-1', beta: 'x' },
            { alpha: 'LMP-2', beta: 'y' },
          ],
        },
      ],
      target: { schema: object({ gamma: text }), samples: [{ gamma: 'MUG-1' }, { gamma: 'LMP-2' }] },
    });
    // The names share nothing: values alone bring the pair up, but values alone are never enough to be shown.
    expect(result_.fields[0]?.candidates.map(({ band }) => band)).not.toContain('high');
  });

  it('count for a pair whose names are near', () => {
    const schema = object({ articleCode: text, itemLabel: text });
    const samples = [
      { articleCode: 'MUG-1', itemLabel: 'a mug' },
      { articleCode: 'LMP-2', itemLabel: 'a lamp' },
    ];
    const targetSchema = object({ productCode: text });
    const withValues = suggestMapping({
      sources: [{ name: 's', schema, samples }],
      target: { schema: targetSchema, samples: [{ productCode: 'MUG-1' }, { productCode: 'LMP-2' }] },
    });
    expect(first(withValues, '/productCode')?.reasons).toContainEqual({
      kind: 'samples',
      detail: '2 of 2 sample values alike',
    });
  });
});

describe('abstention', () => {
  it('offers nothing where nothing is likely', () => {
    const result = suggest(object({ colour: text, size: text }), object({ taxId: text, gross: number }));
    expect(result.fields.map(({ candidates }) => candidates)).toEqual([[], []]);
  });

  it('offers nothing for names without words', () => {
    const result = suggest(object({ '': text, '``': text }), object({ '…': text }));
    expect(result.fields[0]?.candidates).toEqual([]);
  });

  it('keeps apart what excludes each other', () => {
    const source = object({ billing_city: text, total_gross: number, first_name: text });
    const target = object({ shippingCity: text, totalNet: number, lastName: text });
    for (const { candidates } of suggest(source, target).fields) {
      for (const { band } of candidates) expect(band).toBe('low');
    }
  });

  it('is never sure of one source for two targets unless both are named as it is', () => {
    const twice = suggest(object({ street: text }), object({ street: text, streetSupplement: text }));
    expect(first(twice, '/street')?.band).toBe('high');
    expect(first(twice, '/streetSupplement')?.band).not.toBe('high');
    const meant = suggest(
      object({ currency: text, total: number }),
      object({ currency: text, totals: object({ currency: text }) }),
    );
    expect([first(meant, '/currency')?.band, first(meant, '/totals/currency')?.expression]).toEqual([
      'high',
      'order.currency',
    ]);
  });
});

describe('loops', () => {
  const source = object({
    number: text,
    lines: list({ sku: text, quantity: number, parts: list({ serial: text, weight: number }) }),
    discounts: list({ code: text, percent: number }),
  });
  const target = object({
    orderNumber: text,
    positions: list({ articleNumber: text, qty: number, components: list({ serialNumber: text, weight: number }) }),
    rebates: list({ discountCode: text, percent: number }),
  });
  const result = suggest(source, target);
  const loop = (at: string) => result.loops.find((one) => one.target === at)?.candidates[0];

  it('pair arrays by name and content, inner ones inside the outer loop', () => {
    expect(loop('/positions')).toMatchObject({ for: 'order.lines', as: 'line' });
    expect(loop('/positions/components')).toMatchObject({ for: 'line.parts', as: 'part' });
    expect(loop('/rebates')).toMatchObject({ for: 'order.discounts', as: 'discount' });
  });

  it('decide what the fields inside read', () => {
    expect(first(result, '/positions/articleNumber')?.expression).toBe('line.sku');
    expect(first(result, '/positions/components/serialNumber')?.expression).toBe('part.serial');
  });

  it('children of a looped array come from that array or what is around it', () => {
    const sources = new Map(result.loops.map(({ target: at, candidates }) => [at, candidates[0]?.path ?? []]));
    for (const { target: at, candidates } of result.fields) {
      const array = [...sources]
        .filter(([path]) => at.startsWith(`${path}/`))
        .sort((left, right) => right[0].length - left[0].length)[0];
      for (const { path, band } of candidates) {
        if (band === 'low') continue;
        const around = [...(array?.[1] ?? []), '[]'].join('/');
        const enclosing = path.slice(0, path.lastIndexOf('[]') + 1).join('/');
        expect(enclosing === '' || around.startsWith(enclosing), `${at} ← ${path.join('/')}`).toBe(true);
      }
    }
  });

  it('leave a choice to people where a list meets one value', () => {
    const flat = suggest(object({ lines: list({ sku: text, qty: number }) }), object({ sku: text }));
    expect(first(flat, '/sku')).toMatchObject({ expression: 'order.lines[0].sku', conversion: 'first', band: 'low' });
  });

  it('repeat a value from outside, which is less sure', () => {
    const outside = suggest(
      object({ currency: text, lines: list({ sku: text, qty: number }) }),
      object({ lines: list({ sku: text, qty: number, currency: text }) }),
    );
    expect(first(outside, '/lines/currency')?.expression).toBe('order.currency');
  });

  it('read lists of plain values as they are', () => {
    const lists = suggest(
      object({ tags: { type: 'array', items: text }, lines: list({ sku: text, qty: number }) }),
      object({ tags: { type: 'array', items: text }, skus: { type: 'array', items: text } }),
    );
    expect(first(lists, '/tags')).toMatchObject({ expression: 'order.tags', band: 'high' });
    expect(first(lists, '/skus')?.expression).toBe('order.lines.sku');
  });

  it('walk a list that is the whole payload', () => {
    const whole = suggest(list({ sku: text, qty: number }), {
      type: 'array',
      items: object({ sku: text, quantity: number }),
    });
    expect(whole.loops[0]).toMatchObject({ target: '' });
    expect(whole.loops[0]?.candidates[0]?.for).toBe('order');
    expect(first(whole, '/quantity')?.expression).toBe(`${whole.loops[0]?.candidates[0]?.as}.qty`);
  });

  it('are found among more arrays than can be ranked again and again', () => {
    const names = Array.from(
      { length: 150 },
      (_, at) => `kind${String.fromCharCode(97 + (at % 26))}${(at * 7919).toString(36)}q`,
    );
    const many = object(Object.fromEntries(names.map((name) => [name, list({ [`${name}Sku`]: text })])));
    const found = suggest(many, many).loops.map(({ target: at, candidates }) => [at, candidates[0]?.path[0]]);
    expect(found).toEqual(names.map((name) => [`/${name}`, name]));
  });

  it('stand as settled rules say', () => {
    const settled = suggest(source, target, {
      settled: {
        let: { o: 'order' },
        fields: {
          orderNumber: { expr: 'o.number' },
          positions: {
            for: 'FILTER(o.discounts, d -> d.percent > 0)',
            as: 'd',
            fields: { articleNumber: { expr: 'd.code' } },
          },
        },
      },
    });
    expect(settled.loops[0]).toMatchObject({ target: '/positions', settled: true });
    expect(settled.loops[0]?.candidates[0]).toMatchObject({ for: 'order.discounts', as: 'd' });
    expect(settled.fields.map(({ target: at }) => at)).not.toContain('/orderNumber');
    expect(settled.fields.map(({ target: at }) => at)).not.toContain('/positions/articleNumber');
    const inside = candidatesOf(settled, '/positions/qty').filter(({ band }) => band !== 'low');
    for (const { path } of inside) expect(path[0]).toBe('discounts');
  });
});

describe('memory', () => {
  const source = object({ ref: text, label: text, zip: text });
  const target = object({ voucher: text, postalCode: text });

  it('makes a confirmed pair win, whatever the names say', () => {
    const memory = {
      confirmed: [
        { source: '/ref', target: '/voucher' },
        { source: '/label', target: '/postalCode' },
      ],
    };
    const result = suggest(source, target, { memory });
    expect(first(result, '/voucher')).toMatchObject({ expression: 'order.ref', score: 0.98, band: 'high' });
    expect(first(result, '/postalCode')?.expression).toBe('order.label');
    expect(first(result, '/voucher')?.reasons[0]).toEqual({ kind: 'memory', detail: 'confirmed before' });
  });

  it('never brings a rejected pair back above Low', () => {
    expect(first(suggest(source, target), '/postalCode')?.band).toBe('high');
    for (const rejected of [
      { source: '/zip', target: '/postalCode' },
      { source: 'zip', target: 'postalCode' },
    ]) {
      const again = candidatesOf(suggest(source, target, { memory: { rejected: [rejected] } }), '/postalCode');
      for (const { band } of again) expect(band).toBe('low');
    }
  });

  it('goes through a third schema', () => {
    const result = suggestMapping({
      sources: [{ name: 'order', schema: source, schemaName: 'Shop@3' }],
      target: { schema: target, schemaName: 'Erp@1' },
      known: [
        { sourceSchema: 'Shop@1', targetSchema: 'Canonical', pairs: [{ source: '/ref', target: '/code' }] },
        { sourceSchema: 'Canonical', targetSchema: 'Erp@1', pairs: [{ source: '/code', target: '/voucher' }] },
      ],
    });
    expect(first(result, '/voucher')).toMatchObject({ expression: 'order.ref', band: 'high' });
    expect(first(result, '/voucher')?.reasons[0]).toEqual({
      kind: 'composition',
      detail: 'mapped through Canonical',
    });
  });
});

it('reads the words of a workspace', () => {
  const source = object({ flurb: text, other: text });
  const target = object({ blarf: text });
  expect(first(suggest(source, target), '/blarf')).toBeUndefined();
  expect(first(suggest(source, target, { words: { groups: [['flurb', 'blarf']] } }), '/blarf')?.expression).toBe(
    'order.flurb',
  );
});

it('chooses among several sources and names the right one', () => {
  const result = suggestMapping({
    sources: [
      { name: 'order', schema: object({ sku: text }) },
      { name: 'steps.stock', schema: object({ warehouse: text }) },
    ],
    target: { schema: object({ sku: text, warehouse: text }) },
  });
  expect([first(result, '/sku')?.expression, first(result, '/warehouse')]).toEqual([
    'order.sku',
    expect.objectContaining({ source: 'steps.stock', expression: 'steps.stock.warehouse' }),
  ]);
});

describe('hostile schemas', () => {
  it('with names of any kind give paths that lead back to them', () => {
    const odd = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'a.b', 'back`tick', '', 'not', '$x', 'ümlaut 1'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(odd, { minLength: 1, maxLength: 6 }), (names) => {
        const schema = object(
          Object.fromEntries([...names.map((name) => [name, text] as const), ['orderNumber', text]]),
        );
        const result = suggest(schema, schema);
        expect(result.fields.length).toBe(Object.keys(schema.properties ?? {}).length);
        for (const { candidates } of result.fields) {
          for (const { expression, path } of candidates) {
            expect(Object.hasOwn(schema.properties ?? {}, path[0] ?? '')).toBe(true);
            compileExpression(expression);
          }
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('of one name a hundred times end soon and are answered', () => {
    const objects = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => [`o${at}`, object({ name: text, id: text })]),
    );
    const result = suggest(object(objects), object(objects));
    expect(result.fields.length).toBe(240);
    expect(result.fields.every(({ candidates }) => candidates.length <= 3)).toBe(true);
  });

  it('that hold nothing give nothing', () => {
    expect(suggest({}, {})).toEqual({ fields: [], loops: [], truncated: false });
    expect(suggestMapping({ sources: [], target: { schema: object({ a: text }) } }).fields).toEqual([
      { target: '/a', required: false, candidates: [] },
    ]);
  });
});
