import { describe, expect, it } from 'vitest';
import { after, made, refused } from '../testing/edited.ts';
import { parseSourceKey } from '../lineage/source-path.ts';
import { orderView } from '../testing/order-view.ts';
import { applySuggestions } from './apply-suggestions.ts';
import {
  addCase,
  moveCase,
  removeCase,
  setCase,
  setCondition,
  setNote,
  setOtherwise,
  setPolicies,
} from './condition-edits.ts';
import {
  addLookup,
  removeLookup,
  removeLookupKey,
  renameLookup,
  renameLookupKey,
  setLookupDefault,
  setLookupValue,
} from './lookup-edits.ts';
import { ruleAt } from './rule-at.ts';
import { addSample, duplicateSample, removeSample, renameSample, setExpected, setSample } from './sample-edits.ts';

const path = parseSourceKey;

describe('conditions and cases', () => {
  const { doc } = orderView({
    id: { switch: [{ when: 'order.paid', then: '1' }] },
    total: { expr: '1', onNull: 'null' },
  });

  it('set and take away', () => {
    expect(ruleAt(made(setCondition(doc, '/id', 'order.paid')).doc, '/id')).toMatchObject({ when: 'order.paid' });
    expect(made(setCondition(made(setCondition(doc, '/id', 'x')).doc, '/id', ' ')).doc).toEqual(doc);
    expect(ruleAt(made(setPolicies(doc, '/total', { onNull: undefined, default: 0 })).doc, '/total')).toEqual({
      default: 0,
      expr: '1',
    });
    expect(ruleAt(made(setNote(doc, '/total', 'net')).doc, '/total')).toMatchObject({ note: 'net' });
    expect(refused(setPolicies(doc, '', { onNull: 'null' }))).toContain('no single value');
  });

  it('adds, changes, moves and removes cases; the last one leaves its value', () => {
    const two = made(addCase(doc, '/id', { when: 'a', then: '2' })).doc;
    expect(ruleAt(made(moveCase(two, '/id', { at: 1, by: -5 })).doc, '/id')).toMatchObject({
      switch: [{ then: '2' }, { then: '1' }],
    });
    expect(ruleAt(made(setCase(two, '/id', { at: 1, then: '3', note: 'n' })).doc, '/id')).toMatchObject({
      switch: [{ then: '1' }, { when: 'a', then: '3', note: 'n' }],
    });
    expect(made(removeCase(two, '/id', 1)).doc).toEqual(doc);
    expect(ruleAt(made(removeCase(doc, '/id', 0)).doc, '/id')).toEqual({ expr: '1' });
    expect(ruleAt(made(removeCase(made(setOtherwise(doc, '/id', '9')).doc, '/id', 0)).doc, '/id')).toEqual({
      expr: '9',
    });
    expect(refused(removeCase(doc, '/id', 4))).toBe('id has no such case.');
  });
});

describe('lookup tables and samples', () => {
  const view = orderView(
    { id: { lookup: 't', key: 'order.name' }, total: { expr: 'LOOKUP("t", 1)' } },
    { lookups: { t: { values: { a: 1, b: 2 } }, lib: { table: 'Countries@1' } }, samples: [{ name: 's', in: 1 }] },
  );

  it('change line by line and keep their order', () => {
    const set = made(setLookupValue(view.doc, 't', { key: 'a', value: [1] })).doc;
    const renamed = made(renameLookupKey(set, 't', { from: 'a', to: 'c' })).doc;
    expect(renamed.lookups?.['t']).toEqual({ values: { c: [1], b: 2 } });
    expect(made(removeLookupKey(renamed, 't', 'b')).doc.lookups?.['t']).toEqual({ values: { c: [1] } });
    expect(made(setLookupDefault(view.doc, 'lib', null)).doc.lookups?.['lib']).toEqual({
      table: 'Countries@1',
      default: null,
    });
    expect(refused(setLookupValue(view.doc, 'lib', { key: 'x', value: 1 }))).toContain('a table of the library');
    expect(refused(renameLookupKey(view.doc, 't', { from: 'a', to: 'b' }))).toBe('There is a line for b already.');
    expect(made(addLookup(view.doc, 't')).name).toBe('t2');
  });

  it('are renamed where they are used, and kept while they are', () => {
    const next = after(view, renameLookup(view, 't', 'codes'));
    expect(Object.keys(next.doc.lookups ?? {})).toEqual(['codes', 'lib']);
    expect([ruleAt(next.doc, '/id'), ruleAt(next.doc, '/total')]).toEqual([
      { lookup: 'codes', key: 'order.name' },
      { expr: 'LOOKUP("codes", 1)' },
    ]);
    expect(refused(removeLookup(view, 't'))).toContain('is used by rules');
    expect(made(removeLookup(view, 'lib')).doc.lookups).not.toHaveProperty('lib');
    expect(refused(renameLookup(view, 't', 'lib'))).toContain('already');
  });

  it('samples get free names, become tests and plain samples again', () => {
    const added = made(addSample(view.doc, { name: 's', in: 2 })).doc;
    expect(added.samples?.map(({ name }) => name)).toEqual(['s', 's2']);
    const test = made(setExpected(added, 's2', { out: null, now: '2026-01-01T00:00:00Z' })).doc;
    expect(JSON.stringify(test.samples?.[1])).toBe('{"name":"s2","in":2,"out":null,"now":"2026-01-01T00:00:00Z"}');
    expect(made(setExpected(test, 's2', { out: undefined })).doc.samples?.[1]).toEqual({ name: 's2', in: 2 });
    expect(made(setSample(test, 's2', { in: 3 })).doc.samples?.[1]).toMatchObject({ in: 3, out: null });
    const copied = made(duplicateSample(test, 's')).doc.samples;
    expect(copied?.map(({ name }) => name)).toEqual(['s', 's3', 's2']);
    expect(copied?.[1]?.in).toEqual(copied?.[0]?.in);
    expect(refused(duplicateSample(test, 'none'))).toContain('none');
    expect(refused(renameSample(added, 's', 's2'))).toContain('already');
    expect(made(removeSample(made(removeSample(added, 's')).doc, 's2')).doc).not.toHaveProperty('samples');
  });
});

describe('applySuggestions', () => {
  it('makes loops first, outermost first, then fields; marks them; one edit for all', () => {
    const view = orderView({ id: { when: 'order.paid', expr: 'order.total' } });
    const edit = made(
      applySuggestions(view, [
        { target: '/boxes/contents/sku', source: path('order/parcels/[]/items/[]/sku'), kind: 'field', score: 0.914 },
        { target: '/boxes/contents', source: path('order/parcels/[]/items'), kind: 'loop', as: 'item', score: 0.9 },
        { target: '/boxes', source: path('order/parcels'), kind: 'loop', as: 'order', score: 0.95 },
        { target: '/id', source: path('order/id'), kind: 'field', score: 1 },
        { target: '/number', source: path('order/ship'), kind: 'field' },
      ]),
    );
    expect(edit.said).toBe('Accepted 4 proposals. 1 could not be used.');
    expect(ruleAt(edit.doc, '/boxes')).toEqual({
      for: 'order.parcels',
      as: 'order2',
      fields: { contents: { for: 'order2.items', as: 'item', fields: { sku: { expr: 'item.sku' } } } },
    });
    expect(ruleAt(edit.doc, '/id')).toEqual({ when: 'order.paid', expr: 'TEXT(order.id)' });
    expect(edit.doc.meta?.rules['/boxes/contents/sku']).toEqual({ by: 'auto:0.91' });
  });
});
