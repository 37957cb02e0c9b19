// What may be wrong with containers and their bodies.
import type { Diagnostic } from '../errors/diagnostic.ts';
import { bodyPort, flowBodies, isContainer, itemName } from './bodies.ts';
import type { FlowBodies } from './bodies.ts';
import type { FlowDocument, FlowNode } from './document.ts';

const reserved: ReadonlySet<string> = new Set(['trigger', 'steps', 'errors', 'vars', 'true', 'false', 'null']);

export function bodyProblems(doc: FlowDocument): Diagnostic[] {
  if (!doc.nodes.some(isContainer)) return [];
  const bodies = flowBodies(doc);
  return [...crossingProblems(doc, bodies), ...doc.nodes.flatMap((node) => containerProblems(doc, node, bodies))];
}

function crossingProblems(doc: FlowDocument, bodies: FlowBodies): Diagnostic[] {
  const labelOf = (id: string | null | undefined): string => doc.nodes.find((node) => node.id === id)?.label ?? '';
  return bodies.crossing.map((edge) => {
    const container = bodies.of.get(edge.to.node) ?? bodies.of.get(edge.from.node);
    const message = `The way from “${labelOf(edge.from.node)}” to “${labelOf(edge.to.node)}” crosses the border of “${labelOf(container)}”. What is inside is reached from inside only; go on after it by its exit “then”.`;
    return { severity: 'error', code: 'flow.crossesBody', message, at: { edgeId: edge.id } };
  });
}

function containerProblems(doc: FlowDocument, node: FlowNode, bodies: FlowBodies): Diagnostic[] {
  if (!isContainer(node)) return [];
  const found: Diagnostic[] = [];
  const port = bodyPort(node);
  if (!doc.edges.some((edge) => edge.from.node === node.id && edge.from.port === port)) {
    const message = `“${node.label}” has nothing to do: connect its exit “${port === 'each' ? 'each item' : 'try'}” to a step.`;
    found.push({ severity: 'warning', code: 'flow.emptyBody', message, at: { nodeId: node.id } });
  }
  if (node.kind !== 'forEach') return found;
  const name = itemName(node);
  const at = { nodeId: node.id, field: 'as' };
  if (reserved.has(name)) {
    const message = `“${name}” has a meaning of its own in expressions. Give the item of “${node.label}” another name.`;
    found.push({ severity: 'error', code: 'flow.reservedName', message, at });
  }
  for (let outer = bodies.of.get(node.id); outer !== undefined && outer !== null; outer = bodies.of.get(outer)) {
    const around = doc.nodes.find((other) => other.id === outer);
    if (around?.kind !== 'forEach' || itemName(around) !== name) continue;
    const message = `“${node.label}” stands in “${around.label}”, and both call their item “${name}”: inside, the outer one is out of reach. Rename one of them.`;
    found.push({ severity: 'warning', code: 'flow.hiddenItem', message, at });
  }
  return found;
}
