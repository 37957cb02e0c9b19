import type { MappingDocument } from '@patchbay/model/mapping';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edited, newHistory, redone, sealed, undone } from './draft-history.ts';

const doc = (expr: string): MappingDocument => ({ map: 1, root: { fields: { a: { expr } } } });

describe('history of a draft', () => {
  it('makes one step of what is typed under one key', () => {
    let history = newHistory(doc('0'));
    for (const text of ['1', '12', '123']) history = edited(history, doc(text), { label: 'typed', coalesce: '/a' });
    expect(history.past).toHaveLength(1);
    expect(undone(history).doc).toEqual(doc('0'));
    expect(redone(undone(history)).doc).toEqual(doc('123'));
  });

  it('begins a new step after a seal and after another key', () => {
    let history = edited(newHistory(doc('0')), doc('1'), { label: 'a', coalesce: '/a' });
    history = edited(sealed(history), doc('2'), { label: 'a', coalesce: '/a' });
    history = edited(history, doc('3'), { label: 'b', coalesce: '/b' });
    expect(history.past.map((step) => step.doc)).toEqual([doc('0'), doc('1'), doc('2')]);
  });

  it('keeps no step of typing that ended where it began', () => {
    let history = edited(newHistory(doc('0')), doc('1'), { label: 'a', coalesce: '/a' });
    history = sealed(edited(history, doc('0'), { label: 'a', coalesce: '/a' }));
    expect(history.past).toEqual([]);
    history = sealed(edited(history, doc('1'), { label: 'a', coalesce: '/a' }));
    expect(history.past).toHaveLength(1);
  });

  it('does not coalesce into a step that was undone and done again', () => {
    let history = edited(newHistory(doc('0')), doc('1'), { label: 'a', coalesce: '/a' });
    history = edited(redone(undone(history)), doc('2'), { label: 'a', coalesce: '/a' });
    expect(undone(history).doc).toEqual(doc('1'));
  });

  it('leads back to the beginning by as many undos as there are steps, and forward again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.option(fc.constantFrom('x', 'y')))), (edits) => {
        let history = newHistory(doc('start'));
        for (const [text, key] of edits)
          history = edited(history, doc(text), { label: text, ...(key === null ? {} : { coalesce: key }) });
        const end = history;
        for (let steps = end.past.length; steps > 0; steps -= 1) history = undone(history);
        expect(history.doc).toEqual(doc('start'));
        for (let steps = history.future.length; steps > 0; steps -= 1) history = redone(history);
        expect(history.doc).toEqual(end.doc);
      }),
    );
  });
});
