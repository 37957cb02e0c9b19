import { describe, expect, it } from 'vitest';
import { foundText, textDraft } from './text-draft.ts';

const base = '{ "map": 1, "root": { "fields": { "a": { "expr": "order.a" } } } }\n';
const other = base.replace('order.a', 'order.b');

describe('foundText', () => {
  it('is the last that was typed over this text', () => {
    const drafts = [textDraft(base, `${base}!`, 1), textDraft(base, `${base}?`, 3), textDraft(base, `${base}.`, 2)];
    expect(foundText(drafts, base)).toMatchObject({ text: `${base}?`, typed: '?' });
  });

  it('goes before a later one that finds no place', () => {
    const drafts = [textDraft(base, `,${base}`, 1), textDraft(other, other.replace('order.b', 'order.'), 2)];
    expect(foundText(drafts, base)).toMatchObject({ text: `,${base}`, typed: ',' });
  });

  it('offers what was typed where it finds no place', () => {
    const draft = textDraft(other, other.replace('order.b', 'UPPER('), 2);
    expect(foundText([draft], base)).toEqual({ draft, text: undefined, typed: 'UPPER(' });
  });

  it('passes over what it cannot read', () => {
    expect(foundText([{ path: '', part: 'text', of: '', text: '{', at: 1 }], base)).toBeUndefined();
    expect(foundText([], base)).toBeUndefined();
  });
});
