import type { PlannedNode, PlannedScope } from './flow-plan.ts';

/** The node of this id, wherever it stands; ids are unique in a flow. */
export function findPlanned(scope: PlannedScope, nodeId: string): PlannedNode | null {
  for (const node of scope.nodes) {
    if (node.id === nodeId) return node;
    const { step } = node;
    const inside = step.type === 'forEach' || step.type === 'try' ? findPlanned(step.body, nodeId) : null;
    if (inside !== null) return inside;
  }
  return null;
}
