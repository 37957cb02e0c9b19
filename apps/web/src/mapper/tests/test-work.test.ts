import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { differenceWords, ruleOfPlace } from './difference-words.ts';
import { largestTest, testInput, withAcceptedResult, withTest } from './saved-test.ts';
import { doTestWork } from './test-work.ts';
import { questionOf } from './tests-clerk.ts';

const doc: MappingDocument = {
  map: 1,
  sources: { order: {} },
  root: {
    fields: {
      id: { expr: 'order.id' },
      coupon: { expr: 'order.coupon' },
      lines: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' }, gift: { expr: 'line.gift' } } },
    },
  },
};
const order = (id: string): { [key: string]: Json } => ({
  order: { id, lines: [{ sku: 'a' }, { sku: 'b', gift: true }] },
});
const out: { [key: string]: Json } = { id: '1', lines: [{ sku: 'a' }, { sku: 'b', gift: true }] };
const tested: MappingDocument = {
  ...doc,
  samples: [
    { name: 'good', in: order('1'), out },
    { name: 'bad', in: order('2'), out },
    { name: 'plain', in: order('3') },
  ],
};

describe('doTestWork', () => {
  it('runs the tests, by their names', () => {
    const { verdicts } = doTestWork({ doc: tested, scopes: [] });
    expect([...verdicts].map(([name, { passed }]) => [name, passed])).toEqual([
      ['good', true],
      ['bad', false],
    ]);
  });

  it('tells which rules no sample fills, looking at every item of the lists', () => {
    expect(doTestWork({ doc, scopes: [order('1'), order('2')] })).toMatchObject({
      coverage: { samples: 2, rules: 5, filled: 4, inSamples: [4, 4] },
      neverFilled: new Set(['/coupon']),
    });
    expect(doTestWork({ doc, scopes: [] }).coverage).toBeNull();
  });
});

describe('what is told to the worker', () => {
  it('is what has changed since', () => {
    const scopes = [order('1')];
    expect(questionOf(1, { doc, scopes }, { doc: {}, scopes: null })).toEqual({
      id: 1,
      parts: { map: 1, sources: doc.sources, root: doc.root },
      gone: [],
      scopes,
    });
    const next = { ...doc, root: { fields: {} } };
    expect(questionOf(2, { doc: next, scopes }, { doc, scopes })).toEqual({
      id: 2,
      parts: { root: next.root },
      gone: [],
    });
    expect(questionOf(3, { doc, scopes }, { doc: tested, scopes })).toEqual({ id: 3, parts: {}, gone: ['samples'] });
  });
});

describe('a sample saved as test', () => {
  it('is added under its name, or under a free one', () => {
    const edit = withTest(tested, { name: 'good', in: order('9'), out });
    expect('doc' in edit && edit.doc.samples?.at(-1)?.name).toBe('good2');
  });

  it('turns the sample with that name and input into a test', () => {
    const edit = withTest(tested, { name: 'plain', in: order('3'), out });
    expect('doc' in edit && edit.doc.samples?.map((sample) => sample.out !== undefined)).toEqual([true, true, true]);
  });

  it('is refused when it is too large, with the size in words', () => {
    const edit = withTest(doc, { name: 'big', in: { order: 'x'.repeat(largestTest) }, out });
    expect('refused' in edit && edit.refused).toContain('1.0 million');
  });

  it('has no headers that no rule reads: they may hold secrets', () => {
    const flow: MappingDocument = { map: 1, root: { fields: {} } };
    const scope = { trigger: { body: { id: 1 }, headers: { authorization: 'secret' } }, steps: {} };
    expect(testInput(flow, scope, new Set(['trigger.body']))).toEqual({ trigger: { body: { id: 1 } }, steps: {} });
    expect(testInput(flow, scope, new Set(['trigger.headers']))).toEqual(scope);
  });

  it('holds what the document has names for, and nothing that is worked out from it', () => {
    const flow: MappingDocument = { ...doc, sources: { order: {}, lines: { from: 'order.lines' } } };
    expect(testInput(flow, { ...order('1'), more: 1, lines: [] }, new Set())).toEqual(order('1'));
    const filled: MappingDocument = { ...doc, sources: { order: { from: 'trigger.body' } } };
    const scope = { trigger: { body: { id: 1 } }, steps: {}, more: 1 };
    expect(testInput(filled, scope, new Set())).toEqual({ trigger: { body: { id: 1 } }, steps: {} });
    expect(testInput(filled, order('1'), new Set())).toEqual(order('1'));
  });
});

describe('accepting a new result', () => {
  it('makes what comes out now what is expected', () => {
    const edit = withAcceptedResult(tested, tested, 'bad');
    if ('refused' in edit) throw new Error(edit.refused);
    expect(edit.doc.samples?.[1]?.out).toEqual({ ...out, id: '2' });
    expect(doTestWork({ doc: edit.doc, scopes: [] }).verdicts.get('bad')?.passed).toBe(true);
  });

  it('says that a test is gone', () => {
    expect(withAcceptedResult(tested, tested, 'none')).toHaveProperty('refused');
  });
});

describe('a difference in words', () => {
  it('says what is missing, too much and different', () => {
    expect(differenceWords({ path: '/id', expected: 1, actual: 2 })).toBe('id is 2; expected 1.');
    expect(differenceWords({ path: '/id', expected: 1 })).toBe('id is missing; expected 1.');
    expect(differenceWords({ path: '/id', actual: 1 })).toBe('id is 1, and was not expected.');
  });

  it('belongs to a rule, and to the items of its loops', () => {
    expect(ruleOfPlace(doc, '/lines/1/sku')).toEqual({ path: '/lines/sku', positions: { '/lines': 1 } });
    expect(ruleOfPlace(doc, '/lines/1')).toEqual({ path: '/lines', positions: { '/lines': 1 } });
    expect(ruleOfPlace({ ...doc, root: { for: 'orders', fields: doc.root.fields } }, '/2/lines/0/sku')).toEqual({
      path: '/lines/sku',
      positions: { '': 2, '/lines': 0 },
    });
    expect(ruleOfPlace(doc, '/id/more/0')).toEqual({ path: '/id', positions: {} });
  });
});
