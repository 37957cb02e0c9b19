// A whole new document as one command, so that the log, undo and rebase need no second way.
import type { FlowCommand, FlowDocument, SingleFlowCommand } from '@patchbay/model/flow';
import { canonicalFlow } from '@patchbay/model/flow';

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** What leads from one document to the other, touching only what differs; null when nothing does. */
export function replacementCommand(from: FlowDocument, to: FlowDocument): FlowCommand | null {
  const before = canonicalFlow(from);
  const after = canonicalFlow(to);
  const changedNodes = new Set(
    before.nodes.filter((node) => !after.nodes.some((other) => same(node, other))).map((node) => node.id),
  );
  const keptEdges = before.edges.filter(
    (edge) =>
      !changedNodes.has(edge.from.node) &&
      !changedNodes.has(edge.to.node) &&
      after.edges.some((other) => same(edge, other)),
  );
  const commands: SingleFlowCommand[] = [
    ...before.edges
      .filter((edge) => !keptEdges.includes(edge))
      .map((edge) => ({ type: 'removeEdge' as const, edgeId: edge.id })),
    ...[...changedNodes].map((nodeId) => ({ type: 'removeNode' as const, nodeId })),
    ...after.nodes
      .filter((node) => changedNodes.has(node.id) || !before.nodes.some((other) => other.id === node.id))
      .map((node) => ({ type: 'addNode' as const, node })),
    ...after.edges
      .filter((edge) => !keptEdges.some((kept) => kept.id === edge.id))
      .map((edge) => ({ type: 'addEdge' as const, edge })),
    ...before.slots
      .filter((slot) => !after.slots.some((other) => other.name === slot.name))
      .map((slot) => ({ type: 'removeSlot' as const, name: slot.name })),
    ...after.slots
      .filter((slot) => !before.slots.some((other) => same(slot, other)))
      .map((slot) => ({ type: 'putSlot' as const, slot })),
    ...before.notes
      .filter((note) => !after.notes.some((other) => other.id === note.id))
      .map((note) => ({ type: 'removeNote' as const, noteId: note.id })),
    ...after.notes
      .filter((note) => !before.notes.some((other) => same(note, other)))
      .map((note) => ({ type: 'putNote' as const, note })),
    ...settingsChange(before, after),
  ];
  return commands.length === 0 ? null : { type: 'batch', commands };
}

function settingsChange(before: FlowDocument, after: FlowDocument): SingleFlowCommand[] {
  const { name, description, settings } = after;
  if (before.name === name && before.description === description && same(before.settings, settings)) return [];
  return [{ type: 'updateFlow', name, settings, ...(description === undefined ? {} : { description }) }];
}
