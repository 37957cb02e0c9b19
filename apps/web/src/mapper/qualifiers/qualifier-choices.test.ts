import { lineageOf, viewOf } from '@patchbay/mapping';
import { isRefusal, withQualifier } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { listsOfRule, qualifiableLists } from './qualifier-choices.ts';

const text: DataSchema = { type: 'string' };
const edi: DataSchema = {
  type: 'object',
  properties: {
    n1: { type: 'array', items: { type: 'object', properties: { n101: text, n102: text } } },
    po1: { type: 'array', items: { type: 'object', properties: { sku: text } } },
  },
};
const doc: MappingDocument = {
  map: 1,
  sources: { edi: { schema: edi } },
  root: {
    fields: {
      shipTo: { expr: 'FIRST(edi.n1.n102)' },
      lines: { for: 'edi.po1', as: 'line', fields: { sku: { expr: 'line.sku' } } },
    },
  },
};
const scope = {
  edi: {
    n1: [
      { n101: 'ST', n102: 'Bergen' },
      { n101: 'BT', n102: 'Oslo' },
      { n101: 'N1', n102: 'Kiel' },
    ],
    po1: [],
  },
};
const dataOf = (given: MappingDocument) => {
  const view = viewOf(given);
  return { view, lines: lineageOf(view).lines };
};

describe('the kinds of items', () => {
  it('are those of lists that the rule reads as wholes', () => {
    expect(listsOfRule(dataOf(doc), '/shipTo')).toEqual([{ root: 'edi', steps: ['n1'] }]);
    expect(listsOfRule(dataOf(doc), '/lines/sku')).toEqual([]);
    expect(listsOfRule(dataOf(doc), '/lines')).toEqual([{ root: 'edi', steps: ['po1'] }]);
  });

  it('come from the sample, with the one that is used marked', () => {
    const [list] = qualifiableLists(dataOf(doc), '/shipTo', scope);
    const byCode = list?.fields.find(({ field }) => field === 'n101');
    expect(byCode).toMatchObject({ isUsed: false });
    expect(byCode?.kinds.map(({ value, count }) => [value, count])).toContainEqual(['ST', 1]);
    const only = withQualifier(dataOf(doc).view, '/shipTo', {
      list: { root: 'edi', steps: ['n1'] },
      field: 'n101',
      value: 'ST',
    });
    if (isRefusal(only)) throw new Error(only.refused);
    const [after] = qualifiableLists(dataOf(only.doc), '/shipTo', scope);
    expect(after?.fields.find(({ field }) => field === 'n101')?.isUsed).toBe(true);
  });
});
