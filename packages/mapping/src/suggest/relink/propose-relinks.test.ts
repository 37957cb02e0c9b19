import { describe, expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import { proposeRelinks, scoreRename } from './propose-relinks.ts';

const text: DataSchema = { type: 'string' };
const object = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'object', properties });
const list = (properties: Record<string, DataSchema>): DataSchema => ({ type: 'array', items: object(properties) });

const oldSchema = object({
  orderNo: text,
  customer: object({ zip: text, city: text, xk3: text }),
  lines: list({ qty: { type: 'integer' }, sku: text }),
});
const newSchema = object({
  orderNumber: text,
  customer: object({ postalCode: text, city: text, gq9: text }),
  positions: list({ quantity: { type: 'integer' }, articleNumber: text }),
  status: text,
});

describe('proposeRelinks', () => {
  const best = (from: string[]): string | undefined =>
    proposeRelinks(oldSchema, newSchema, [from])[0]?.candidates[0]?.path.join('/');
  it.each([
    [['orderNo'], 'orderNumber'],
    [['customer', 'zip'], 'customer/postalCode'],
    [['lines'], 'positions'],
    [['lines', '[]', 'qty'], 'positions/[]/quantity'],
    [['lines', '[]', 'sku'], 'positions/[]/articleNumber'],
  ])('finds where %j went', (from, to) => expect(best(from)).toBe(to));

  it('gives a score, a band and reasons, best first', () => {
    const [relink] = proposeRelinks(oldSchema, newSchema, [['orderNo']]);
    expect(relink?.from).toEqual(['orderNo']);
    expect(relink?.candidates[0]?.band).toBe('high');
    expect(relink?.candidates[0]?.reasons).toContainEqual({ kind: 'abbreviation', detail: 'number = no' });
    const scores = relink?.candidates.map(({ score }) => score) ?? [];
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  });

  it('offers nothing for what has no like, nor for a path that never was', () => {
    const nowhere = object({ status: text });
    expect(
      proposeRelinks(oldSchema, nowhere, [['customer', 'zip'], ['no', 'such'], []]).map(({ candidates }) => candidates),
    ).toEqual([[], [], []]);
  });

  it('takes the only new field beside the only lost one, though the names share nothing', () => {
    const before = object({ customer: object({ city: text, xk3: text }) });
    const after = object({ customer: object({ city: text, gq9: text }) });
    const [relink] = proposeRelinks(before, after, [['customer', 'xk3']]);
    expect(relink?.candidates[0]?.path).toEqual(['customer', 'gq9']);
    expect(relink?.candidates[0]?.reasons).toContainEqual({ kind: 'structure', detail: 'the only new field there' });
    expect(relink?.candidates[0]?.band).not.toBe('high');
  });

  describe('of fields that were grouped, or taken out of a group', () => {
    const [first, last, id, email] = ['first', 'last', 'id', 'email'].map((key) => ({ [key]: text }));
    const flat = object({ number: text, firstName: text, lastName: text, status: text });
    const grouped = object({ number: text, customer: object({ ...first, ...last }), status: text });
    const without = object({ number: text, customer: object({ ...email }) });
    it.each<[DataSchema, DataSchema, string[], string | undefined]>([
      [grouped, flat, ['customer', 'last'], 'lastName'],
      [grouped, flat, ['customer', 'first'], 'firstName'],
      [flat, grouped, ['lastName'], 'customer/last'],
      [grouped, object({ customerFirst: text, customerLastName: text }), ['customer', 'last'], 'customerLastName'],
      [
        object({ lines: list({ box: object({ ...last }) }) }),
        object({ lines: list({ lastName: text }) }),
        ['lines', '[]', 'box', 'last'],
        'lines/[]/lastName',
      ],
      // What they share says nothing.
      [object({ customer: object({ ...id }) }), object({ carrierId: text }), ['customer', 'id'], undefined],
      // What it says is another person's, or was there before.
      [grouped, object({ firstName: text }), ['customer', 'last'], undefined],
      [
        object({ lastName: text, customer: object({ ...last, ...email }) }),
        { ...without, properties: { ...without.properties, lastName: text } },
        ['customer', 'last'],
        undefined,
      ],
    ])('%#: from %j it is %j', (before, after, from, to) => {
      const [found] = proposeRelinks(before, after, [from])[0]?.candidates ?? [];
      expect(found?.path.join('/')).toBe(to);
      if (found !== undefined) expect(['medium', 'high']).toContain(found.band);
    });
  });

  it('doubts fields that were there before', () => {
    const before = object({ phone: text, mobile: text });
    const kept = scoreRename({
      oldSchema: before,
      newSchema: object({ mobile: text }),
      from: ['phone'],
      to: ['mobile'],
    });
    const added = scoreRename({
      oldSchema: object({ phone: text }),
      newSchema: object({ mobile: text }),
      from: ['phone'],
      to: ['mobile'],
    });
    expect(kept.score).toBeLessThan(added.score);
  });

  it('is not confused by hostile names', () => {
    const before = object(
      Object.fromEntries([
        ['__proto__', text],
        ['a.b', text],
        ['``', text],
        ['', text],
      ]),
    );
    const after = object(
      Object.fromEntries([
        ['__proto__x', text],
        ['a.b2', text],
      ]),
    );
    const paths = [['__proto__'], ['a.b'], ['``'], ['']];
    expect(proposeRelinks(before, after, paths).map(({ from }) => from)).toEqual(paths);
  });
});

it('scoreRename gives 0 for paths that are not there', () => {
  expect(scoreRename({ oldSchema, newSchema, from: ['x'], to: ['status'] })).toEqual({ score: 0, reasons: [] });
});
