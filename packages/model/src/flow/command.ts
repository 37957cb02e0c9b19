// FlowCommand: one edit of a flow, as data. Undo is a command too: the inverse that applyCommand hands back.
import * as z from 'zod';
import { ConnectionSlot, EdgeId, FlowEdge, FlowNode, FlowNote, FlowSettings } from './document.ts';
import { NodeId, NodeName } from './nodes/node-base.ts';

const position = z.strictObject({ x: z.number(), y: z.number() });

export const SingleFlowCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('addNode'), node: FlowNode }),
  /** Removes the node and the edges at it. */
  z.strictObject({ type: z.literal('removeNode'), nodeId: NodeId }),
  z.strictObject({ type: z.literal('moveNodes'), moves: z.array(z.strictObject({ nodeId: NodeId, position })) }),
  /** Replaces the node's own settings; id, name, kind and position stay as they are. */
  z.strictObject({ type: z.literal('updateNode'), node: FlowNode }),
  /** Renames the slug and rewrites every reference to it. */
  z.strictObject({ type: z.literal('renameNode'), nodeId: NodeId, name: NodeName, label: z.string().min(1).max(120) }),
  z.strictObject({ type: z.literal('addEdge'), edge: FlowEdge }),
  z.strictObject({ type: z.literal('removeEdge'), edgeId: EdgeId }),
  z.strictObject({ type: z.literal('putSlot'), slot: ConnectionSlot }),
  z.strictObject({ type: z.literal('removeSlot'), name: z.string() }),
  z.strictObject({ type: z.literal('putNote'), note: FlowNote }),
  z.strictObject({ type: z.literal('removeNote'), noteId: NodeId }),
  z.strictObject({
    type: z.literal('updateFlow'),
    name: z.string().min(1).max(120),
    description: z.string().max(5_000).optional(),
    settings: FlowSettings,
  }),
]);
export type SingleFlowCommand = z.infer<typeof SingleFlowCommand>;

export type FlowCommand = SingleFlowCommand | { type: 'batch'; commands: SingleFlowCommand[] };
/** A batch is applied as a whole or not at all, and is one step of undo. */
export const FlowCommand: z.ZodType<FlowCommand> = z.union([
  SingleFlowCommand,
  z.strictObject({ type: z.literal('batch'), commands: z.array(SingleFlowCommand).min(1).max(5_000) }),
]);
