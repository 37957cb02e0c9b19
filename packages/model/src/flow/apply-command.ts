// One edit, applied purely. The browser, the server and undo all go through here; the inverse restores the document exactly.
import { assertNever } from '../errors/assert-never.ts';
import type { FlowCommand, SingleFlowCommand } from './command.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import type { NodeName } from './nodes/node-base.ts';
import { followStepName } from './node-expressions.ts';
import { inputPorts, outputPorts } from './ports.ts';

export type CommandResult =
  | { readonly ok: true; readonly doc: FlowDocument; readonly inverse: FlowCommand }
  /** The command does not fit this document; `reason` is a sentence for its author. */
  | { readonly ok: false; readonly reason: string };

const refused = (reason: string): CommandResult => ({ ok: false, reason });
const applied = (doc: FlowDocument, inverse: FlowCommand): CommandResult => ({ ok: true, doc, inverse });

/** Lists that are sets stay sorted by id, so that undo gives back the same text. */
function inserted<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((other) => other.id > item.id);
  return at === -1 ? [...list, item] : [...list.slice(0, at), item, ...list.slice(at)];
}

const replaced = <T extends { id: string }>(list: readonly T[], item: T): T[] =>
  list.map((other) => (other.id === item.id ? item : other));

/** Applies a command. Never throws: a command that does not fit is refused with a reason, and the document is untouched. */
export function applyCommand(doc: FlowDocument, command: FlowCommand): CommandResult {
  return command.type === 'batch' ? applyBatch(doc, command.commands) : applySingle(doc, command);
}

function applyBatch(doc: FlowDocument, commands: readonly SingleFlowCommand[]): CommandResult {
  const inverses: SingleFlowCommand[] = [];
  let current = doc;
  for (const command of commands) {
    const result = applySingle(current, command);
    if (!result.ok) return result;
    current = result.doc;
    inverses.unshift(...(result.inverse.type === 'batch' ? result.inverse.commands : [result.inverse]));
  }
  return applied(current, { type: 'batch', commands: inverses });
}

function applySingle(doc: FlowDocument, command: SingleFlowCommand): CommandResult {
  switch (command.type) {
    case 'addNode':
      return addNode(doc, command.node);
    case 'removeNode':
      return removeNode(doc, command.nodeId);
    case 'moveNodes':
      return moveNodes(doc, command.moves);
    case 'updateNode':
      return updateNode(doc, command.node);
    case 'renameNode':
      return renameNode(doc, command);
    case 'addEdge':
      return addEdge(doc, command.edge);
    case 'removeEdge': {
      const edge = doc.edges.find((other) => other.id === command.edgeId);
      if (edge === undefined) return refused('The edge is no longer there.');
      return applied({ ...doc, edges: doc.edges.filter((other) => other !== edge) }, { type: 'addEdge', edge });
    }
    case 'putSlot': {
      const before = doc.slots.find((slot) => slot.name === command.slot.name);
      const slots = [...doc.slots.filter((slot) => slot !== before), command.slot].sort((a, b) =>
        a.name < b.name ? -1 : 1,
      );
      return applied(
        { ...doc, slots },
        before === undefined ? { type: 'removeSlot', name: command.slot.name } : { type: 'putSlot', slot: before },
      );
    }
    case 'removeSlot': {
      const slot = doc.slots.find((other) => other.name === command.name);
      if (slot === undefined) return refused(`There is no connection slot “${command.name}”.`);
      return applied({ ...doc, slots: doc.slots.filter((other) => other !== slot) }, { type: 'putSlot', slot });
    }
    case 'putNote': {
      const before = doc.notes.find((note) => note.id === command.note.id);
      return before === undefined
        ? applied({ ...doc, notes: inserted(doc.notes, command.note) }, { type: 'removeNote', noteId: command.note.id })
        : applied({ ...doc, notes: replaced(doc.notes, command.note) }, { type: 'putNote', note: before });
    }
    case 'removeNote': {
      const note = doc.notes.find((other) => other.id === command.noteId);
      if (note === undefined) return refused('The note is no longer there.');
      return applied({ ...doc, notes: doc.notes.filter((other) => other !== note) }, { type: 'putNote', note });
    }
    case 'updateFlow': {
      const { name, description, settings } = command;
      const { description: before, ...rest } = doc;
      return applied(
        { ...rest, name, settings, ...(description === undefined ? {} : { description }) },
        {
          type: 'updateFlow',
          name: doc.name,
          settings: doc.settings,
          ...(before === undefined ? {} : { description: before }),
        },
      );
    }
    default:
      return assertNever(command);
  }
}

function addNode(doc: FlowDocument, node: FlowNode): CommandResult {
  if (doc.nodes.some((other) => other.id === node.id)) return refused(`A node with the id ${node.id} exists already.`);
  if (doc.nodes.some((other) => other.name === node.name)) {
    return refused(`Another node has the name “${node.name}”. Choose another name.`);
  }
  return applied({ ...doc, nodes: inserted(doc.nodes, node) }, { type: 'removeNode', nodeId: node.id });
}

function removeNode(doc: FlowDocument, nodeId: string): CommandResult {
  const node = doc.nodes.find((other) => other.id === nodeId);
  if (node === undefined) return refused('The node is no longer there.');
  const touching = doc.edges.filter((edge) => edge.from.node === nodeId || edge.to.node === nodeId);
  return applied(
    {
      ...doc,
      nodes: doc.nodes.filter((other) => other !== node),
      edges: doc.edges.filter((edge) => !touching.includes(edge)),
    },
    {
      type: 'batch',
      commands: [{ type: 'addNode', node }, ...touching.map((edge) => ({ type: 'addEdge' as const, edge }))],
    },
  );
}

