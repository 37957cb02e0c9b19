// Copy and paste is flow JSON as text: it pastes into a chat, a ticket, another installation. Secrets are never in it,
// since a flow names connection slots and holds no credential.
import { FlowEdge, FlowNode, FlowNote, ConnectionSlot, rewriteExpressions } from '@patchbay/model/flow';
import { renameStep } from '@patchbay/model/expression';
import type { FlowDocument, NodeId, SingleFlowCommand } from '@patchbay/model/flow';
import * as z from 'zod';
import type { Selection } from './editor.store.ts';
import { newEdgeId, newNodeId } from './new-id.ts';
import { freeLabel, freeName } from './node-name.ts';

const Fragment = z.object({
  patchbay: z.literal('fragment'),
  schemaVersion: z.literal(1),
  nodes: z.array(FlowNode).max(2_000),
  edges: z.array(FlowEdge).max(10_000),
  slots: z.array(ConnectionSlot).max(200).default([]),
  notes: z.array(FlowNote).max(500).default([]),
});
type Fragment = z.infer<typeof Fragment>;

/** The selected nodes and notes, the edges between them, the slots they name. Empty text when nothing is selected. */
export function copyText(doc: FlowDocument, selection: Selection): string {
  const ids = new Set(selection.nodes);
  const noteIds = new Set(selection.notes);
  const nodes = doc.nodes.filter((node) => ids.has(node.id));
  const notes = doc.notes.filter((note) => noteIds.has(note.id));
  if (nodes.length === 0 && notes.length === 0) return '';
  const slotNames = new Set(nodes.flatMap((node) => ('slot' in node && node.slot !== undefined ? [node.slot] : [])));
  const fragment: Fragment = {
    patchbay: 'fragment',
    schemaVersion: 1,
    nodes,
    edges: doc.edges.filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node)),
    slots: doc.slots.filter((slot) => slotNames.has(slot.name)),
    notes,
  };
  return JSON.stringify(fragment, null, 2);
}

export interface Pasted {
  readonly commands: SingleFlowCommand[];
  readonly nodeIds: string[];
  readonly noteIds: string[];
}

function parseFragment(text: string): Fragment | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const whole = z.object({ patchbay: z.literal('flow'), flow: z.looseObject({}) }).safeParse(value);
  const parsed = Fragment.safeParse(
    whole.success ? { ...whole.data.flow, patchbay: 'fragment', schemaVersion: 1 } : value,
  );
  return parsed.success ? parsed.data : null;
}

/** A merge names the steps before it by their ids: copies of them are meant, others no more. */
function withOrder(node: FlowNode, ids: ReadonlyMap<string, NodeId>): FlowNode {
  if (node.kind !== 'merge' || node.order === undefined) return node;
  return { ...node, order: node.order.flatMap((id) => ids.get(id) ?? []) };
}

/** Null when the text is no part of a flow. Copies get new ids and free names; what refers among them follows. */
export function pasteCommands(doc: FlowDocument, text: string, shift: { x: number; y: number }): Pasted | null {
  const fragment = parseFragment(text);
  if (fragment === null || fragment.nodes.length + fragment.notes.length === 0) return null;
  const ids = new Map(fragment.nodes.map((node) => [node.id, newNodeId()]));
  const renames: [string, string][] = [];
  let present = doc;
  const renamedNodes = fragment.nodes.map((node) => {
    // The names of the copied nodes count as taken, so that no new name is another's old one and renames cannot chain.
    const others = fragment.nodes.filter((other) => other.id !== node.id);
    const name = freeName({ ...present, nodes: [...present.nodes, ...others] }, node.name);
    const label = freeLabel(present, node.label);
    if (name !== node.name) renames.push([node.name, name]);
    const position = { x: node.position.x + shift.x, y: node.position.y + shift.y };
    const copy: FlowNode = { ...withOrder(node, ids), id: ids.get(node.id) ?? newNodeId(), name, label, position };
    present = { ...present, nodes: [...present.nodes, copy] };
    return copy;
  });
  const follow = (expression: string): string =>
    renames.reduce((current, [from, to]) => renameStep(current, from, to), expression);
  const nodes = renamedNodes.map((node) => rewriteExpressions(node, follow));
  const notes = fragment.notes.map((note) => ({
    ...note,
    id: newNodeId(),
    position: { x: note.position.x + shift.x, y: note.position.y + shift.y },
  }));
  const known = new Set(doc.slots.map((slot) => slot.name));
  const commands: SingleFlowCommand[] = [
    ...fragment.slots.filter((slot) => !known.has(slot.name)).map((slot) => ({ type: 'putSlot' as const, slot })),
    ...nodes.map((node) => ({ type: 'addNode' as const, node })),
    ...fragment.edges.flatMap((edge) => {
      const from = ids.get(edge.from.node);
      const to = ids.get(edge.to.node);
      if (from === undefined || to === undefined) return [];
      return [
        {
          type: 'addEdge' as const,
          edge: { id: newEdgeId(), from: { node: from, port: edge.from.port }, to: { node: to, port: edge.to.port } },
        },
      ];
    }),
    ...notes.map((note) => ({ type: 'putNote' as const, note })),
  ];
  return { commands, nodeIds: nodes.map((node) => node.id), noteIds: notes.map((note) => note.id) };
}
