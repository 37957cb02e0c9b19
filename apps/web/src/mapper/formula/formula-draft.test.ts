import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { draftFor, mistakesIn, waitingDrafts, withDraft } from './formula-draft.ts';

describe('mistakesIn', () => {
  it('finds what cannot be read, not what is not there', () => {
    expect(mistakesIn({ expr: 'a' }, '', 'UPPER(').map(({ severity }) => severity)).toEqual(['error']);
    for (const text of ['UPPER(a)', 'NOSUCH(b)', '= a + 1', '  '])
      expect(mistakesIn({ expr: 'a' }, '', text), text).toEqual([]);
    expect(mistakesIn(undefined, '', 'a +')).not.toEqual([]);
  });

  it('takes any JSON for a constant', () => {
    expect(mistakesIn({ const: 1 }, '', '{"a": [1, null]}')).toEqual([]);
    expect(mistakesIn({ const: 1 }, '', '{"a"')).not.toEqual([]);
    expect(mistakesIn({ const: 1, when: 'a' }, '#when', 'a +')).not.toEqual([]);
  });
});

describe('drafts', () => {
  it('wait as long as their rule says the same', () => {
    const drafts = withDraft({}, '/a', { text: 'UPPER(', of: 'b' });
    expect(draftFor(drafts, '/a', 'b')).toBe('UPPER(');
    expect(draftFor(drafts, '/a', 'c')).toBeUndefined();
    expect(draftFor(drafts, 'constructor', 'b')).toBeUndefined();
    expect(withDraft(drafts, '/a', null)).toEqual({});
    expect(withDraft(drafts, '/b', null)).toBe(drafts);
  });

  it('are counted as long as they wait, for rules and for rows that have none', () => {
    const doc = (expr: string): MappingDocument => ({ map: 1, root: { fields: { a: { expr, when: 'w' } } } });
    const drafts = {
      '/a': { text: 'UPPER(', of: 'b' },
      '/a#when': { text: 'w >', of: 'w' },
      '/new': { text: 'c +', of: '' },
    };
    expect(waitingDrafts(drafts, doc('b'))).toEqual(['/a', '/a#when', '/new']);
    expect(waitingDrafts(drafts, doc('c'))).toEqual(['/a#when', '/new']);
  });
});
