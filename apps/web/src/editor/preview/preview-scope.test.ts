import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import { noRun } from '../test-run.store.ts';
import { aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
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
