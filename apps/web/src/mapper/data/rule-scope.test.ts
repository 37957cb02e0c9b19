import { compileMapping, evaluateRows } from '@patchbay/mapping';
import type { LoopRule, MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { previewContext } from './analysis.ts';
import { scopeOfRule } from './rule-scope.ts';

const scope = {
  order: {
    lines: [
      { sku: 'M', kind: 'x', qty: 0 },
      { sku: 'B', kind: 'y', qty: 1 },
      { sku: 'A', kind: 'x', qty: 2 },
    ],
    goods: [
      { id: 'B', name: 'Bowl' },
      { id: 'A', name: 'Apron' },
    ],
  },
};
const docOf = (loop: Partial<LoopRule>): MappingDocument => ({
  map: 1,
  root: { fields: { lines: { for: 'order.lines', as: 'l', ...loop, fields: { sku: { expr: 'l.sku' } } } } },
});

function read(loop: Partial<LoopRule>, part = '', position = 0): Record<string, unknown> {
  const doc = docOf(loop);
  const positions = { '/lines': position };
  const results = evaluateRows(compileMapping(doc), scope, { ...previewContext, positions });
  return scopeOfRule({ doc, path: part === '' ? '/lines/sku' : '/lines', part, scope, positions, results });
}

describe('what a rule reads in the item that is shown', () => {
  it('is the one that the rows show, in the order and of those that the loop takes', () => {
    expect(read({ orderBy: ['l.sku'] })).toMatchObject({ l: { sku: 'A' } });
    expect(read({ where: 'l.qty > 0' })).toMatchObject({ l: { sku: 'B' } });
    expect(read({ where: 'l.qty > 0', index: 'i' }, '', 1)).toMatchObject({ l: { sku: 'A' }, i: 1 });
    expect(read({ distinct: 'l.kind' }, '', 1)).toMatchObject({ l: { sku: 'B' } });
  });

  it('is the group where there are groups', () => {
    expect(read({ groupBy: 'l.kind' })).toMatchObject({ l: { key: 'x', items: [{ sku: 'M' }, { sku: 'A' }] } });
  });

  it('has the partner of a second list', () => {
    const join = [{ as: 'g', in: 'order.goods', on: { item: 'g.id', key: 'l.sku' } }];
    expect(read({ join, where: 'l.qty > 0' })).toMatchObject({ l: { sku: 'B' }, g: { name: 'Bowl' } });
  });

  it('is an item of the list as it is for what chooses among them', () => {
    expect(read({ orderBy: ['l.sku'] }, '#where')).toMatchObject({ l: { sku: 'M' } });
    expect(read({ groupBy: 'l.kind' }, '#groupBy')).toMatchObject({ l: { sku: 'M' } });
  });

  it('is nothing where the list is empty', () => {
    expect(read({ where: 'false' })).toMatchObject({ l: null });
  });
});
