import { applyCommand } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from './catalogue.ts';
import { addStepCommands, tieTo } from './new-step.ts';
import { freeName, slugOf } from './node-name.ts';
import { searchSteps, stepByKey, allSteps } from './step-kinds.ts';
import { aFlow, anAction, aTrigger } from './testing/a-flow.ts';

const catalogue = catalogueOf([]);
const map = stepByKey(catalogue, 'map')!;
const doc = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);
const middle = { x: 400, y: 400 };
const after = (of: FlowDocument, commands: ReturnType<typeof addStepCommands>['commands']): FlowDocument => {
  const result = applyCommand(of, { type: 'batch', commands });
  if (!result.ok) throw new Error(result.reason);
  return result.doc;
};
const ways = (of: FlowDocument): string[] =>
  of.edges
    .map((edge) =>
      [edge.from.node, edge.to.node].map((id) => of.nodes.find((node) => node.id === id)?.name).join(' > '),
    )
    .sort();

describe('addStepCommands', () => {
  it('puts a step into an edge and makes room below', () => {
    const { commands } = addStepCommands(map, doc, { edgeId: doc.edges[0]!.id, middle });
    const next = after(doc, commands);
    expect(ways(next)).toEqual(['map > call', 'order > map']);
    const y = (name: string) => next.nodes.find((node) => node.name === name)!.position.y;
    expect(y('call') - y('map')).toBeGreaterThanOrEqual(80);
  });

  it('ties a step to where an edge was dragged from, at the place of the drop', () => {
    const { node, commands } = addStepCommands(map, doc, {
      after: { nodeId: 'call', port: 'error' },
      position: { x: 600, y: 300 },
      middle,
    });
    expect(ways(after(doc, commands))).toContain('call > map');
    expect(node.position).toEqual({ x: 488, y: 280 });
  });

  it('stands in the column that it nearly hits, though that is off the grid', () => {
    const shifted = { ...doc, nodes: doc.nodes.map((node) => ({ ...node, position: { x: 300, y: node.position.y } })) };
    const dropped = (x: number) =>
      addStepCommands(map, shifted, { position: { x: x + 116, y: 900 }, middle }).node.position.x;
    expect([dropped(292), dropped(300), dropped(322), dropped(326)]).toEqual([300, 300, 300, 328]);
    const { node } = addStepCommands(map, shifted, { edgeId: shifted.edges[0]!.id, middle });
    expect(node.position.x).toBe(300);
  });

  it('works on records where it is added behind a step that hands on records', () => {
    const { nodes } = aFlow({
      orders: { kind: 'action', operation: 'http.readRecords', input: {}, records: { does: 'read' } },
    });
    const withReader = { ...doc, nodes: [...doc.nodes, ...nodes] };
    for (const key of ['map', 'filter', 'sort', 'code', 'forEach'] as const) {
      const { node, commands } = addStepCommands(stepByKey(catalogue, key)!, withReader, {
        after: { nodeId: 'orders', port: 'out' },
        middle,
      });
      expect(node).toMatchObject({ records: {} });
      expect(after(withReader, commands).edges).toHaveLength(withReader.edges.length + 1);
    }
  });

  it('never covers a node', () => {
    const { node } = addStepCommands(map, doc, { position: { x: 116, y: 24 }, middle });
    expect(doc.nodes.some((other) => Math.abs(other.position.y - node.position.y) < 48)).toBe(false);
  });
});

describe('tieTo', () => {
  it('goes into the one way on, and behind a node that leads nowhere', () => {
    expect(tieTo(doc, ['order'])).toMatchObject({ edgeId: doc.edges[0]!.id });
    expect(tieTo(doc, ['call'])).toEqual({ after: { nodeId: 'call', port: 'out' } });
    expect(tieTo(doc, [])).toEqual({});
  });
});

describe('names', () => {
  it.each([
    ['Charge card', 'charge_card'],
    ['Prüfen & Ändern', 'prufen_andern'],
    ['2nd try', 'nd_try'],
    ['送信', 'step'],
  ])('makes %s the slug %s', (label, slug) => expect(slugOf(label)).toBe(slug));
  it('numbers a name that is taken', () => expect(freeName(doc, 'call')).toBe('call_2'));
});

describe('searchSteps', () => {
  it('finds by the beginnings of words, labels first', () => {
    expect(searchSteps(allSteps(catalogue), 'bra')[0]?.key).toBe('branch');
    expect(searchSteps(allSteps(catalogue), 'caller')[0]?.key).toBe('respond');
    expect(searchSteps(allSteps(catalogue), 'zzz')).toEqual([]);
  });
});
