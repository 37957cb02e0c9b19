// A container takes its body along: what is moved with some nodes.
import { flowBodies, isContainer } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import type { Point } from './geometry.ts';

/** By node that stands in the body of one of these, at whatever depth, and is none of them: the one that takes it along. */
export function takenAlong(doc: FlowDocument, ids: ReadonlySet<string>): ReadonlyMap<string, string> {
  const containers = new Set<string>(
    doc.nodes.filter((node) => isContainer(node) && ids.has(node.id)).map(({ id }) => id),
  );
  if (containers.size === 0) return new Map();
  const { of } = flowBodies(doc);
  const found = new Map<string, string>();
  for (const { id } of doc.nodes) {
    if (ids.has(id)) continue;
    let around = of.get(id);
    while (around !== undefined && around !== null && !containers.has(around)) around = of.get(around);
    if (around !== undefined && around !== null) found.set(id, around);
  }
  return found;
}

/** These places, and those to which the bodies of the containers among them come. */
export function withBodies(doc: FlowDocument, moved: ReadonlyMap<string, Point>): Map<string, Point> {
  const all = new Map(moved);
  const along = takenAlong(doc, new Set(moved.keys()));
  if (along.size === 0) return all;
  const nodes = new Map<string, Point>(doc.nodes.map(({ id, position }) => [id, position]));
  for (const [id, container] of along) {
    const [own, before, now] = [nodes.get(id), nodes.get(container), moved.get(container)];
    if (own === undefined || before === undefined || now === undefined) continue;
    all.set(id, { x: own.x + now.x - before.x, y: own.y + now.y - before.y });
  }
  return all;
}
