// Tidy: the main path runs down, chains that begin at an error or a rejection stand to the right of where they leave.
import { graphlib, layout } from '@dagrejs/dagre';
import { flowBodies, isContainer } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode, SingleFlowCommand } from '@patchbay/model/flow';
import { branchGap, columnGap, isSidePort, nodeHeight, nodeWidth, rankGap, sideGap, snapped } from './geometry.ts';
import type { Point } from './geometry.ts';

interface Step {
  readonly id: string;
  readonly node: FlowNode;
}
interface Link {
  readonly from: string;
  readonly to: string;
  readonly side: boolean;
}
type Places = Map<string, Point>;
type Bodies = ReadonlyMap<string, string | null>;

/** One command that moves the given nodes (all without `only`) to where they read best; null when they stand there. */
export function tidyCommand(doc: FlowDocument, only?: readonly string[]): SingleFlowCommand | null {
  const wanted = only === undefined || only.length < 2 ? null : new Set(only);
  const nodes = doc.nodes.filter((node) => wanted === null || wanted.has(node.id));
  const places = placesOf(nodes, doc);
  const anchor = topLeft(nodes.map((node) => node.position));
  const origin = topLeft([...places.values()]);
  const moves = nodes.flatMap((node) => {
    const place = places.get(node.id);
    if (place === undefined) return [];
    const shift = wanted === null ? { x: 0, y: 0 } : anchor;
    const position = snapped({ x: place.x - origin.x + shift.x, y: place.y - origin.y + shift.y });
    return position.x === node.position.x && position.y === node.position.y ? [] : [{ nodeId: node.id, position }];
  });
  return moves.length === 0 ? null : { type: 'moveNodes', moves };
}

const topLeft = (points: readonly Point[]): Point => ({
  x: Math.min(...points.map((point) => point.x)),
  y: Math.min(...points.map((point) => point.y)),
});

function placesOf(nodes: readonly FlowNode[], doc: FlowDocument): Places {
  const present = new Set<string>(nodes.map((node) => node.id));
  const links: Link[] = doc.edges
    .filter((edge) => present.has(edge.from.node) && present.has(edge.to.node))
    .map((edge) => ({ from: edge.from.node, to: edge.to.node, side: isSidePort(edge.from.port) }));
  const steps: Step[] = [...nodes]
    .sort((left, right) => left.position.y - right.position.y || left.position.x - right.position.x)
    .map((node) => ({ id: node.id, node }));
  const main = mainPath(steps, links);
  const bodies = flowBodies(doc).of;
  const places = ranked(
    steps.filter((step) => main.has(step.id)),
    links.filter((link) => !link.side && main.has(link.from) && main.has(link.to)),
    bodies,
  );
  placeSideChains(steps, links, { places, bodies });
  return places;
}

/** What is reached without leaving by a side exit, from every node that nothing leads to. */
function mainPath(steps: readonly Step[], links: readonly Link[]): Set<string> {
  const targets = new Set(links.map((link) => link.to));
  const seen = new Set<string>();
  const open = steps.filter((step) => !targets.has(step.id)).map((step) => step.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const link of links) if (link.from === id && !link.side) open.push(link.to);
  }
  return seen;
}

/** Ranks from dagre; behind a rank that holds a branch the next one stands lower, for the labels. */
function ranked(steps: readonly Step[], links: readonly Link[], bodies: Bodies): Places {
  const graph = new graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: 'TB', nodesep: columnGap, ranksep: rankGap });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const step of steps) graph.setNode(step.id, { width: nodeWidth, height: nodeHeight });
  for (const link of links) graph.setEdge(link.from, link.to);
  keepBodiesTogether(graph, steps, bodies);
  layout(graph);
  const raw = new Map<string, Point>(
    steps.map((step): [string, Point] => {
      const { x, y } = graph.node(step.id) as Point;
      return [step.id, { x: x - nodeWidth / 2, y: y - nodeHeight / 2 }];
    }),
  );
  const branchRows = new Set(
    steps
      .filter((step) => step.node.kind === 'branch' || isContainer(step.node))
      .map((step) => raw.get(step.id)?.y ?? 0),
  );
  const lower = (y: number): number => [...branchRows].filter((row) => row < y).length * (branchGap - rankGap);
  return new Map([...raw].map(([id, { x, y }]) => [id, { x, y: y + lower(y) }]));
}

/** The steps of a body stand by themselves, with room for its frame. */
function keepBodiesTogether(graph: graphlib.Graph, steps: readonly Step[], bodies: Bodies): void {
  const groups = new Set<string>();
  const groupOf = (id: string): string | undefined => {
    const container = bodies.get(id);
    return container === undefined || container === null ? undefined : `body of ${container}`;
  };
  for (const { id } of steps) {
    for (let inner = id, around = bodies.get(id); around !== undefined && around !== null; around = bodies.get(inner)) {
      const group = `body of ${around}`;
      if (!groups.has(group)) graph.setNode(group, {});
      groups.add(group);
      graph.setParent(inner === id ? id : `body of ${inner}`, group);
      inner = around;
    }
  }
  for (const group of groups) {
    const outer = groupOf(group.slice('body of '.length));
    if (outer !== undefined && groups.has(outer)) graph.setParent(group, outer);
  }
}

/** Each chain in turn: right of its source, and further right while something stands there. */
function placeSideChains(
  steps: readonly Step[],
  links: readonly Link[],
  { places, bodies }: { readonly places: Places; readonly bodies: Bodies },
): void {
  for (let round = 0; round < steps.length; round += 1) {
    const entry = links.find((link) => places.has(link.from) && !places.has(link.to));
    if (entry === undefined) break;
    const chain = chainFrom(entry.to, links, places);
    const inside = ranked(
      steps.filter((step) => chain.has(step.id)),
      links.filter((link) => chain.has(link.from) && chain.has(link.to)),
      bodies,
    );
    const source = places.get(entry.from) ?? { x: 0, y: 0 };
    const head = inside.get(entry.to) ?? { x: 0, y: 0 };
    let shift: Point = { x: source.x + nodeWidth + sideGap - head.x, y: source.y - head.y };
    while (collides(inside, shift, places)) shift = { x: shift.x + nodeWidth + columnGap, y: shift.y };
    for (const [id, place] of inside) places.set(id, { x: place.x + shift.x, y: place.y + shift.y });
  }
  let y = Math.max(0, ...[...places.values()].map((place) => place.y + nodeHeight + rankGap));
  for (const step of steps) {
    if (places.has(step.id)) continue;
    places.set(step.id, { x: 0, y });
    y += nodeHeight + rankGap;
  }
}

function chainFrom(start: string, links: readonly Link[], places: ReadonlyMap<string, Point>): Set<string> {
  const chain = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (chain.has(id) || places.has(id)) continue;
    chain.add(id);
    for (const link of links) if (link.from === id && !link.side) open.push(link.to);
  }
  return chain;
}

function collides(inside: ReadonlyMap<string, Point>, shift: Point, places: ReadonlyMap<string, Point>): boolean {
  for (const place of inside.values()) {
    for (const other of places.values()) {
      const near =
        Math.abs(place.x + shift.x - other.x) < nodeWidth + columnGap / 2 &&
        Math.abs(place.y + shift.y - other.y) < nodeHeight + rankGap / 2;
      if (near) return true;
    }
  }
  return false;
}
