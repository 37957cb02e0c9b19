import { describe, expect, it } from 'vitest';
import { jsonLines, pageSize, sizeWords } from './json-lines.ts';

const none = { toggled: new Set<string>(), pages: new Map<string, number>() };

describe('jsonLines', () => {
  it('shows containers open, with their end', () => {
    const lines = jsonLines({ to: { city: 'Oslo' }, tags: [] }, none);
    expect(lines.map(({ kind, name, path }) => [kind, name, path])).toEqual([
      ['open', undefined, ''],
      ['open', 'to', '/to'],
      ['value', 'city', '/to/city'],
      ['end', undefined, '/to'],
      ['value', 'tags', '/tags'],
      ['end', undefined, ''],
    ]);
  });
  it('closes a container that is toggled, and keeps keys with slashes apart', () => {
    const lines = jsonLines({ 'a/b': { c: 1 }, a: { b: 2 } }, { ...none, toggled: new Set(['/a~1b']) });
    expect(lines.map((line) => line.kind)).toEqual(['open', 'closed', 'open', 'value', 'end', 'end']);
  });
  it('starts closed when deep', () => {
    expect(jsonLines([[[[[1]]]]], none).map((line) => line.kind)).toContain('closed');
  });
  it('shows a large list a page at a time', () => {
    const list = Array.from({ length: 1_000 }, (_, index) => index);
    expect(jsonLines(list, none)).toHaveLength(pageSize + 3);
    expect(jsonLines(list, none).find((line) => line.kind === 'more')?.count).toBe(1_000 - pageSize);
    expect(jsonLines(list, { ...none, pages: new Map([['', 9]]) })).toHaveLength(1_002);
  });
});

describe('sizeWords', () => {
  it.each([
    [218, '218 B'],
    [1_400, '1.4 KB'],
    [10_000_000, '10.0 MB'],
  ])('says %d as %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words));
});
