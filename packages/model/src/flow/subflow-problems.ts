// What may be wrong with the calls of other flows, as far as the document says it. Whether the flow that is called is there is
// asked where it is published.
import type { Diagnostic, Severity } from '../errors/diagnostic.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { calledTrigger } from './nodes/subflow-node.ts';

export function subflowProblems(doc: FlowDocument): Diagnostic[] {
  return [...doc.nodes.flatMap(callProblems), ...contractProblems(doc)];
}

function callProblems(node: FlowNode): Diagnostic[] {
  if (node.kind !== 'subflow' || node.call !== undefined) return [];
  const message = `“${node.label}” calls no flow yet. Choose one in its settings.`;
  return [problem('error', 'flow.noCall', message, { nodeId: node.id, field: 'call' })];
}

/** Who calls a flow has to know what it takes and gives: there is one answer to that. */
function contractProblems(doc: FlowDocument): Diagnostic[] {
  const [called, ...others] = doc.nodes.filter((node) => node.kind === 'trigger' && node.operation === calledTrigger);
  if (called === undefined) return [];
  const more = others.map((node) => {
    const message = `“${node.label}” is a second trigger by which other flows call this one. Delete one: there is one contract for those who call.`;
    return problem('error', 'flow.twoContracts', message, { nodeId: node.id });
  });
  if (called.kind !== 'trigger' || called.replySchema === undefined) return more;
  if (doc.nodes.some((node) => node.kind === 'respond')) return more;
  const message = `“${called.label}” promises those who call this flow an answer, and no respond step gives one. Add one, or clear the promise.`;
  return [...more, problem('error', 'flow.noAnswer', message, { nodeId: called.id, field: 'replySchema' })];
}

const problem = (severity: Severity, code: string, message: string, at: Diagnostic['at']): Diagnostic => ({
  severity,
  code,
  message,
  at,
});
