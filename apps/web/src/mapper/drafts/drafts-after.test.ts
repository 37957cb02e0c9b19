import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { targetTree } from '../rows/target-tree.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { draftsAfter } from './drafts-after.ts';
import type { DraftsNow } from './drafts-after.ts';
import { markOf } from './formula-draft.ts';
import type { FormulaDraft } from './formula-draft.ts';
import { draftOfRow, draftsOfRow, isOutdated, waitingDrafts } from './row-draft.ts';

type Fields = Record<string, MappingRule>;
const text = { type: 'string' } as const;
const schema = { type: 'object', properties: { a: text, b: text } } as const;

/** Rows of a target that has the fields `a` and `b`, or none that anybody described. */
const rows = (fields: Fields, isDescribed = true): TargetNode[] =>
  targetTree({ map: 1, root: { fields } } satisfies MappingDocument, isDescribed ? schema : undefined, new Set());

const draft = (path: string, of: string, more: Partial<FormulaDraft> = {}): FormulaDraft => ({
  path,
  part: '',
  text: 'UPPER(',
  of: markOf(of),
  at: 1,
  ...more,
});

const waiting = (...drafts: FormulaDraft[]): DraftsNow => ({ drafts, gone: [] });
const c: MappingRule = { expr: 'c' };

describe('draftsAfter', () => {
  it('keeps a draft whose rule was changed: it is outdated, and offered', () => {
    const now = waiting(draft('/a', 'c'));
    const after = rows({ a: { expr: 'd' } });
    expect(draftsAfter(now, rows({ a: c }), after)).toBe(now);
    const [row] = after;
    if (row === undefined) throw new Error('no row');
    expect(draftOfRow(now.drafts, row)).toBeUndefined();
    expect(draftsOfRow(now.drafts, row).map((one) => isOutdated(one, row))).toEqual([true]);
  });

  it('lets a draft go with its rule, and brings it back with the rule as it was', () => {
    const now = waiting(draft('/a', 'c'));
    const removed = draftsAfter(now, rows({ a: c }), rows({}));
    expect(removed).toEqual({ drafts: [], gone: [{ draft: draft('/a', 'c'), rule: c }] });
    expect(draftsAfter(removed, rows({}), rows({ a: { expr: 'd' } })).drafts).toEqual([]);
    expect(draftsAfter(removed, rows({}), rows({ a: c }))).toEqual(now);
    // A formula that is typed anew may say the same on its way: a draft that came with it would take the place of the typing.
    expect(draftsAfter(removed, rows({}), rows({ a: { ...c } })).drafts).toEqual([]);
  });

  it('lets a draft go with its row', () => {
    const now = waiting(draft('/x', 'c'), draft('/a', 'c'));
    const before = rows({ x: c, a: c }, false);
    expect(draftsAfter(now, before, rows({ a: c }, false))).toEqual({
      drafts: [draft('/a', 'c')],
      gone: [{ draft: draft('/x', 'c'), rule: c }],
    });
  });

  it('keeps what was typed in an empty row, whatever became of the row meanwhile', () => {
    const now = waiting(draft('/a', ''));
    expect(draftsAfter(now, rows({}), rows({ a: c }))).toBe(now);
    expect(draftsAfter(now, rows({ a: c }), rows({}))).toBe(now);
  });

  it('keeps drafts of rows that are not there yet', () => {
    const now = waiting(draft('/b', ''));
    expect(draftsAfter(now, rows({}, false), rows({}, false))).toBe(now);
    expect(waitingDrafts(now.drafts, new Map())).toEqual([]);
    expect(waitingDrafts(now.drafts, new Map([['/b', 0]]))).toEqual(now.drafts);
  });

  it('follows a rule to its new name, and back', () => {
    const below: MappingRule = { fields: { x: c } };
    const now = waiting(draft('/old/x', 'c'), draft('/old/x', 'c', { part: '#when' }));
    const then = waiting(draft('/new/x', 'c'), draft('/new/x', 'c', { part: '#when' }));
    expect(draftsAfter(now, rows({ old: below }, false), rows({ new: below }, false))).toEqual(then);
    expect(draftsAfter(then, rows({ new: below }, false), rows({ old: below }, false))).toEqual(now);
  });

  it('follows a named value to its new name', () => {
    const of = (name: string): Fields => ({ a: { let: { [name]: 'c' }, fields: {} } });
    const now = waiting(draft('/a', 'c', { part: '#let.price' }));
    expect(draftsAfter(now, rows(of('price')), rows(of('cost'))).drafts).toEqual([
      draft('/a', 'c', { part: '#let.cost' }),
    ]);
  });

  it('follows the cases of a switch as others come, go and change places', () => {
    const [one, two, three] = [1, 2, 3].map((is) => ({ when: `n = ${is}`, then: 'c' }));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three cases');
    const of = (...cases: { when: string; then: string }[]): TargetNode[] => rows({ a: { switch: cases } });
    const inCase = (at: number, text: string): FormulaDraft => draft('/a', 'c', { part: `#case.${at}.then`, text });
    const all = of(one, two, three);
    const now = waiting(inCase(0, '1('), inCase(1, '2('), { ...inCase(2, '3('), part: '#case.2.when' });
    const last = { ...inCase(2, '3('), part: '#case.1.when' };

    const removed = draftsAfter(now, all, of(two, three));
    expect(removed.drafts).toEqual([inCase(0, '2('), last]);
    expect(removed.gone.map((gone) => gone.draft)).toEqual([inCase(0, '1(')]);
    expect(draftsAfter(removed, of(two, three), all)).toEqual({
      drafts: [...now.drafts.slice(1), inCase(0, '1(')],
      gone: [],
    });
    expect(draftsAfter(waiting(inCase(0, '1('), inCase(1, '2(')), of(one, two), of(two, one)).drafts).toEqual([
      inCase(1, '1('),
      inCase(0, '2('),
    ]);
    expect(draftsAfter(now, all, of(one, { ...two, then: 'd' }, three))).toBe(now);
    expect(draftsAfter(waiting(inCase(1, '2(')), all, of(one, three)).drafts).toEqual([]);
  });

  it('does not bring back what was typed again since', () => {
    const removed: DraftsNow = {
      drafts: [draft('/a', 'c', { text: 'newer(' })],
      gone: [{ draft: draft('/a', 'c'), rule: c }],
    };
    expect(draftsAfter(removed, rows({}), rows({ a: c }))).toEqual({ drafts: removed.drafts, gone: [] });
  });
});
