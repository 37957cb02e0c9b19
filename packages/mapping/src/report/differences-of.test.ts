import fc from 'fast-check';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { differencesOf, mostDifferences } from './differences-of.ts';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('differencesOf', () => {
  it('names what differs by its path, on both sides', () => {
    expect(
      differencesOf(
        { id: 1, lines: [{ sku: 'a' }, { sku: 'b' }], gone: true },
        { id: 1, lines: [{ sku: 'x' }], more: null },
      ),
    ).toEqual([
      { path: '/lines/0/sku', expected: 'a', actual: 'x' },
      { path: '/lines/1', expected: { sku: 'b' } },
      { path: '/gone', expected: true },
      { path: '/more', actual: null },
    ]);
  });

  it('tells kinds of values apart', () => {
    expect(differencesOf([1, {}, null, []], ['1', [], false, {}]).map(({ path }) => path)).toEqual([
      '/0',
      '/1',
      '/2',
      '/3',
    ]);
  });

  it('takes a null for another thing than a missing key', () => {
    expect(differencesOf({ a: null }, {})).toEqual([{ path: '/a', expected: null }]);
  });

  it('escapes names, and finds those of objects nowhere but on them', () => {
    const expected = JSON.parse('{"__proto__": 1, "a/b": 1, "c~d": 1, "toString": 1}') as Json;
    expect(differencesOf(expected, {}).map(({ path }) => path)).toEqual(['/__proto__', '/a~1b', '/c~0d', '/toString']);
    expect(differencesOf({}, expected)).toHaveLength(4);
  });

  it('stops at a hundred', () => {
    const list = Array.from({ length: 500 }, (_, at) => at);
    expect(differencesOf(list, list.map(String))).toHaveLength(mostDifferences);
  });

  it('finds nothing between a value and its copy, whatever the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(differencesOf(value, backwards(value))).toEqual([]);
      }),
    );
  });

  it('finds something between values that are not equal', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(differencesOf(one, other).length === 0).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});

function backwards(value: Json): Json {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, backwards(inner)]),
  );
}

function sorted(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${sorted(value[name] ?? null)}`).join()}}`;
}
