import { OperationManifest } from '@patchbay/model/connector';
import { StepRecord } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import { noRun } from '../test-run.store.ts';
import type { TestRun } from '../test-run.store.ts';
import { aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { flowSources } from '../mapping/flow-sources.ts';
import { previewScope, upstreamOf } from './preview-scope.ts';

const doc = aFlow(
  {
    order: { ...aTrigger(), sample: { id: 7 } } as never,
    map: { kind: 'map', mapping: { map: 1, root: { fields: { number: { expr: 'trigger.body.id + 1' } } } } },
    call: anAction(),
    aside: anAction(),
  },
  ['order > map', 'map > call'],
);
const catalogue = catalogueOf([]);

describe('previewScope', () => {
  it('reads only what runs before the step, in that order', () => {
    expect(upstreamOf(doc, 'call').map((node) => node.id)).toEqual(['order', 'map']);
    expect(previewScope({ doc, catalogue, run: noRun, nodeId: 'aside' }).sources).toEqual([]);
  });

  it('works maps out from the sample', () => {
    const { scope, sources } = previewScope({ doc, catalogue, run: noRun, nodeId: 'call' });
    expect(scope['steps']).toEqual({ map: { number: 8 } });
    expect(sources.map(({ root, origin }) => [root, origin])).toEqual([
      ['trigger', 'sample'],
      ['steps.map', 'computed'],
    ]);
  });

  it('takes the last test run where it went, unless a map changed since', () => {
    const step = {
      path: 'map',
      nodeId: doc.nodes.find((node) => node.id === 'map')!.id,
      status: 'succeeded' as const,
      ports: ['out'],
      attempts: [],
      startedAt: '2026-01-01T00:00:00Z',
      output: { number: 99 },
    };
    const run = { ...noRun, phase: 'finished' as const, steps: [step], doc };
    expect(previewScope({ doc, catalogue, run, nodeId: 'call' }).scope['steps']).toEqual({ map: { number: 99 } });
    const changed = { ...doc, nodes: doc.nodes.map((node) => (node.id === 'map' ? { ...node, note: 'new' } : node)) };
    expect(previewScope({ doc: changed, catalogue, run, nodeId: 'call' }).scope['steps']).toEqual({
      map: { number: 8 },
    });
  });
});

describe('variables of the environment', () => {
  const given = { ...catalogue, variables: { rate: 0.2, region: 'eu' } };

  it('are read by every step with their values and types, and are one more source', () => {
    const { scope, types, sources } = previewScope({ doc, catalogue: given, run: noRun, nodeId: 'call' });
    expect(scope['vars']).toEqual({ rate: 0.2, region: 'eu' });
    expect(types['vars']?.properties?.['rate']).toEqual({ type: 'number' });
    expect(sources.at(-1)).toMatchObject({ root: 'vars', label: 'Variables', origin: 'environment' });
    expect(flowSources(sources, types).at(-1)).toMatchObject({ root: 'vars', role: 'variables' });
  });

  it('are no source of a trigger, nor where there are none', () => {
    const at = (nodeId: string, variables: object) =>
      previewScope({ doc, catalogue: { ...catalogue, variables } as never, run: noRun, nodeId }).sources;
    expect(at('order', given.variables).map(({ root }) => root)).toEqual(['trigger']);
    expect(at('call', {}).map(({ root }) => root)).toEqual(['trigger', 'steps.map']);
  });
});

describe('the record at hand', () => {
  const records = {};
  const streaming = aFlow(
    {
      order: aTrigger(),
      read: { ...anAction('shop.readOrders'), records: { does: 'read' } } as never,
      map: { kind: 'map', records, mapping: { map: 1, root: { fields: { total: { expr: 'item.price * 2' } } } } },
      keep: { kind: 'filter', records, condition: 'item.total > 1' },
      sums: {
        kind: 'aggregate',
        records,
        items: '',
        groupBy: [],
        measures: [{ name: 'total', kind: 'sum', of: 'item.total' }],
      },
      sort: { kind: 'sort', records, items: '', keys: [{ by: 'item.total', order: 'asc' }] },
    },
    ['order > read', 'read > map', 'map > keep', 'keep > sums', 'sums > sort'],
  );
  const reads = OperationManifest.parse({
    id: 'shop.readOrders',
    kind: 'action',
    name: 'Read orders',
    description: '',
    icon: 'box',
    connection: 'none',
    records: 'read',
    fields: [],
    sideEffect: { cases: [], otherwise: 'read' },
    output: { type: 'object', properties: { price: { type: 'number' } } },
    samples: [{ input: {}, output: { price: 21 } }],
  });
  const itemAt = (nodeId: string, run: TestRun = noRun) => {
    const known = { connectors: [], operations: { [reads.id]: reads } };
    const { scope, sources } = previewScope({ doc: streaming, catalogue: known, run, nodeId });
    return [scope['item'], sources[0]?.root, sources[0]?.origin];
  };

  it('is worked out from the sample of the step that reads, along the edges', () => {
    expect(itemAt('map')).toEqual([{ price: 21 }, 'item', 'example']);
    expect(itemAt('keep')).toEqual([{ total: 42 }, 'item', 'computed']);
    expect(itemAt('sums')).toEqual([{ total: 42 }, 'item', 'computed']);
    expect(itemAt('sort')).toEqual([{ total: 1 }, 'item', 'shape']);
    expect(itemAt('read')).toEqual([undefined, 'trigger', 'sample']);
  });

  it('is the first of the last test run where records went', () => {
    const step = StepRecord.parse({
      nodeId: 'sums',
      path: 'sums',
      status: 'succeeded',
      ports: ['out'],
      attempts: [],
      startedAt: '2026-01-31T12:00:00.000Z',
      records: { in: 3, out: 1, failed: 0, first: [{ total: 99 }] },
    });
    expect(itemAt('sort', { ...noRun, steps: [step], doc: streaming })).toEqual([{ total: 99 }, 'item', 'run']);
  });
});
