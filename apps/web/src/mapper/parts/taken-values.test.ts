import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { takenValues } from './taken-values.ts';

const mappingOf = (sources: MappingDocument['sources']): MappingDocument => ({
  map: 1,
  ...(sources === undefined ? {} : { sources }),
  root: { fields: {} },
});

describe('takenValues', () => {
  it('says what fills the only source', () => {
    const ship = { schema: { type: 'object', properties: { city: {}, zip: {} } } } as const;
    expect(takenValues(mappingOf({ ship }), 'order.ship')).toEqual([
      { name: 'ship', text: 'order.ship', words: 'a structure with 2 fields' },
    ]);
  });

  it('says it of each of several', () => {
    const sources = {
      sku: { schema: { type: ['string', 'null'] } },
      price: {},
      goods: { role: 'lookup', key: 'sku', schema: { type: 'array' } },
    } as const;
    expect(
      takenValues(mappingOf(sources as unknown as MappingDocument['sources']), {
        sku: 'l.sku',
        price: 'net',
        goods: 'goods',
      }),
    ).toEqual([
      { name: 'sku', text: 'l.sku', words: 'a text' },
      { name: 'price', text: 'net', words: 'a value' },
      { name: 'goods', text: 'goods', words: 'to look up in' },
    ]);
  });

  it('has no line for a part that reads nothing', () => {
    expect(takenValues(mappingOf(undefined), {})).toEqual([]);
  });
});
