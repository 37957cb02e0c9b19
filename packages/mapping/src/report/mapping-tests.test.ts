import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { compileMapping } from '../rules/compile-mapping.ts';
import { inputScope } from './input-scope.ts';
import { mappingTests, runMappingTest, testNow } from './mapping-tests.ts';
import type { TestVerdict } from './mapping-tests.ts';

const doc: MappingDocument = {
  map: 1,
  sources: { order: {}, rates: { role: 'lookup', key: 'id' } },
  root: {
    fields: {
      id: { expr: 'order.id' },
      at: { expr: 'NOW()' },
      chance: { expr: 'RANDOM() >= 0' },
      net: { expr: '1 / order.count' },
    },
  },
};
const good = { id: 'A-1', at: '2026-01-15T12:00:00.000Z', chance: true, net: 0.5 };
const verdict = (samples: NonNullable<MappingDocument['samples']>): TestVerdict[] => {
  const tested = { ...doc, samples };
  const compiled = compileMapping(tested);
  return mappingTests(tested).map((test) => runMappingTest({ doc: tested, compiled }, test));
};

describe('the tests of a mapping', () => {
  it('are its samples with an expected output', () => {
    const samples = [
      { name: 'plain', in: {} },
      { name: 'nothing', in: {}, out: null },
      { name: 'dated', in: {}, out: {}, now: '2024-02-29T00:00:00Z' },
    ];
    expect(mappingTests({ samples }).map(({ name }) => name)).toEqual(['nothing', 'dated']);
    expect(mappingTests({ samples })[1]?.now).toBe(Date.UTC(2024, 1, 29));
    expect(mappingTests({})).toEqual([]);
  });

  it('pass when the output is what is expected; the time stands still', () => {
    expect(verdict([{ name: 'x', in: { order: { id: 'A-1', count: 2 } }, out: good }])).toEqual([
      { passed: true, differences: [], problems: [] },
    ]);
    expect(testNow({ now: 'never' })).toBe(testNow({}));
  });

  it('take the payload itself where there is one', () => {
    expect(verdict([{ name: 'x', in: { id: 'A-1', count: 2 }, out: good }])[0]?.passed).toBe(true);
  });

  it('fail with what differs', () => {
    const [failed] = verdict([{ name: 'x', in: { order: { id: 'B-2', count: 2 } }, out: good }]);
    expect(failed?.passed).toBe(false);
    expect(failed?.differences).toEqual([{ path: '/id', expected: 'A-1', actual: 'B-2' }]);
  });

  it('fail when a value cannot be made, also where none is expected', () => {
    const { net: _, ...rest } = good;
    const [failed] = verdict([{ name: 'x', in: { order: { id: 'A-1', count: 0 } }, out: rest }]);
    expect(failed).toMatchObject({ passed: false, differences: [], problems: [{ path: '/net' }] });
  });

  it('fail with words when the input is none for the mapping', () => {
    const [failed] = verdict([{ name: 'x', in: [1], out: good }]);
    expect(failed?.passed).toBe(false);
    const two = { ...doc, sources: { order: {}, other: {} }, samples: [{ name: 'x', in: [1], out: good }] };
    const [test] = mappingTests(two);
    if (test === undefined) throw new Error('there is a test');
    expect(runMappingTest({ doc: two, compiled: compileMapping(two) }, test).problems[0]?.message).toContain(
      '“order”, “other”',
    );
  });
});

describe('inputScope', () => {
  it('tells what is missing and what is not read', () => {
    expect(inputScope(doc, { order: { id: 1 }, more: 2 })).toEqual({
      scope: { order: { id: 1 } },
      missing: [],
      unknown: ['more'],
    });
    expect(inputScope(doc, { rates: [] })).toMatchObject({ missing: ['order'] });
    expect(inputScope(doc, undefined, new Set(['order']))).toEqual({ scope: {}, missing: [], unknown: [] });
  });

  it('takes what flows have at hand for sources that are filled from it', () => {
    const filled: MappingDocument = { ...doc, sources: { order: { from: 'trigger.body' }, more: {} } };
    expect(inputScope(filled, { trigger: { body: { id: 1 } }, more: 2 })).toEqual({
      scope: { trigger: { body: { id: 1 } }, more: 2 },
      missing: [],
      unknown: [],
    });
    expect(inputScope(filled, { order: { id: 1 } })).toMatchObject({ missing: ['more'] });
    expect(inputScope(doc, { order: 1, trigger: 2 })).toMatchObject({ unknown: ['trigger'] });
  });

  it('keeps the roots of a mapping without sources, and nothing but objects', () => {
    const open: MappingDocument = { map: 1, root: { fields: {} } };
    const hostile = JSON.parse('{"__proto__": 1, "trigger": {}}') as { trigger: object };
    const read = inputScope(open, hostile as never);
    expect('scope' in read && Object.keys(read.scope)).toEqual(['__proto__', 'trigger']);
    expect(inputScope(open, 'text')).toHaveProperty('mistake');
  });
});
