import { sourceKey } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { meterOf, rowOfProblem, unusedFields } from '../data/mapper-data.ts';
import { matcherOf } from './search.ts';
import { siblingsOf } from './siblings.ts';
import { cutKey, sourceTree } from './source-tree.ts';
import { targetTree } from './target-tree.ts';
import { aliasOf, shapeFacts } from './type-words.ts';
import { usualDepth, visibleRows } from './visible-rows.ts';

const order: DataSchema = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    'a/b': { type: 'string' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};
const target: DataSchema = {
  type: 'object',
  required: ['id', 'ship'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    ship: { type: 'object', required: ['city'], properties: { city: { type: 'string' }, zip: { type: 'string' } } },
    lines: { type: 'array', items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
  },
};
const nothing: ReadonlySet<string> = new Set();
const source = (root: string, schema: DataSchema | undefined) =>
  ({ root, label: root, role: 'payload', schema }) as const;
const tree = (root: MappingDocument['root'], schema: DataSchema | null = target) =>
  targetTree({ map: 1, root }, schema ?? undefined, nothing);

describe('sourceTree', () => {
  it('puts the fields of one source at the margin, with keys as in source paths', () => {
    const nodes = sourceTree([source('order', order)], nothing);
    expect(nodes.map(({ key, depth, parent }) => [key, depth, parent])).toEqual([
      ['order/id', 0, -1],
      ['order/a~1b', 0, -1],
      ['order/lines', 0, -1],
      [sourceKey({ root: 'order', steps: ['lines', '[]', 'sku'] }), 1, 2],
    ]);
    expect(nodes[2]?.end).toBe(4);
  });

  it('gives several sources, and those of unknown shape, a head row', () => {
    const nodes = sourceTree([source('order', order), source('steps.x', undefined)], nothing);
    expect(nodes.filter(({ kind }) => kind === 'source').map(({ key }) => key)).toEqual(['order', 'steps.x']);
    expect(nodes.find(({ key }) => key === 'order/id')).toMatchObject({ depth: 1, parent: 0 });
  });

  it('unfolds a shape that contains itself one level at a time', () => {
    const node: DataSchema = {
      type: 'object',
      properties: { name: { type: 'string' }, child: { $ref: '#/$defs/node' } },
    };
    const schema: DataSchema = { type: 'object', properties: { top: { $ref: '#/$defs/node' } }, $defs: { node } };
    const closed = sourceTree([source('tree', schema)], nothing);
    const cut = closed.find(({ isCut }) => isCut);
    expect(cut?.key).toBe('tree/top/child');
    if (cut?.shape === undefined) throw new Error('nothing is cut');
    const opened = sourceTree([source('tree', schema)], new Set([cutKey('tree', cut.shape)]));
    expect(opened.length).toBe(closed.length + 2);
  });
});

describe('targetTree', () => {
  it('keeps the order of the schema, and marks rules that are not in it', () => {
    const nodes = tree({ fields: { odd: { expr: '1' }, lines: { for: 'o', fields: {} }, id: { expr: 'a' } } });
    expect(nodes.map(({ path }) => path)).toEqual([
      '/id',
      '/ship',
      '/ship/city',
      '/ship/zip',
      '/lines',
      '/lines/sku',
      '/odd',
    ]);
    expect(nodes.filter(({ isStray }) => isStray).map(({ path }) => path)).toEqual(['/odd']);
  });

  it('gives named values and cases rows of their own', () => {
    const nodes = tree(
      { let: { x: '1' }, fields: { id: { switch: [{ when: 'a', then: 'b' }], otherwise: 'c' } } },
      null,
    );
    expect(nodes.map(({ key, kind }) => [key, kind])).toEqual([
      ['#let.x', 'let'],
      ['/id', 'field'],
      ['/id#case.0', 'case'],
      ['/id#otherwise', 'otherwise'],
    ]);
  });

  it('shows the whole as a row when it loops', () => {
    expect(tree({ for: 'orders', fields: {} }, { type: 'array', items: order })[0]).toMatchObject({
      key: '',
      kind: 'root',
    });
  });

  it('takes names of the prototype for names', () => {
    const fields = Object.fromEntries([
      ['__proto__', { expr: '1' }],
      ['constructor', { expr: '2' }],
    ]);
    expect(tree({ fields }, null).map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  });
});

describe('meterOf', () => {
  it('counts leaves, and asks for required ones where their structure is asked for', () => {
    const meter = meterOf(tree({ fields: { id: { expr: 'a' } } }));
    expect([meter.mapped, meter.total, [...meter.missing]]).toEqual([1, 4, ['/ship/city']]);
    expect([...meterOf(tree({ fields: { lines: { for: 'o', fields: {} } } })).missing]).toEqual([
      '/id',
      '/ship/city',
      '/lines/sku',
    ]);
  });

  it('counts what a rule above makes as a whole', () => {
    expect(meterOf(tree({ fields: { ship: { expr: 'a.ship' } } }))).toMatchObject({ mapped: 2 });
  });

  it('counts no rule that says nothing yet', () => {
    const meter = meterOf(tree({ fields: { id: { expr: ' ' } } }));
    expect([meter.mapped, [...meter.missing]]).toEqual([0, ['/id', '/ship/city']]);
  });
});

describe('visibleRows', () => {
  const nodes = tree({ fields: {} });
  it('draws what lies in a closed row at that row', () => {
    const { rows, rowOf } = visibleRows(nodes, { toggled: new Set(['/ship']), openDepth: 9 });
    expect(rows.map((index) => nodes[index]?.path)).toEqual(['/id', '/ship', '/lines', '/lines/sku']);
    expect([...rowOf]).toEqual([0, 1, 1, 1, 2, 3]);
  });

  it('shows hits and the way to them, opened', () => {
    const { rows, isOpen } = visibleRows(nodes, { toggled: nothing, openDepth: 0 }, { hits: new Set([2]) });
    expect(rows.map((index) => nodes[index]?.path)).toEqual(['/ship', '/ship/city']);
    expect(isOpen(1)).toBe(true);
  });

  it('shows one part alone, opened, with all else out of sight', () => {
    const { rows, rowOf, isOpen } = visibleRows(nodes, { toggled: nothing, openDepth: 0 }, { top: 1 });
    expect(rows.map((index) => nodes[index]?.path)).toEqual(['/ship', '/ship/city', '/ship/zip']);
    expect([...rowOf]).toEqual([-1, 0, 1, 2, -1, -1]);
    expect(isOpen(1)).toBe(true);
    const hits = new Set([0, 2, 5]);
    const found = visibleRows(nodes, { toggled: nothing, openDepth: 0 }, { top: 1, hits });
    expect(found.rows.map((index) => nodes[index]?.path)).toEqual(['/ship', '/ship/city']);
    expect(usualDepth(nodes, 1)).toBeGreaterThan(1);
  });

  it('opens small trees wholly', () => {
    expect(usualDepth(nodes)).toBeGreaterThan(1);
  });
});

describe('search and places', () => {
  it('finds by name, path, description, type and value; all words must be found', () => {
    const [city] = tree({ fields: {} }).filter(({ name }) => name === 'city');
    const candidate = { name: 'city', path: 'ship city', shape: city?.shape, texts: () => ['København'] };
    for (const query of ['cit', 'SHIP', 'køben', 'type:text', 'ship type:string', 'Type: text', 'type:'])
      expect(matcherOf(query)?.(candidate), query).toBe(true);
    for (const query of ['zip', 'ship zip', 'type:number', 'type: number', 'ship type: text zip'])
      expect(matcherOf(query)?.(candidate), query).toBe(false);
    expect(matcherOf('  ')).toBeUndefined();
  });

  it('finds a field by what people here call it, and by other words for it', () => {
    const named: DataSchema = { type: 'string', 'x-alias': 'Postleitzahl', 'x-synonyms': ['zip', 'post code'] };
    const [plz] = sourceTree([source('order', { type: 'object', properties: { f_17: named } })], nothing);
    const candidate = { name: 'f_17', path: 'f_17', shape: plz?.shape, texts: () => [] };
    for (const query of ['f_17', 'postleit', 'ZIP', 'post code']) expect(matcherOf(query)?.(candidate)).toBe(true);
    expect(matcherOf('street')?.(candidate)).toBe(false);
    expect(shapeFacts(plz?.shape)).toEqual(['called Postleitzahl here', 'also zip, post code']);
    expect(aliasOf(plz?.shape)).toBe('Postleitzahl');
  });

  it('finds a path as people see and copy it, whatever stands between its names', () => {
    const [city] = tree({ fields: {} }).filter(({ name }) => name === 'sku');
    const candidate = { name: 'sku', path: 'trigger.body/line_items/[]/sku', shape: city?.shape, texts: () => [] };
    for (const query of [
      'line_items.sku',
      'line_items[].sku',
      'trigger.body.line_items.sku',
      '/line_items/sku',
      '`line_items`.`sku`',
      'Items.SKU',
      'body line_items',
    ])
      expect(matcherOf(query)?.(candidate), query).toBe(true);
    for (const query of ['lines.sku', 'sku.line_items', 'type.sku'])
      expect(matcherOf(query)?.(candidate), query).toBe(false);
    const odd = { name: 'a.b', path: 'order/a.b', shape: undefined, texts: () => ['1.50'] };
    for (const query of ['a.b', 'order.a.b', '1.5', '.']) expect(matcherOf(query)?.(odd), query).toBe(true);
    expect(matcherOf('[]')?.(odd)).toBe(false);
  });

  it('leads a problem to the row that shows it', () => {
    const at = new Map([
      ['/id', 0],
      ['/id#case.0', 1],
    ]);
    const place = (field: string) => rowOfProblem({ severity: 'error', code: 'x', message: '', at: { field } }, at);
    expect([place('mapping/id#when'), place('mapping/id#case.0.then'), place('mapping/gone/deep')]).toEqual([
      '/id',
      '/id#case.0',
      '',
    ]);
  });

  it('takes a field for used when it, or what it lies in, is read', () => {
    const nodes = sourceTree([source('order', order)], nothing);
    const line = (key: string, kind: 'direct' | 'loop') =>
      ({ source: key, target: '/x', kind, functions: [] }) as const;
    expect([...unusedFields(nodes, [line('order/id', 'direct'), line('order/lines', 'loop')])]).toEqual([
      'order/a~1b',
      'order/lines/[]/sku',
    ]);
    expect([...unusedFields(nodes, [line('order/lines', 'direct')])]).toEqual(['order/id', 'order/a~1b']);
  });

  it('takes no header and no variable for unused, as the checker does', () => {
    const sources = [
      source('order', order),
      { ...source('headers', order), role: 'headers' },
      { ...source('vars', order), role: 'variables' },
    ] as const;
    const nodes = sourceTree(sources, nothing);
    expect([...unusedFields(nodes, [], sources)]).toEqual(['order/id', 'order/a~1b', 'order/lines/[]/sku']);
  });
});

describe('siblingsOf', () => {
  const nodes = sourceTree([source('order', order)], nothing);
  const told = (rows: readonly number[]) =>
    siblingsOf(nodes, rows).map(({ position, count }, row) => `${nodes[rows[row] ?? -1]?.name} ${position}/${count}`);

  it('tells where each row stands among those of its parent, though they are not together', () => {
    expect(told(nodes.map((_, at) => at))).toEqual(['id 1/3', 'a/b 2/3', 'lines 3/3', 'sku 1/1']);
  });

  it('counts what a search leaves', () => {
    const { rows } = visibleRows(nodes, { toggled: nothing, openDepth: 0 }, { hits: new Set([3]) });
    expect(told(rows)).toEqual(['lines 1/1', 'sku 1/1']);
  });
});
