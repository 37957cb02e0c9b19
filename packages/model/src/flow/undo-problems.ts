// What may be wrong with how a flow takes back what it did.
import type { Diagnostic } from '../errors/diagnostic.ts';
import { compensated } from './compensations.ts';
import type { FlowDocument } from './document.ts';

export function undoProblems(doc: FlowDocument): Diagnostic[] {
  if (compensated(doc)) return [];
  return doc.nodes.flatMap((node) => {
    if (node.kind !== 'stop' || node.undo !== true) return [];
    const message = `“${node.label}” takes back what the run did, and no step of the flow says how it is undone. Say so in the settings of those steps, under “If a later step fails”, or clear it here.`;
    return [{ severity: 'warning', code: 'flow.nothingToUndo', message, at: { nodeId: node.id, field: 'undo' } }];
  });
}
