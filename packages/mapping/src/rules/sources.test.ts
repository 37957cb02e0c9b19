import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/context.ts';
import { compileMapping } from './compile-mapping.ts';

const mapping = (fields: object, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, root: { fields }, ...rest });
const run = (doc: MappingDocument, scope: Record<string, unknown>) => compileMapping(doc).run(scope, testContext());

describe('sources', () => {
  const doc = mapping(
    {
      a: { expr: 'order.id' },
      b: { expr: 'trigger.body.id' },
      c: { expr: '$source.id' },
      d: { expr: 'vars.tax' },
      e: { expr: '$vars.tax' },
    },
    { sources: { order: { from: 'trigger.body' }, vars: {} } },
  );

  it('are filled from the flow around, whose roots stay readable', () => {
    expect(run(doc, { trigger: { body: { id: 1 } }, vars: { tax: 2 } }).output).toEqual({
      a: 1,
      b: 1,
      c: 1,
      d: 2,
      e: 2,
    });
  });

  it('are keys of the input when the mapping stands alone', () => {
    expect(run(doc, { order: { id: 5 } }).output).toEqual({ a: 5, c: 5 });
    expect(run(doc, { order: null, trigger: { body: { id: 1 } } }).output).toEqual({ b: 1 });
  });

  it('that cannot be worked out fail the run with their name', () => {
    const failing = mapping({ a: { expr: '1' } }, { sources: { order: { from: '1 / 0' } } });
    expect(run(failing, {}).problems).toMatchObject([{ path: '', part: '#source.order', expression: '1 / 0' }]);
    const broken = compileMapping(mapping({}, { sources: { order: { from: '1 +' } } }));
    expect(broken.diagnostics).toMatchObject([{ at: { field: 'mapping#source.order' } }]);
  });

  it('see nothing of each other', () => {
    const circle = mapping({ a: { expr: 'a', onNull: 'null' } }, { sources: { a: { from: 'b' }, b: { from: 'a' } } });
    expect(run(circle, {}).output).toEqual({ a: null });
  });

  it('may have any name', () => {
    const names = ['__proto__', 'a.b', 'back`tick', '', 'constructor'];
    const fields = Object.fromEntries(
      names.map((name, at) => [`f${at}`, { expr: `\`${name.replaceAll('`', '``')}\`.v` }]),
    );
    const doc = mapping(fields, { sources: Object.fromEntries(names.map((name) => [name, {}])) });
    const scope = Object.fromEntries(names.map((name, at) => [name, { v: at }]));
    expect(run(doc, scope).output).toEqual({ f0: 0, f1: 1, f2: 2, f3: 3, f4: 4 });
  });
});

describe('lookup sources', () => {
  const products = [
    { sku: 'A', title: 'Apple' },
    { sku: 7, title: 'Seven' },
    { sku: 'A', title: 'second' },
    { title: 'without' },
    { sku: { x: 1 }, title: 'structure' },
  ];
  const doc = mapping(
    {
      byRule: { lookup: 'products', key: 'k' },
      byFunction: { expr: "LOOKUP('products', k).title" },
      orElse: { expr: "LOOKUP('products', k, { title: 'none' }).title" },
    },
    { sources: { k: {}, products: { role: 'lookup', key: 'sku' } } },
  );

  it('find the first record whose key has the same text', () => {
    expect(run(doc, { k: 'A', products }).output).toEqual({
      byRule: products[0],
      byFunction: 'Apple',
      orElse: 'Apple',
    });
    expect(run(doc, { k: '7', products }).output).toMatchObject({ byFunction: 'Seven' });
    expect(run(doc, { k: 'toString', products }).output).toEqual({ orElse: 'none' });
    expect(run(doc, { k: 'A', products: null }).output).toEqual({ orElse: 'none' });
  });

  it('are indexed once a run', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => ({ sku: `s${at}` }));
    const looping = mapping(
      { rows: { for: 'many', as: 'm', fields: { p: { lookup: 'many', key: 'm.sku' } } } },
      { sources: { many: { role: 'lookup', key: 'sku' } } },
    );
    const outcome = compileMapping(looping).run({ many }, testContext({ steps: 20_000 }));
    expect(outcome.problems).toEqual([]);
  });

  it('need the path of a field as their key', () => {
    const bad = mapping({ a: { lookup: 'p', key: '1' } }, { sources: { p: { role: 'lookup', key: 'a + b' } } });
    expect(compileMapping(bad).diagnostics.map(({ code }) => code)).toEqual(['mapping.badKey', 'mapping.unknownTable']);
    const deep = mapping(
      { a: { lookup: 'p', key: '"x"' } },
      { sources: { p: { role: 'lookup', key: 'ids.`the sku`' } } },
    );
    expect(run(deep, { p: [{ ids: { 'the sku': 'x' } }] }).output).toMatchObject({ a: { ids: { 'the sku': 'x' } } });
  });
});

describe('lookup tables', () => {
  const values = { N: 'new', P: 'paid', Q: 'paid', '1': 7, '2': true, L: [1], x: null };
  it('are shared ones of the bundle, with a default of the document’s own', () => {
    const doc = mapping(
      {
        a: { lookup: 'status', key: '"N"' },
        b: { lookup: 'status', key: '"Z"' },
        c: { lookup: 'plain', key: '"Z"' },
        d: { lookup: 'gone', key: '"Z"', onError: 'null' },
        e: { expr: "LOOKUP('status', 'Z')" },
        f: { expr: "LOOKUP('plain', 'Z', 'given')" },
      },
      {
        lookups: {
          status: { table: 'Status@2', default: 'other' },
          plain: { table: 'Status@2' },
          gone: { table: 'Gone@1' },
        },
        bundle: { lookups: { 'Status@2': { values, default: 'shared' } } },
      },
    );
    expect(run(doc, {}).output).toEqual({ a: 'new', b: 'other', c: 'shared', d: null, e: 'other', f: 'given' });
  });

  it('are looked up backwards: the first key of a value; the default is no key', () => {
    const reverse = (key: string) =>
      run(mapping({ k: { lookup: 't', key, reverse: true } }, { lookups: { t: { values, default: 'new' } } }), {})
        .output;
    expect(reverse('"paid"')).toEqual({ k: 'P' });
    expect(reverse('7')).toEqual({ k: '1' });
    expect(reverse('true')).toEqual({ k: '2' });
    expect(reverse('"nobody"')).toEqual({});
    expect(reverse('null')).toEqual({});
    const source = mapping(
      { k: { lookup: 's', key: '1', reverse: true } },
      { sources: { s: { role: 'lookup', key: 'a' } } },
    );
    expect(run(source, { s: [] }).problems).toMatchObject([{ code: 'typeMismatch' }]);
  });

  it('look backwards where the table says so, unless the rule says otherwise', () => {
    const doc = mapping(
      {
        a: { lookup: 'own', key: '"paid"' },
        b: { lookup: 'own', key: '"P"', reverse: false },
        c: { lookup: 'shared', key: '"paid"' },
        d: { lookup: 'forwards', key: '"P"' },
        e: { lookup: 'forwards', key: '"paid"', reverse: true },
      },
      {
        lookups: {
          own: { values, reverse: true },
          shared: { table: 'Status@2', reverse: true },
          forwards: { table: 'Back@1', reverse: false },
        },
        bundle: { lookups: { 'Status@2': { values }, 'Back@1': { values, reverse: true } } },
      },
    );
    expect(run(doc, {}).output).toEqual({ a: 'P', b: 'paid', c: 'P', d: 'paid', e: 'P' });
  });
});

describe('a switch', () => {
  const doc = mapping({
    v: {
      switch: [
        { when: 'n > 10', then: '"big"' },
        { when: 'n > 5', then: '1 / 0' },
        { when: 'n', then: '"no condition"' },
      ],
      otherwise: '"small"',
      onError: 'default',
      default: 'failed',
    },
    w: { switch: [{ when: 'n > 10', then: 'null' }] },
  });

  it('takes the first case that holds and looks no further', () => {
    expect(run(doc, { n: 11 }).output).toEqual({ v: 'big' });
    expect(run(doc, { n: 6 }).output).toEqual({ v: 'failed' });
    expect(run(doc, { n: null }).output).toEqual({ v: 'small' });
  });

  it('names the case that fails', () => {
    const failing = mapping({
      v: { switch: [{ when: '1', then: '2' }] },
      w: { switch: [{ when: 'true', then: '-"a"' }] },
    });
    expect(run(failing, {}).problems).toMatchObject([
      { path: '/v', part: '#switch.0.when', expression: '1' },
      { path: '/w', part: '#switch.0.then', expression: '-"a"' },
    ]);
  });
});
