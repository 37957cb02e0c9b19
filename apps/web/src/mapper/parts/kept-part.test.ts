import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { takenBack } from './kept-part.ts';

const docOf = (address: MappingRule): MappingDocument => ({ map: 1, root: { fields: { address } } });
const own = docOf({ fields: { city: { expr: 'a.city' } } });
const called = docOf({ map: 'Address@1', with: 'a' });
const part = { path: '/address', ref: 'Address@1' };

describe('takenBack', () => {
  it('names a part whose row has its own rules again', () => {
    expect(takenBack([part], called, own)).toEqual([part]);
  });

  it.each([
    ['still calls it', called, called],
    ['calls it again', own, called],
    ['is made otherwise', called, docOf({ expr: 'a' })],
    ['called another version', docOf({ map: 'Address@2', with: 'a' }), own],
    ['is gone', called, { map: 1, root: { fields: {} } } satisfies MappingDocument],
  ])('is silent where the row %s', (_, before, after) => {
    expect(takenBack([part], before, after)).toEqual([]);
  });
});
