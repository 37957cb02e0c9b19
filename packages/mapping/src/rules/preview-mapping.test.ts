import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { testContext } from '../testing/context.ts';
import { previewMapping } from './preview-mapping.ts';

const mapping = (fields: object, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, root: { fields }, ...rest });
const orders = [
  { id: 'A', lines: [{ q: 1 }, { q: 0 }, { q: 3 }] },
  { id: 'B', lines: [] },
  { id: 'C', lines: [{ q: 'x' }, { q: 5, note: 'n' }] },
];
const doc = mapping({
  orders: {
    for: 'orders',
    as: 'o',
    fields: {
      id: { expr: 'o.id' },
      lines: {
        for: 'o.lines',
        as: 'l',
        where: 'l.q <> 0',
        fields: { q: { expr: 'l.q * 2' }, note: { expr: 'l.note', when: 'l.note <> null' } },
      },
    },
  },
  other: { for: 'orders', as: 'o', fields: { id: { expr: 'o.id' } } },
});
const at = (positions: Record<string, number>, shown = doc) =>
  previewMapping(shown, { orders }, { ...testContext(), positions }).rows;

describe('previewMapping', () => {
  it('shows the first item of each loop, and how many there are', () => {
    const rows = at({});
    expect(rows.get('/orders/id')).toEqual({ value: 'A' });
    expect(rows.get('/orders/lines/q')).toMatchObject({ value: 2 });
    expect(rows.get('/orders/lines')).toMatchObject({
      turns: 2,
      shown: { turn: 0, position: 0, target: 0, item: { q: 1 } },
    });
    expect(rows.get('/orders')).toMatchObject({ turns: 3 });
    expect(rows.get('/orders/lines/note')).toEqual({ value: null, passed: true });
  });

  it('steps through each loop by itself; where there are fewer items, the last is shown', () => {
    expect(at({ '/orders/lines': 1 }).get('/orders/lines')).toMatchObject({
      shown: { turn: 1, position: 2, target: 1 },
    });
    const rows = at({ '/orders': 2, '/orders/lines': 7 });
    expect(rows.get('/orders/id')).toEqual({ value: 'C' });
    expect(rows.get('/other/id')).toEqual({ value: 'A' });
    expect(rows.get('/orders/lines/q')).toMatchObject({ value: 10 });
    expect(rows.get('/orders/lines/note')).toEqual({ value: 'n' });
  });

  it('shows nothing of the items before where the list of the shown one is empty', () => {
    const rows = at({ '/orders': 1 });
    expect(rows.get('/orders/lines')).toEqual({ value: [], turns: 0 });
    expect(rows.get('/orders/lines/q')).toEqual({
      value: null,
      elsewhere: expect.objectContaining({ path: '/orders/2/lines/0/q' }),
    });
  });

  it('tells the error of the shown item with what was read, and those of others apart', () => {
    expect(at({ '/orders': 2 }).get('/orders/lines/q')).toMatchObject({
      error: { path: '/orders/2/lines/0/q', code: 'typeMismatch', causes: [{ path: 'l.q', value: 'x' }] },
    });
    expect(at({}).get('/orders/lines/q')).toMatchObject({ value: 2, elsewhere: { path: '/orders/2/lines/0/q' } });
  });

  it('goes on after a loop that fails in the middle', () => {
    const failing = mapping({
      bad: { for: 'orders', let: { n: 'item.lines[0].q * 1' }, fields: { id: { expr: 'item.id' } } },
      good: { for: 'orders', fields: { id: { expr: 'item.id' } } },
    });
    const rows = at({ '/good': 1 }, failing);
    expect(rows.get('/bad')).toMatchObject({ error: { part: '#let.n', index: 2 } });
    expect(rows.get('/good/id')).toEqual({ value: 'B' });
    expect(rows.get('/good')).toMatchObject({ turns: 3 });
  });

  it('has errors of the target at the rows that made them', () => {
    const target = {
      schema: { properties: { rows: { items: { required: ['a', '7'], properties: { a: { type: 'number' } } } } } },
    };
    const checked = mapping({ rows: { for: 'orders', fields: { a: { expr: 'item.id' } } } }, { target });
    const rows = at({ '/rows': 1 }, checked);
    expect(rows.get('/rows/a')).toMatchObject({ error: { code: 'target.type' } });
    expect(rows.get('/rows/7')).toMatchObject({ error: { code: 'target.required', path: '/rows/0/7' } });
  });

  it('has the values of parts, in the item that is shown, and not those of mappings used inside', () => {
    const inner = mapping(
      { v: { expr: 'x' } },
      { sources: { x: {} }, root: { let: { n: '99' }, fields: { v: { expr: 'n' } } } },
    );
    const parts = mapping(
      {
        rows: {
          for: 'orders',
          let: { n: 'COUNT(item.lines)' },
          fields: {
            k: { switch: [{ when: 'n > 2', then: '"many"' }], otherwise: '"few"' },
            m: { map: 'M@1', with: 'n' },
            f: { expr: '1', when: '1 / 0 = 1' },
          },
        },
      },
      { bundle: { mappings: { 'M@1': inner } } },
    );
    const rows = at({ '/rows': 1 }, parts);
    expect(rows.get('/rows#let.n')).toEqual({ value: 0 });
    expect(rows.get('/rows/k#switch.0.when')).toEqual({ value: false });
    expect(rows.get('/rows/k#switch.0.then')).toBeUndefined();
    expect(rows.get('/rows/k#otherwise')).toEqual({ value: 'few' });
    expect(rows.get('/rows/m#with')).toEqual({ value: 0 });
    expect(rows.get('/rows/f#when')).toMatchObject({ error: { code: 'divisionByZero' } });
  });
});
