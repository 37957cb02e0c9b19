// Where the bodies of containers stand: a frame around the steps that are reached through the body port.
import { flowBodies, isContainer, itemName } from '@patchbay/model/flow';
import type { ContainerNode, FlowDocument } from '@patchbay/model/flow';
import { nodeHeight, nodeWidth } from './geometry.ts';
import type { Point } from './geometry.ts';

export interface BodyFrame {
  readonly id: string;
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const padding = 16;
/** Room for the name of the body, which stands below: no edge goes there. */
const footer = 32;

/** Outer frames come first, so that inner ones are drawn over them. `moved`: where nodes stand while they are dragged. */
export function bodyFrames(doc: FlowDocument, moved: ReadonlyMap<string, Point>): BodyFrame[] {
  const containers = doc.nodes.filter(isContainer);
  if (containers.length === 0) return [];
  const { of } = flowBodies(doc);
  const inside = new Map<string, Box[]>();
  for (const node of doc.nodes) {
    const { x, y } = moved.get(node.id) ?? node.position;
    const around = of.get(node.id);
    if (around !== undefined && around !== null) {
      const box = { left: x, top: y, right: x + nodeWidth, bottom: y + nodeHeight };
      inside.set(around, [...(inside.get(around) ?? []), box]);
    }
  }
  const boxes = new Map<string, Box | null>();
  const boxOf = (container: ContainerNode): Box | null => {
    const known = boxes.get(container.id);
    if (known !== undefined) return known;
    const nested = containers.filter((other) => of.get(other.id) === container.id);
    const parts = [...(inside.get(container.id) ?? []), ...nested.flatMap((other) => boxOf(other) ?? [])];
    const box = parts.length === 0 ? null : around(parts);
    boxes.set(container.id, box);
    return box;
  };
  const depth = (id: string): number => {
    const outer = of.get(id);
    return outer === undefined || outer === null ? 0 : 1 + depth(outer);
  };
  return containers
    .toSorted((left, right) => depth(left.id) - depth(right.id))
    .flatMap((container) => {
      const box = boxOf(container);
      if (box === null) return [];
      const { left, top, right, bottom } = box;
      return [
        { id: container.id, words: wordsOf(container), x: left, y: top, width: right - left, height: bottom - top },
      ];
    });
}

const around = (parts: readonly Box[]): Box => ({
  left: Math.min(...parts.map((part) => part.left)) - padding,
  top: Math.min(...parts.map((part) => part.top)) - padding,
  right: Math.max(...parts.map((part) => part.right)) + padding,
  bottom: Math.max(...parts.map((part) => part.bottom)) + footer,
});

const wordsOf = (container: ContainerNode): string =>
  container.kind === 'try' ? `Inside ${container.label}` : `Each ${itemName(container)} of ${container.label}`;
