import { viewOf } from '@patchbay/mapping';
import { isRefusal } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { unusedFields } from '../data/mapper-data.ts';
import { sourceTree } from '../rows/source-tree.ts';
import { tableDrop, tableOf, withTables } from './tables-panel.ts';

const order = { type: 'object', properties: { status: { type: 'string' } } } as const;
const doc: MappingDocument = {
  map: 1,
  sources: { order: { schema: order } },
  lookups: { status: { values: { N: 'NEW', P: 'PAID' } }, land: { table: 'Countries@2' } },
  root: { fields: { state: { expr: 'order.status' }, ship: { fields: { city: { const: 'B' } } } } },
};
const source = { root: 'order', label: 'order', role: 'payload', schema: order } as const;
const nodes = sourceTree(withTables([source], doc.lookups), new Set());

describe('lookup tables among the sources', () => {
  it('stand below a head of their own, and leave the fields of a single source at the margin', () => {
    expect(nodes.map(({ name, depth, kind }) => [name, depth, kind])).toEqual([
      ['status', 0, 'field'],
      ['Lookup tables', 0, 'source'],
      ['status', 1, 'field'],
      ['land', 1, 'field'],
    ]);
    expect(withTables([source], {})).toEqual([source]);
    expect(withTables([source], undefined)).toEqual([source]);
    expect(withTables([], doc.lookups)).toEqual([]);
  });

  it('are told from fields by their keys', () => {
    expect(nodes.map(({ key }) => tableOf(key))).toEqual([undefined, '', 'status', 'land']);
  });

  it('are no fields that could be unused', () => {
    expect([...unusedFields(nodes, [], withTables([source], doc.lookups))]).toEqual(['order/status']);
  });

  it('make a lookup of what they are dropped on', () => {
    const view = viewOf(doc);
    const drop = (path: string, table = 'status', part?: string) => tableDrop(view, { table, path, part });
    const onto = drop('/state');
    if (isRefusal(onto)) throw new Error(onto.refused);
    const [choice] = onto.choices;
    expect(choice?.title).toBe('Look up in status');
    expect(choice?.apply().doc.root).toMatchObject({ fields: { state: { lookup: 'status', key: 'order.status' } } });
    const fresh = drop('/other', 'land');
    if (isRefusal(fresh)) throw new Error(fresh.refused);
    expect(fresh.choices[0]?.apply().doc.root).toMatchObject({ fields: { other: { lookup: 'land', key: '' } } });
    for (const refused of [drop('/ship'), drop(''), drop('/state', ''), drop('/state', 'status', 'switch.0.then')])
      expect(refused).toHaveProperty('refused');
  });
});
