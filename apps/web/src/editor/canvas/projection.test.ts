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
  troubles: new Map(),
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

  it('tells a trigger in trouble, and draws it anew when that passes', () => {
    const project = createProjector();
    const data = (troubles: ReadonlyMap<string, string>) =>
      project(input(doc, { troubles })).nodes.find((node) => node.id === 'order')?.data;
    expect(data(new Map([['order', 'it is paused']]))).toMatchObject({ trouble: 'it is paused' });
    expect(data(new Map())).toMatchObject({ trouble: null });
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

  it('lets the partners of a join arrive at the left, by an edge that says so', () => {
    const join = {
      kind: 'join',
      items: '',
      partners: '',
      key: 'item.id',
      partnerKey: 'item.id',
      as: 'p',
      keep: 'left',
    };
    const reader = { ...anAction(), records: { does: 'read' } };
    const joined = aFlow({ orders: reader, others: reader, pair: { ...join, records: {} } } as never, [
      'orders > pair',
      'others > pair',
    ]);
    const edges = joined.edges.map((edge) =>
      edge.from.node === 'others' ? { ...edge, to: { ...edge.to, port: 'partners' } } : edge,
    );
    const drawn = createProjector()(input({ ...joined, edges }));
    const into = drawn.edges.map(({ source, targetHandle, data }) => [
      source,
      targetHandle,
      data?.label,
      data?.records,
    ]);
    expect(into.toSorted(([left], [right]) => `${left}`.localeCompare(`${right}`))).toEqual([
      ['orders', 'in', '', true],
      ['others', 'partners', 'partners', true],
    ]);
    const handles = drawn.nodes.find(({ id }) => id === 'pair')?.handles?.map(({ id, type }) => [id, type]);
    expect(handles).toContainEqual(['partners', 'target']);
    expect(handles).not.toContainEqual(['in-left', 'target']);
  });

  it('knows where a path ends', () => {
    const { nodes } = createProjector()(input(doc));
    const ends = nodes.flatMap((node) => (node.type === 'step' && node.data.ends ? [node.id] : []));
    expect(ends).toEqual(['late']);
  });
});
