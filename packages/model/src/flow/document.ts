// The flow document, schema version 1: nodes, edges, connection slots, settings, notes. No viewport: that is the person's.
import * as z from 'zod';
import { ActionNode } from './nodes/action-node.ts';
import { BranchNode } from './nodes/branch-node.ts';
import { CodeNode } from './nodes/code-node.ts';
import { ForEachNode, TryNode } from './nodes/container-nodes.ts';
import { FailNode, StopNode } from './nodes/end-nodes.ts';
import { FilterNode } from './nodes/filter-node.ts';
import { AggregateNode, DeduplicateNode, JoinNode, SortNode, ValidateNode } from './nodes/list-nodes.ts';
import { MapNode } from './nodes/map-node.ts';
import { MergeNode } from './nodes/merge-node.ts';
import { ExpressionText, NodeId } from './nodes/node-base.ts';
import { RespondNode } from './nodes/respond-node.ts';
import { SubflowNode } from './nodes/subflow-node.ts';
import { TriggerNode } from './nodes/trigger-node.ts';
import { ApprovalNode, CallbackNode, DelayNode } from './nodes/wait-nodes.ts';

export const EdgeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .brand<'EdgeId'>();
export type EdgeId = z.infer<typeof EdgeId>;

export const FlowNode = z.discriminatedUnion('kind', [
  TriggerNode,
  ActionNode,
  MapNode,
  BranchNode,
  FilterNode,
  RespondNode,
  CodeNode,
  MergeNode,
  StopNode,
  FailNode,
  SortNode,
  DeduplicateNode,
  AggregateNode,
  JoinNode,
  ValidateNode,
  ForEachNode,
  TryNode,
  DelayNode,
  CallbackNode,
  ApprovalNode,
  SubflowNode,
]);
export type FlowNode = z.infer<typeof FlowNode>;
export type NodeKind = FlowNode['kind'];

export const FlowEdge = z.strictObject({
  id: EdgeId,
  from: z.strictObject({ node: NodeId, port: z.string() }),
  to: z.strictObject({ node: NodeId, port: z.string() }),
});
export type FlowEdge = z.infer<typeof FlowEdge>;

/** A place for a connection; the environment says which connection fills it. */
export const ConnectionSlot = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  label: z.string().min(1).max(120),
  connector: z.string(),
});
export type ConnectionSlot = z.infer<typeof ConnectionSlot>;

export const FlowNote = z.strictObject({
  id: NodeId,
  text: z.string().max(5_000),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  size: z.strictObject({ width: z.number(), height: z.number() }),
});
export type FlowNote = z.infer<typeof FlowNote>;

/**
 * What a run writes, and so what a crash costs. durable: every step. light: its beginning and its end; after a crash it is
 * done again as a whole, with the same keys. express: nothing before the answer, which is worked out where the caller asked.
 */
export const FlowLevel = z.enum(['durable', 'light', 'express']);
export type FlowLevel = z.infer<typeof FlowLevel>;

/** At most so many runs are under way at once: of the flow, or of those with the same key. */
export const FlowConcurrency = z.strictObject({
  limit: z.int().min(1).max(1_000),
  /** Expression over `trigger`; nothing as a value: the run waits for nobody. */
  key: ExpressionText.optional(),
});
export type FlowConcurrency = z.infer<typeof FlowConcurrency>;

/** One run after the other in the order of their events: of the flow, or of those with the same key. */
export const FlowOrder = z.strictObject({ key: ExpressionText.optional() });
export type FlowOrder = z.infer<typeof FlowOrder>;

export const FlowSettings = z.strictObject({
  level: FlowLevel,
  /** How long a synchronous caller waits for the reply before 202. */
  replyTimeoutMs: z.int().min(0).max(120_000),
  concurrency: FlowConcurrency.optional(),
  order: FlowOrder.optional(),
});
export type FlowSettings = z.infer<typeof FlowSettings>;

export const FlowDocument = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().min(1).max(120),
  description: z.string().max(5_000).optional(),
  nodes: z.array(FlowNode).max(2_000),
  edges: z.array(FlowEdge).max(10_000),
  slots: z.array(ConnectionSlot).max(200),
  settings: FlowSettings,
  notes: z.array(FlowNote).max(500),
});
export type FlowDocument = z.infer<typeof FlowDocument>;

export const emptyFlow = (name: string): FlowDocument => ({
  schemaVersion: 1,
  name,
  nodes: [],
  edges: [],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
  notes: [],
});
