import type { FlowEdge } from './document.ts';

/** The ways into a merge: those from the steps that `order` names first, in that order, the others by their source. */
export function orderedWays(edges: readonly FlowEdge[], order: readonly string[]): FlowEdge[] {
  const place = (edge: FlowEdge): number => {
    const index = order.indexOf(edge.from.node);
    return index === -1 ? order.length : index;
  };
  const text = ({ from }: FlowEdge): string => `${from.node} ${from.port}`;
  return [...edges].sort((left, right) => place(left) - place(right) || (text(left) < text(right) ? -1 : 1));
}
