import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { afterChange, learnedFrom } from './learned.ts';

const doc = (fields: MappingDocument['root']['fields']): MappingDocument => ({ map: 1, root: { fields } });
const empty = doc({});
const mapped = doc({ email: { expr: 'order.email' } });
const pair = {
  source: { schema: 'Order', path: '/email' },
  target: { schema: 'Invoice', path: '/email' },
  verdict: 'confirmed' as const,
};
const verdicts = (docs: readonly MappingDocument[], edit = [empty, mapped] as const): string[][] => {
  let learned: ReturnType<typeof afterChange>['learned'] = learnedFrom(edit, [pair]);
  return docs.map((next) => {
    const change = afterChange(learned, next);
    ({ learned } = change);
    return change.said.map(({ verdict, target }) => `${verdict} ${target.path}`);
  });
};

describe('what was learned', () => {
  it('is taken back by undo, learned again by redo, and each said once', () => {
    expect(verdicts([mapped, empty, empty, mapped, mapped, empty])).toEqual([
      [],
      ['withdrawn /email'],
      [],
      ['confirmed /email'],
      [],
      ['withdrawn /email'],
    ]);
  });

  it('stays where the rule is changed, and is taken back when all of it is undone', () => {
    const changed = doc({ email: { expr: 'LOWER(order.email)' } });
    expect(verdicts([mapped, changed, mapped, empty])).toEqual([[], [], [], ['withdrawn /email']]);
  });

  it('is that of the rule before where one was replaced', () => {
    const other = doc({ email: { expr: 'order.mail' } });
    expect(verdicts([mapped, other, mapped], [other, mapped])).toEqual([
      [],
      ['withdrawn /email'],
      ['confirmed /email'],
    ]);
  });

  it('does not depend on an edit that changed nothing', () => {
    expect(verdicts([mapped, empty], [mapped, mapped])).toEqual([[], []]);
  });
});
