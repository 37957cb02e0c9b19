import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/context.ts';
import { compileMapping } from './compile-mapping.ts';

const mapping = (root: object, rest: object = {}): MappingDocument => MappingDocument.parse({ map: 1, root, ...rest });
const run = (doc: MappingDocument, scope: Record<string, unknown> = {}) =>
  compileMapping(doc).run(scope, testContext());

const address = mapping(
  {
    fields: {
      city: { expr: 'UPPER(from.city)' },
      country: { lookup: 'countries', key: 'from.country', onNull: 'error' },
      outside: { expr: 'order.id' },
      own: { expr: '$target.city & $source.country' },
    },
  },
  { sources: { from: {}, prefix: {} }, lookups: { countries: { values: { NO: 'NOR' } } } },
);

describe('a sub-mapping', () => {
  const using = (rule: object, mappings: object = { 'Address@1': address }) =>
    mapping({ fields: { ship: { map: 'Address@1', with: 'order.ship', ...rule } } }, { bundle: { mappings } });

  it('sees its own sources only', () => {
    const order = { id: 1, ship: { city: 'Bergen', country: 'NO' } };
    const ship = { city: 'BERGEN', country: 'NOR', own: 'BERGENNO' };
    expect(run(using({}), { order })).toMatchObject({ ok: true, output: { ship } });
    expect(run(using({ with: { from: 'order.ship', nobody: '1' } }), { order }).output).toEqual({ ship });
  });

  it('is one of several uses, inside loops too', () => {
    const doc = mapping(
      {
        for: 'orders',
        as: 'o',
        fields: {
          a: { map: 'Address@1', with: 'o.ship' },
          b: { map: 'Address@1', with: 'o.bill', when: 'o.bill <> null' },
        },
      },
      { bundle: { mappings: { 'Address@1': address } } },
    );
    const outcome = run(doc, {
      orders: [
        { ship: { city: 'x', country: 'NO' }, bill: { city: 'y', country: 'NO' } },
        { ship: { city: 'z', country: 'NO' } },
      ],
    });
    expect(outcome.output).toMatchObject([{ a: { city: 'X' }, b: { city: 'Y' } }, { a: { city: 'Z' } }]);
    expect(Object.keys((outcome.output as object[])[1] ?? {})).toEqual(['a']);
  });

  it('that fails inside fails its rule, as the rule says', () => {
    const scope = { order: { ship: { city: 'x', country: 'XX' } } };
    const outcome = run(using({}), scope);
    expect(outcome.output).toEqual({});
    expect(outcome.problems).toMatchObject([
      {
        path: '/ship/country',
        rule: '/ship',
        code: 'missing',
        message: '/ship/country has no value: its rule gave nothing. Map another field, or give the rule a default.',
        inside: { map: 'Address@1', rule: '/country' },
      },
    ]);
    expect(run(using({ onError: 'default', default: 'none' }), scope)).toMatchObject({
      ok: true,
      output: { ship: 'none' },
    });
    expect(run(using({ onError: 'skip' }), scope)).toMatchObject({ output: null, rejected: [{ path: '' }] });
  });

  it('hands its rejected records and those of its list on, by path', () => {
    const rows = mapping(
      { for: 'list', fields: { n: { expr: 'NUMBER(item)', onError: 'skip' } } },
      { sources: { list: {} } },
    );
    const doc = mapping(
      { fields: { all: { for: 'lists', as: 'l', fields: { rows: { map: 'Rows@1', with: 'l' } } } } },
      { bundle: { mappings: { 'Rows@1': rows } } },
    );
    const outcome = run(doc, { lists: [['1'], ['2', 'x', '3']] });
    expect(outcome.output).toEqual({ all: [{ rows: [{ n: 1 }] }, { rows: [{ n: 2 }, { n: 3 }] }] });
    expect(outcome.rejected).toMatchObject([
      {
        path: '/all/1/rows',
        source: 'list[1]',
        index: 1,
        item: 'x',
        problem: { path: '/all/1/rows/1/n', rule: '/all/rows' },
      },
    ]);
  });

  it('that leaves out its whole message is nothing, and says so', () => {
    const skipping = mapping({ fields: { n: { expr: '1 / 0', onError: 'skip' } } }, { sources: { a: {} } });
    const outcome = run(using({}, { 'Address@1': skipping }));
    expect(outcome).toMatchObject({ ok: true, output: {}, rejected: [{ path: '/ship', source: 'Address@1' }] });
  });

  it('keeps what its own target asks for', () => {
    const strict = { ...address, target: { schema: { type: 'object', required: ['zip'] } } };
    const outcome = run(using({}, { 'Address@1': strict }), { order: { ship: { country: 'NO' } } });
    expect(outcome.problems).toMatchObject([{ path: '/ship/zip', code: 'target.required', rule: '/ship' }]);
  });

  it('that is missing, or uses itself, is refused with words', () => {
    const missing = compileMapping(using({}, {}));
    expect(missing.diagnostics).toMatchObject([{ code: 'mapping.unknownMapping', at: { field: 'mapping/ship' } }]);
    expect(missing.run({}, testContext()).problems).toMatchObject([{ code: 'notFound' }]);
    const a = mapping({ fields: { b: { map: 'B@1', with: '1' } } }, { sources: { x: {} } });
    const b = mapping({ fields: { a: { map: 'A@1', with: '1' } } }, { sources: { x: {} } });
    const circle = run(
      mapping({ fields: { a: { map: 'A@1', with: '1' } } }, { bundle: { mappings: { 'A@1': a, 'B@1': b } } }),
    );
    expect(circle.problems).toMatchObject([{ code: 'notFound', path: '/a/b/a' }]);
  });

  it('is compiled once however often it is used, so that no bundle grows without bound', () => {
    const level = (next: number): MappingDocument =>
      mapping(
        {
          fields: Object.fromEntries(
            Array.from({ length: 10 }, (_, at) => [`f${at}`, { map: `L${next}@1`, with: 'x' }]),
          ),
        },
        { sources: { x: {} } },
      );
    const mappings = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`L${at}@1`, level(at + 1)]));
    const last = { 'L12@1': mapping({ fields: { v: { expr: 'x' } } }, { sources: { x: {} } }) };
    const doc = mapping(
      { fields: { a: { map: 'L0@1', with: 'x' } } },
      { bundle: { mappings: { ...mappings, ...last } } },
    );
    const outcome = compileMapping(doc).run({ x: 1 }, testContext({ steps: 2_000 }));
    expect(outcome.problems.at(-1)).toMatchObject({ code: 'budgetExceeded' });
  });

  it('keeps nothing of an earlier call: joins are made anew over other lists', () => {
    const joining = mapping(
      {
        for: 'lines',
        as: 'l',
        join: [{ as: 'p', in: 'FILTER(products, p -> p.on)', on: { key: 'l', item: 'p.sku' } }],
        fields: { t: { expr: 'p.t' } },
      },
      { sources: { lines: {}, products: {} } },
    );
    const doc = mapping(
      { for: 'calls', as: 'c', fields: { r: { map: 'J@1', with: { lines: 'c.lines', products: 'c.products' } } } },
      { bundle: { mappings: { 'J@1': joining } } },
    );
    const calls = ['x', 'y'].map((t) => ({ lines: ['a'], products: [{ sku: 'a', on: true, t }] }));
    expect(run(doc, { calls }).output).toEqual([{ r: [{ t: 'x' }] }, { r: [{ t: 'y' }] }]);
  });
});
