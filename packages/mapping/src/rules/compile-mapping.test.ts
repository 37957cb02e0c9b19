import { MappingDocument } from '@patchbay/model/mapping';
import type { JsonObject } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import canonicalOrder from '../../fixtures/canonical-order.json' with { type: 'json' };
import canonicalMapping from '../../fixtures/canonical-order.mapping.json' with { type: 'json' };
import order from '../../fixtures/order.json' with { type: 'json' };
import { testContext } from '../testing/context.ts';
import { compileMapping } from './compile-mapping.ts';

const mapping = (root: unknown, rest: object = {}): MappingDocument => MappingDocument.parse({ map: 1, root, ...rest });
const run = (doc: MappingDocument, scope: Record<string, unknown> = {}) =>
  compileMapping(doc).run(scope, testContext());
const document = MappingDocument.parse(canonicalMapping);

describe('the canonical order', () => {
  it('comes out exactly as the scenario says', () => {
    const compiled = compileMapping(document);
    expect(compiled.diagnostics).toEqual([]);
    const outcome = compiled.run({ trigger: { body: order } }, testContext());
    expect(outcome.problems).toEqual([]);
    expect(outcome.output).toEqual(canonicalOrder);
    expect(Object.keys(outcome.output as JsonObject)).toEqual(Object.keys(canonicalOrder));
  });

  it('keeps an id beyond 2^53 digit for digit', () => {
    const outcome = run(document, { trigger: { body: { ...order, id: '9007199254740910042' } } });
    expect((outcome.output as JsonObject)['sourceId']).toBe('9007199254740910042');
  });

  it('names the path of what is missing', () => {
    const outcome = run(document, {
      trigger: { body: { ...order, email: null, shipping_address: { ...order.shipping_address, country_code: 'XX' } } },
    });
    expect(outcome.ok).toBe(false);
    expect(outcome.problems.map(({ path, code }) => [path, code])).toEqual([
      ['/customer/email', 'missing'],
      ['/shipTo/country', 'missing'],
    ]);
  });

  it('is standard without vip and below 500', () => {
    const body = { ...order, customer: { ...order.customer, tags: '' } };
    const { output } = run(document, { trigger: { body } });
    expect(output).toMatchObject({ priority: 'standard', customer: { segments: [] } });
    expect(run(document, { trigger: { body: { ...body, total_price: '500.00' } } }).output).toMatchObject({
      priority: 'express',
    });
  });

  it('is refused by the target schema with the path', () => {
    const outcome = run(document, {
      trigger: { body: { ...order, currency: 'euro', line_items: [{ ...order.line_items[0], quantity: 0 }] } },
    });
    expect(outcome.problems.map(({ path, code, rule }) => [path, code, rule])).toEqual([
      ['/currency', 'target.pattern', '/currency'],
      ['/lines/0/quantity', 'target.minimum', '/lines/quantity'],
    ]);
  });
});