function moveNodes(
  doc: FlowDocument,
  moves: readonly { nodeId: FlowNode['id']; position: FlowNode['position'] }[],
): CommandResult {
  const targets = new Map(moves.map((move) => [move.nodeId, move.position]));
  const moved = doc.nodes.filter((node) => targets.has(node.id));
  if (moved.length !== targets.size) return refused('A node that was moved is no longer there.');
  const nodes = doc.nodes.map((node) => {
    const position = targets.get(node.id);
    return position === undefined ? node : { ...node, position };
  });
  const inverse = moved.map((node) => ({ nodeId: node.id, position: node.position }));
  return applied({ ...doc, nodes }, { type: 'moveNodes', moves: inverse });
}

function updateNode(doc: FlowDocument, node: FlowNode): CommandResult {
  const before = doc.nodes.find((other) => other.id === node.id);
  if (before === undefined) return refused('The node is no longer there.');
  if (before.kind !== node.kind) return refused('A node cannot change its kind. Add a new node instead.');
  const after: FlowNode = { ...node, name: before.name, label: before.label, position: before.position };
  const lost = orphanedEdges(doc, after);
  const trimmed = lost.length === 0 ? doc.edges : doc.edges.filter((edge) => !lost.includes(edge));
  const inverse: FlowCommand =
    lost.length === 0
      ? { type: 'updateNode', node: before }
      : {
          type: 'batch',
          commands: [{ type: 'updateNode', node: before }, ...lost.map((edge) => ({ type: 'addEdge' as const, edge }))],
        };
  return applied({ ...doc, nodes: replaced(doc.nodes, after), edges: trimmed }, inverse);
}

/** Edges that leave by a port which the changed node no longer has. */
function orphanedEdges(doc: FlowDocument, node: FlowNode): FlowEdge[] {
  const ports = new Set(outputPorts(node).map((port) => port.name));
  return doc.edges.filter((edge) => edge.from.node === node.id && !ports.has(edge.from.port));
}

function renameNode(
  doc: FlowDocument,
  { nodeId, name, label }: { nodeId: FlowNode['id']; name: NodeName; label: string },
): CommandResult {
  const before = doc.nodes.find((other) => other.id === nodeId);
  if (before === undefined) return refused('The node is no longer there.');
  if (doc.nodes.some((other) => other.id !== nodeId && other.name === name)) {
    return refused(`Another node has the name “${name}”. Choose another name.`);
  }
  const nodes = renamed(doc.nodes, before, { name, label });
  const back: SingleFlowCommand = { type: 'renameNode', nodeId, name: before.name, label: before.label };
  // A dangling reference to the new name would be caught by the way back: those nodes are restored whole.
  const target = nodes.find((node) => node.id === nodeId) ?? before;
  const restored = renamed(nodes, target, before);
  const repairs = restored
    .map((node, index) => ({ node, original: doc.nodes[index] }))
    .filter(({ node, original }) => original !== undefined && JSON.stringify(node) !== JSON.stringify(original))
    .map(({ original }) => ({ type: 'updateNode' as const, node: original as FlowNode }));
  return applied({ ...doc, nodes }, repairs.length === 0 ? back : { type: 'batch', commands: [back, ...repairs] });
}

function renamed(nodes: readonly FlowNode[], node: FlowNode, to: { name: NodeName; label: string }): FlowNode[] {
  const rewritten = node.name === to.name ? nodes : nodes.map((other) => followStepName(other, node.name, to.name));
  return rewritten.map((other) => (other.id === node.id ? { ...other, name: to.name, label: to.label } : other));
}

function addEdge(doc: FlowDocument, edge: FlowEdge): CommandResult {
  if (doc.edges.some((other) => other.id === edge.id)) return refused('The edge exists already.');
  const from = doc.nodes.find((node) => node.id === edge.from.node);
  const to = doc.nodes.find((node) => node.id === edge.to.node);
  if (from === undefined || to === undefined) return refused('One end of the edge is no longer there.');
  if (!outputPorts(from).some((port) => port.name === edge.from.port)) {
    return refused(`“${from.label}” has no output “${edge.from.port}”.`);
  }
  if (!inputPorts(to).some((port) => port.name === edge.to.port)) return refused(`“${to.label}” takes no input.`);
  const twin = doc.edges.some(
    (other) =>
      other.from.node === from.id &&
      other.from.port === edge.from.port &&
      other.to.node === to.id &&
      other.to.port === edge.to.port,
  );
  if (twin) return refused(`“${from.label}” leads to “${to.label}” already.`);
  if (reaches(doc, to.id, from.id)) {
    return refused(`“${to.label}” leads to “${from.label}”: this edge would close a circle, and a flow runs one way.`);
  }
  return applied({ ...doc, edges: inserted(doc.edges, edge) }, { type: 'removeEdge', edgeId: edge.id });
}

/** Whether one can walk along the edges from one node to another (a node reaches itself). */
export function reaches(doc: FlowDocument, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    for (const edge of doc.edges) {
      if (edge.from.node === node && !seen.has(edge.to.node)) {
        seen.add(edge.to.node);
        open.push(edge.to.node);
      }
    }
  }
  return false;
}
