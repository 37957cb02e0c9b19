import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { entersLeft, nodeHeight, nodeWidth, placedOutputs } from './geometry.ts';
import type { Segment } from './interpretation.ts';

/** The edges as straight lines between their ports. */
export function edgeSegments(doc: FlowDocument): Segment[] {
  const byId = new Map<string, FlowNode>(doc.nodes.map((node) => [node.id, node]));
  return doc.edges.flatMap((edge) => {
    const from = byId.get(edge.from.node);
    const to = byId.get(edge.to.node);
    const port =
      from === undefined ? undefined : placedOutputs(from).find((candidate) => candidate.name === edge.from.port);
    if (from === undefined || to === undefined || port === undefined) return [];
    const entry = entersLeft(edge, to) ? { x: 0, y: nodeHeight / 2 } : { x: nodeWidth / 2, y: 0 };
    return [
      {
        edgeId: edge.id,
        from: { x: from.position.x + port.at.x, y: from.position.y + port.at.y },
        to: { x: to.position.x + entry.x, y: to.position.y + entry.y },
      },
    ];
  });
}
