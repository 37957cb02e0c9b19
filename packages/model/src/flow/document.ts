// The flow document, schema version 1: nodes, edges, connection slots, settings, notes. No viewport: that is the person's.
import * as z from 'zod';
import { LibraryRef, MappingDocument } from '../mapping/mapping-document.ts';
import { DataSchema } from '../schema/data-schema.ts';
import { Json } from '../schema/json.ts';
import { namedRecord } from '../schema/named-record.ts';

/** Immutable; forms the step path. 1–40 of `[A-Za-z0-9_-]`. */
export const NodeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;
export const EdgeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .brand<'EdgeId'>();
export type EdgeId = z.infer<typeof EdgeId>;

/** A unique slug that expressions use: `steps.charge_card`. */
export const NodeName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _, starting with a letter');
export type NodeName = z.infer<typeof NodeName>;

const expression = z.string().max(20_000);

/** A field is fixed, mapped (a path) or an expression; `entries` is a list of named fields; `mapping` builds a structure. */
export type FieldValue =
  | { mode: 'fixed'; value: Json }
  | { mode: 'mapped'; path: string }
  | { mode: 'expression'; expr: string }
  | { mode: 'entries'; entries: FieldEntry[] }
  | { mode: 'mapping'; mapping: MappingDocument };
export interface FieldEntry {
  name: string;
  value: FieldValue;
}
export const FieldValue: z.ZodType<FieldValue> = z.lazy(() =>
  z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('fixed'), value: Json }),
    z.strictObject({ mode: z.literal('mapped'), path: expression }),
    z.strictObject({ mode: z.literal('expression'), expr: expression }),
    z.strictObject({
      mode: z.literal('entries'),
      entries: z.array(z.strictObject({ name: z.string().max(200), value: FieldValue })).max(500),
    }),
    z.strictObject({ mode: z.literal('mapping'), mapping: MappingDocument }),
  ]),
);
export const FieldValues = z.record(z.string(), FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

/** Back-off is exponential with full jitter, `Retry-After` honoured; all times in milliseconds. */
export const RetryPolicy = z.strictObject({
  maxAttempts: z.int().min(1).max(20),
  firstDelayMs: z.int().min(0).max(3_600_000),
  maxDelayMs: z.int().min(0).max(86_400_000),
  /** No attempt starts after this long since the first. */
  deadlineMs: z.int().min(0).max(604_800_000),
});
export type RetryPolicy = z.infer<typeof RetryPolicy>;

/** What a step does when nobody can know whether its effect happened. */
export const UnknownPolicy = z.enum(['hold', 'retry', 'assumeDone']);
export type UnknownPolicy = z.infer<typeof UnknownPolicy>;

const nodeBase = {
  id: NodeId,
  name: NodeName,
  /** What people read on the node. */
  label: z.string().min(1).max(120),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  note: z.string().max(2_000).optional(),
};

export const TriggerNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('trigger'),
  operation: z.string(),
  slot: z.string().optional(),
  input: FieldValues,
  /** Expression over `trigger`; events with the same value are one event. */
  dedupeKey: expression.optional(),
  /** Shape of the payload (`trigger.body`), when known. */
  payloadSchema: DataSchema.optional(),
  /** A sample payload for previews and test runs. */
  sample: Json.optional(),
});
export const ActionNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('action'),
  operation: z.string(),
  slot: z.string().optional(),
  input: FieldValues,
  retry: RetryPolicy.optional(),
  onUnknown: UnknownPolicy.optional(),
  outputSchema: DataSchema.optional(),
});
export const MapNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('map'),
  mapping: MappingDocument,
  /** A mapping of the library in the place of `mapping`; `with` fills its one source, or each by name. */
  use: z.strictObject({ map: LibraryRef, with: z.union([expression, namedRecord(expression)]) }).optional(),
});
export const BranchNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('branch'),
  /** first: the first condition that holds wins · every: all that hold. `otherwise` always exists. */
  mode: z.enum(['first', 'every']),
  branches: z
    .array(
      z.strictObject({
        port: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
        label: z.string().max(120),
        condition: expression,
      }),
    )
    .min(1)
    .max(50),
});
export const FilterNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('filter'),
  /** Expression of a list. With it, the output is the list of items for which `condition` holds (`item` is the item). */
  items: expression.optional(),
  condition: expression,
});
export const RespondNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('respond'),
  status: FieldValue,
  headers: FieldValue.optional(),
  body: FieldValue.optional(),
});

export const FlowNode = z.discriminatedUnion('kind', [
  TriggerNode,
  ActionNode,
  MapNode,
  BranchNode,
  FilterNode,
  RespondNode,
]);
export type FlowNode = z.infer<typeof FlowNode>;
export type NodeKind = FlowNode['kind'];
export type TriggerNode = z.infer<typeof TriggerNode>;
export type ActionNode = z.infer<typeof ActionNode>;
export type MapNode = z.infer<typeof MapNode>;
export type BranchNode = z.infer<typeof BranchNode>;
export type FilterNode = z.infer<typeof FilterNode>;
export type RespondNode = z.infer<typeof RespondNode>;

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

export const FlowSettings = z.strictObject({
  level: z.literal('durable'),
  /** How long a synchronous caller waits for the reply before 202. */
  replyTimeoutMs: z.int().min(0).max(120_000),
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

/** Attempts 1–4 at once, after up to 2, 8 and 32 s, all within ten minutes. */
export const defaultRetry: RetryPolicy = {
  maxAttempts: 4,
  firstDelayMs: 2_000,
  maxDelayMs: 60_000,
  deadlineMs: 600_000,
};
