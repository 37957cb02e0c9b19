import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import { aBranch, aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { createProjector } from './projection.ts';
import type { ProjectionInput } from './projection.ts';

const doc = aFlow({ order: aTrigger(), charge: anAction(), which: aBranch('express'), late: anAction() }, [
  'order > charge',
  'charge:error > late',
  'charge > which',
]);
const catalogue = catalogueOf([]);
const input = (of: FlowDocument, more: Partial<ProjectionInput> = {}): ProjectionInput => ({
  doc: of,
  catalogue,
  selectedNodes: new Set(),
  selectedEdges: new Set(),
  frames: new Map(),
  problems: new Map(),
  overlay: null,
  readOnly: false,
  ...more,
});

describe('projection', () => {
  it('keeps the identity of what did not change', () => {
    const project = createProjector();
    const before = project(input(doc));
    const moved = {
      ...doc,
      nodes: doc.nodes.map((node) => (node.id === 'late' ? { ...node, position: { x: 9, y: 9 } } : node)),
    };
    const after = project(input(moved));
    const same = after.nodes.filter((node, index) => node === before.nodes[index]).map((node) => node.id);
    expect(same).toEqual(['charge', 'order', 'which']);
    expect(after.edges.every((edge, index) => edge === before.edges[index])).toBe(true);
  });

  it('draws a dragged node where it is held, not where the document has it', () => {
    const { nodes } = createProjector()(input(doc, { frames: new Map([['late', { x: 5, y: 6 }]]) }));
    expect(nodes.find((node) => node.id === 'late')?.position).toEqual({ x: 5, y: 6 });
  });

  it('lets error edges arrive at the left and names the ways of a branch', () => {
    const { edges } = createProjector()(input(doc));
    expect(edges.find((edge) => edge.sourceHandle === 'error')).toMatchObject({
      targetHandle: 'in-left',
      data: { label: 'on error' },
    });
    const withWay = aFlow({ which: aBranch('express'), late: anAction() }, [
      'which:express > late',
      'which:otherwise > late',
    ]);
    const labels = createProjector()(input(withWay)).edges.map((edge) => edge.data?.label);
    expect(labels).toContain('otherwise');
    expect(labels.find((label) => label !== 'otherwise')).toMatch(/express/);
  });

  it('knows where a path ends', () => {
    const { nodes } = createProjector()(input(doc));
    const ends = nodes.flatMap((node) => (node.type === 'step' && node.data.ends ? [node.id] : []));
    expect(ends).toEqual(['late']);
  });
});
