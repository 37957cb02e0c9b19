// Where things stand on a node, in pixels of the canvas. Nodes have one size, so edges are drawn without measuring.
import { outputPorts, partnersPort, takesPartners } from '@patchbay/model/flow';
import type { FlowEdge, FlowNode, Port } from '@patchbay/model/flow';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const nodeWidth = 232;
export const nodeHeight = 48;
/** A port's hit area is 24 wide with the port in its middle; edges end this much before its outer border. */
export const portReach = 12;
/** Positions snap to this grid. */
export const gridStep = 8;
/** Free height between two ranks, and behind a branch, whose labels need room. */
export const rankGap = 40;
export const branchGap = 64;
/** A body begins this much lower than its container ends and to the right of it: there is a frame with its name between. */
export const bodyGap = 72;
export const bodyShift = 144;
/** Free width between neighbours of a rank, and before a chain that leaves to the right. */
export const columnGap = 40;
export const sideGap = 128;

/** Ports that leave to the right: what went wrong, or was turned away. */
export const isSidePort = (port: string): boolean => port === 'error' || port === 'rejected';

/** The usual input port is drawn twice: above for the way down, at the left for what comes from a side exit. */
export const inputHandles = { top: 'in', left: 'in-left' } as const;

/** What stands at the left: the usual port once more, or that of the partners of a join. */
export const leftHandle = (node: FlowNode): string => (takesPartners(node) ? partnersPort : inputHandles.left);

/** Whether an edge ends at the left of its target. */
export const entersLeft = ({ from, to }: Pick<FlowEdge, 'from' | 'to'>, target: FlowNode | undefined): boolean =>
  to.port === partnersPort || (isSidePort(from.port) && (target === undefined || !takesPartners(target)));

export interface PlacedPort extends Port {
  readonly side: 'bottom' | 'right';
  readonly at: Point;
}

/** Output ports with their place relative to the node's top left corner. A branch's ports share its lower edge. */
export function placedOutputs(node: FlowNode): PlacedPort[] {
  const ports = outputPorts(node);
  const below = ports.filter((port) => !isSidePort(port.name));
  const beside = ports.filter((port) => isSidePort(port.name));
  return ports.map((port) => {
    if (isSidePort(port.name)) {
      const y = (nodeHeight * (beside.indexOf(port) + 1)) / (beside.length + 1);
      return { ...port, side: 'right', at: { x: nodeWidth, y } };
    }
    const index = below.indexOf(port);
    return { ...port, side: 'bottom', at: { x: (nodeWidth * (index + 1)) / (below.length + 1), y: nodeHeight } };
  });
}

export const snapped = ({ x, y }: Point): Point => ({
  x: Math.round(x / gridStep) * gridStep,
  y: Math.round(y / gridStep) * gridStep,
});

/** A new step that nearly stands in a column of others stands in it. */
const columnReach = 3 * gridStep;

/** On the grid, or in the column that is nearly hit, wherever that stands. */
export function inColumn(nodes: readonly { position: Point }[], wanted: Point): Point {
  const { y } = snapped(wanted);
  let { x } = snapped(wanted);
  let nearest = columnReach;
  for (const { position } of nodes) {
    const distance = Math.abs(position.x - wanted.x);
    if (distance > nearest) continue;
    nearest = distance;
    x = position.x;
  }
  return { x, y };
}

/** The nearest free place at or below a wanted one, so that a new node never covers another. */
export function freePlace(nodes: readonly { position: Point }[], wanted: Point): Point {
  let place = inColumn(nodes, wanted);
  const covered = (): boolean =>
    nodes.some(
      ({ position }) =>
        Math.abs(position.x - place.x) < nodeWidth + gridStep && Math.abs(position.y - place.y) < nodeHeight + gridStep,
    );
  while (covered()) place = { x: place.x, y: snapped({ x: 0, y: place.y + nodeHeight + rankGap }).y };
  return place;
}
