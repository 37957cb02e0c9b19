// Which steps say how they are undone, and what a node calls in all.
import type { FlowDocument, FlowNode } from './document.ts';
import type { Compensation } from './nodes/compensation.ts';

/** Null: nothing is taken back. */
export function compensationOf(node: FlowNode): Compensation | null {
  const mayHave = node.kind === 'action' || node.kind === 'subflow' || node.kind === 'forEach' || node.kind === 'try';
  return mayHave ? (node.compensate ?? null) : null;
}

/** Whether a run of the flow may have something to take back. */
export const compensated = (doc: Pick<FlowDocument, 'nodes'>): boolean =>
  doc.nodes.some((node) => compensationOf(node) !== null);

/** The connections that a node uses: its own, and that of its compensation. */
export function slotsOf(node: FlowNode): string[] {
  const own = node.kind === 'trigger' || node.kind === 'action' ? node.slot : undefined;
  return [...new Set([own, compensationOf(node)?.slot].flatMap((slot) => (slot === undefined ? [] : [slot])))];
}
