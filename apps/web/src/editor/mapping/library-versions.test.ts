import { describe, expect, it } from 'vitest';
import { newerThan } from './library-versions.ts';

describe('newerThan', () => {
  it('says the newest version of each schema that is named in an older one', () => {
    const schemas = [
      { name: 'Order', latest: 3, description: 'as the shop sends it' },
      { name: 'Invoice', latest: 1, description: '' },
    ];
    const newest = { ref: 'Order@3', name: 'Order', version: 3, description: 'as the shop sends it' };
    expect(newerThan(['Order@1', 'Order@2', 'Order@3', 'Invoice@1', 'Gone@1'], schemas)).toEqual({
      'Order@1': newest,
      'Order@2': newest,
    });
  });
});
