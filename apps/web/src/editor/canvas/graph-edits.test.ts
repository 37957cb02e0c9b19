import { applyCommand } from '@patchbay/model/flow';
import type { FlowDocument, SingleFlowCommand } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { aBranch, aFlow, aMap, anAction, aRespond, aTrigger } from '../testing/a-flow.ts';
import { connectionProblem } from './connection-rules.ts';
import { branchGap, nodeHeight, nodeWidth } from './geometry.ts';
import { tidyCommand } from './layout.ts';
import { deleteNodesCommands, spliceCommands } from './splice.ts';

function applied(doc: FlowDocument, commands: readonly SingleFlowCommand[]): FlowDocument {
  const result = applyCommand(doc, { type: 'batch', commands: [...commands] });
  if (!result.ok) throw new Error(result.reason);
  return result.doc;
}
const edgesOf = (doc: FlowDocument): string[] =>
  doc.edges.map((edge) => `${edge.from.node}:${edge.from.port} > ${edge.to.node}`).sort();

describe('connectionProblem', () => {
  const doc = aFlow({ order: aTrigger(), map: aMap(), call: anAction() }, ['order > map', 'map > call']);
  const between = (from: string, to: string): string | null =>
    connectionProblem(doc, { from: { node: from, port: 'out' }, to: { node: to, port: 'in' } });
  it.each([
    ['order', 'call', null],
    ['call', 'map', 'a flow runs one way'],
    ['map', 'map', 'cannot lead to itself'],
    ['map', 'order', 'starts the flow'],
    ['map', 'call', 'already'],
  ])('from %s to %s: %s', (from, to, words) => {
    if (words === null) expect(between(from, to)).toBeNull();
    else expect(between(from, to)).toContain(words);
  });
});

describe('spliceCommands', () => {
  it('puts a node into the middle of an edge', () => {
    const doc = aFlow({ order: aTrigger(), map: aMap(), call: anAction() }, ['order > call']);
    const map = doc.nodes.find((node) => node.id === 'map')!;
    const after = applied(doc, spliceCommands(doc, doc.edges[0]!.id, map)!);
    expect(edgesOf(after)).toEqual(['map:out > call', 'order:out > map']);
  });
  it('refuses a node that takes no input', () => {
    const doc = aFlow({ order: aTrigger(), other: aTrigger(), call: anAction() }, ['order > call']);
    const other = doc.nodes.find((node) => node.id === 'other')!;
    expect(spliceCommands(doc, doc.edges[0]!.id, other)).toBeNull();
  });
});

describe('deleteNodesCommands', () => {
  const doc = aFlow({ order: aTrigger(), map: aMap(), call: anAction(), answer: aRespond() }, [
    'order > map',
    'map > call',
    'call > answer',
  ]);
  it('closes the gap over several nodes when asked to reconnect', () => {
    expect(edgesOf(applied(doc, deleteNodesCommands(doc, ['map', 'call'], true)))).toEqual(['order:out > answer']);
  });
  it('leaves the gap open otherwise', () => {
    expect(edgesOf(applied(doc, deleteNodesCommands(doc, ['call'], false)))).toEqual(['order:out > map']);
  });
});

describe('tidyCommand', () => {
  const doc = aFlow(
    {
      order: aTrigger(),
      charge: anAction(),
      release: anAction(),
      which: aBranch('express'),
      express: anAction(),
      standard: anAction(),
    },
    [
      'order > charge',
      'charge:error > release',
      'charge > which',
      'which:express > express',
      'which:otherwise > standard',
    ],
  );
  const tidied = applied(doc, [tidyCommand(doc)!]);
  const place = (id: string) => tidied.nodes.find((node) => node.id === id)!.position;

  it('runs the main path down and the error path to the right', () => {
    expect(place('charge').y).toBeGreaterThan(place('order').y);
    expect(place('release').y).toBe(place('charge').y);
    expect(place('release').x).toBeGreaterThan(place('charge').x + nodeWidth);
  });
  it('leaves room for the labels behind a branch', () => {
    expect(place('express').y - place('which').y - nodeHeight).toBeGreaterThanOrEqual(branchGap - 8);
  });
  it('lets no two nodes overlap', () => {
    for (const left of tidied.nodes) {
      for (const right of tidied.nodes) {
        if (left === right) continue;
        const apart =
          Math.abs(left.position.x - right.position.x) >= nodeWidth ||
          Math.abs(left.position.y - right.position.y) >= nodeHeight;
        expect(apart).toBe(true);
      }
    }
  });
  it('has nothing to do a second time', () => {
    expect(tidyCommand(tidied)).toBeNull();
  });
});
