import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { outdatedUses, placesOf } from './outdated-uses.ts';

const doc: MappingDocument = {
  map: 1,
  sources: { order: { schema: 'Order@1' }, old: { schema: 'Order@2' }, own: { schema: { type: 'object' } }, bare: {} },
  target: { schema: 'Order@1' },
  root: { fields: {} },
};
const newest = { ref: 'Order@3', name: 'Order', version: 3 };
const library = { loaded: {}, newer: { 'Order@1': newest } };

describe('outdatedUses', () => {
  it('names sources and the target whose schema has a newer version', () => {
    expect(outdatedUses({ doc, library })).toEqual([
      { key: 'source order', words: 'order', ref: 'Order@1', newest },
      { key: 'target', words: 'the target', ref: 'Order@1', newest },
    ]);
    expect(placesOf({ doc, library }, 'Order@1')).toEqual(['order', 'the target']);
  });

  it('leaves a target alone that is given from outside, and says nothing where no library is', () => {
    const givenTarget = { label: 'Input', schema: {} };
    expect(outdatedUses({ doc, library, givenTarget }).map(({ key }) => key)).toEqual(['source order']);
    expect(outdatedUses({ doc, library: { loaded: {} } })).toEqual([]);
  });
});
