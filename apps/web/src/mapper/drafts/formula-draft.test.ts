import { describe, expect, it } from 'vitest';
import { draftFor, markOf, mistakesIn, takenUp, whyNotApplied, withDraft, withoutDraft } from './formula-draft.ts';

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
  const typed = { path: '/a', part: '', text: 'UPPER(', of: markOf('b'), at: 1 };
  const place = { path: '/a', part: '' };

  it('stand for their rule as long as it says the same', () => {
    expect(draftFor([typed], place, 'b')).toBe('UPPER(');
    expect(draftFor([typed], place, 'c')).toBeUndefined();
    expect(draftFor([typed], { path: '/a', part: '#when' }, 'b')).toBeUndefined();
  });

  it('are one for each text of their rule', () => {
    const again = { ...typed, text: 'LOWER(', at: 2 };
    const other = { ...typed, text: 'LEN(', of: markOf('c') };
    const drafts = withDraft(withDraft([typed], again), other);
    expect(drafts).toEqual([again, other]);
    expect(withoutDraft(drafts, typed)).toEqual([other]);
    expect(withoutDraft([other], typed)).toEqual([other]);
  });

  it('are taken up by what the rule says now, and none is lost', () => {
    const standing = { ...typed, text: 'LEN(', of: markOf('c') };
    expect(takenUp([typed], typed, 'c')).toEqual([{ ...typed, of: markOf('c') }]);
    expect(takenUp([typed, standing], typed, 'c')).toEqual([
      { ...typed, of: markOf('c') },
      { ...standing, of: markOf('b') },
    ]);
    expect(takenUp([typed], typed, 'b')).toEqual([typed]);
  });

  it('say why they are no rules, whether they can be read or not', () => {
    expect(whyNotApplied({ expr: 'b' }, '', 'UPPER(')).toMatch(/^Not applied: ./);
    expect(whyNotApplied({ expr: 'b' }, '', 'UPPER(b)')).toBe('Not applied yet');
  });

  it('know their rule by a mark that says nothing of it', () => {
    expect(markOf('order.total')).toBe(markOf('order.total'));
    expect(markOf('order.total')).not.toBe(markOf('order.totals'));
    expect(markOf('"Bearer 0123456789abcdef"'.repeat(50)).length).toBeLessThan(8);
  });
});