describe('compileMapping', () => {
  it('omits nothing-valued keys, and does otherwise when told', () => {
    const root = {
      fields: {
        a: { expr: 'x.none' },
        b: { expr: 'x.none', onNull: 'null' },
        c: { expr: 'x.none', default: 7 },
        d: { const: { k: [1] } },
        e: { expr: '1 / 0', onError: 'null' },
        f: { expr: '1 / 0', onError: 'default', default: 'f' },
        g: { expr: '1', when: 'false' },
        h: { when: 'x.none', fields: { a: { expr: '1' } } },
        i: { fields: { a: { expr: 'x.none' } } },
        k: { for: 'x.none', fields: {} },
      },
    };
    expect(run(mapping(root), { x: {} })).toEqual({
      ok: true,
      output: { b: null, c: 7, d: { k: [1] }, e: null, f: 'f', i: {}, k: [] },
      problems: [],
      rejected: [],
    });
  });

  it('walks nested loops with alias, $index, $parent and $', () => {
    const root = {
      for: 'orders',
      as: 'o',
      fields: {
        no: { expr: '$index' },
        rows: {
          for: 'o.lines',
          as: 'l',
          where: 'l.qty > 0',
          let: { twice: 'l.qty * 2' },
          fields: {
            of: { expr: 'o.id & "/" & $parent.id & "/" & $index' },
            q: { expr: 'twice' },
            same: { expr: '$.qty = l.qty' },
          },
        },
      },
    };
    const orders = [
      { id: 'A', lines: [{ qty: 1 }, { qty: 0 }, { qty: 2 }] },
      { id: 'B', lines: [] },
    ];
    expect(run(mapping(root), { orders }).output).toEqual([
      {
        no: 0,
        rows: [
          { of: 'A/A/0', q: 2, same: true },
          { of: 'A/A/2', q: 4, same: true },
        ],
      },
      { no: 1, rows: [] },
    ]);
  });

  it('leaves a record out on skip and keeps it with its reason', () => {
    const root = {
      fields: {
        rows: {
          for: 'rows',
          fields: {
            n: { expr: 'NUMBER(item.n)', onError: 'skip' },
            must: { expr: 'item.m', onNull: 'error', onError: 'skip' },
          },
        },
      },
    };
    const outcome = run(mapping(root), { rows: [{ n: '1', m: 1 }, { n: 'x', m: 1 }, { n: '3' }, { n: '4', m: 4 }] });
    expect(outcome.ok).toBe(true);
    expect(outcome.output).toEqual({
      rows: [
        { n: 1, must: 1 },
        { n: 4, must: 4 },
      ],
    });
    expect(outcome.rejected.map(({ path, index, problem }) => [path, index, problem.path, problem.code])).toEqual([
      ['/rows', 1, '/rows/1/n', 'invalidValue'],
      ['/rows', 2, '/rows/1/must', 'missing'],
    ]);
  });

  it('rejects the whole message when a rule outside of loops says skip', () => {
    const outcome = run(mapping({ fields: { a: { expr: '1 / 0', onError: 'skip' } } }));
    expect(outcome).toMatchObject({
      ok: true,
      output: null,
      rejected: [{ path: '', problem: { code: 'divisionByZero' } }],
    });
  });

  it('gathers every problem with path, expression and place', () => {
    const outcome = run(
      mapping({
        fields: {
          a: { expr: '1 + "x"' },
          rows: { for: 'rows', fields: { b: { expr: 'item / 0' } } },
          c: { expr: '2' },
          d: { for: 'c', fields: {} },
        },
      }),
      { rows: [1, 2], c: 'text' },
    );
    expect(outcome.output).toEqual({ rows: [{}, {}], c: 2 });
    expect(outcome.problems.map(({ path, rule, code }) => [path, rule, code])).toEqual([
      ['/a', '/a', 'typeMismatch'],
      ['/rows/0/b', '/rows/b', 'divisionByZero'],
      ['/rows/1/b', '/rows/b', 'divisionByZero'],
      ['/d', '/d', 'typeMismatch'],
    ]);
    expect(outcome.problems[0]).toMatchObject({ expression: '1 + "x"', at: { start: 0, end: 7 } });
  });

  it('reads tables by rule and by function', () => {
    const doc = mapping(
      {
        fields: {
          a: { lookup: 't', key: 'k' },
          b: { lookup: 't', key: '"?"' },
          c: { expr: "LOOKUP('t', k)" },
          d: { lookup: 'none', key: 'k', onError: 'null' },
        },
      },
      { lookups: { t: { values: { '1': 'one', constructor: 'c' }, default: 'other' } } },
    );
    const compiled = compileMapping(doc);
    expect(compiled.diagnostics.map(({ code, at }) => [code, at.field])).toEqual([
      ['mapping.unknownTable', 'mapping/d'],
    ]);
    expect(compiled.run({ k: 1 }, testContext()).output).toEqual({ a: 'one', b: 'other', c: 'one', d: null });
    expect(compiled.run({ k: 'toString' }, testContext()).output).toMatchObject({ a: 'other' });
  });

  it('reads earlier target values', () => {
    expect(
      run(
        mapping({
          fields: { a: { expr: '2' }, o: { fields: { x: { expr: '$target.a * 3' }, y: { expr: '$target.o.x + 1' } } } },
        }),
      ).output,
    ).toEqual({ a: 2, o: { x: 6, y: 7 } });
  });

  it('points at a condition that is no truth value', () => {
    const at = { start: 0, end: 10 };
    const { problems } = run(mapping({ fields: { a: { expr: '1', when: '"a" & none' } } }));
    expect(problems).toMatchObject([{ part: '#when', code: 'typeMismatch', expression: '"a" & none', at }]);
    const cases = { fields: { a: { switch: [{ when: '"a" & none', then: '1' }] } } };
    expect(run(mapping(cases)).problems).toMatchObject([{ part: '#switch.0.when', code: 'typeMismatch', at }]);
  });

  it('stops at the budget', () => {
    const doc = mapping({
      fields: { a: { for: 'rows', fields: { b: { for: 'rows', fields: { c: { expr: '1' } } } } }, z: { expr: '1' } },
    });
    const outcome = compileMapping(doc).run(
      { rows: Array.from({ length: 1000 }, () => 1) },
      testContext({ steps: 5000 }),
    );
    expect(outcome.ok).toBe(false);
    expect(outcome.problems.map(({ code }) => code)).toEqual(['budgetExceeded']);
  });

  it('keeps hostile names plain data', () => {
    const hostile = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'a.b',
      'back`tick',
      '',
      'hasOwnProperty',
      '$',
      'not',
      '0',
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, fc.jsonValue(), (outer, inner, key, value) => {
        const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
        const source = JSON.parse(JSON.stringify({ x: 1 })) as Record<string, unknown>;
        const child: Record<string, unknown> = {};
        for (const [object, name, content] of [
          [child, inner, value],
          [source, outer, child],
        ] as const) {
          Object.defineProperty(object, name, { value: content, enumerable: true, configurable: true, writable: true });
        }
        const rules = JSON.parse(
          `{${JSON.stringify(key)}: {"expr": ${JSON.stringify(`src.${quoted(outer)}.${quoted(inner)}`)}, "onNull": "null"}}`,
        ) as object;
        const { output } = compileMapping({ map: 1, root: { fields: rules } } as MappingDocument).run(
          { src: source },
          testContext(),
        );
        expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
        expect(Object.keys(output as object)).toEqual([key]);
        expect(Object.getOwnPropertyDescriptor(output, key)?.value).toEqual(value);
        const missing = compileMapping({
          map: 1,
          root: { fields: { v: { expr: `src.zz.${quoted(inner)}`, onNull: 'null' } } },
        } as MappingDocument).run({ src: {} }, testContext());
        expect(missing.output).toEqual({ v: null });
      }),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
