// A step that calls another flow of the workspace and waits for its end.
import * as z from 'zod';
import { FlowId, FlowVersionId } from '../../identity/index.ts';
import { DataSchema } from '../../schema/data-schema.ts';
import { Compensation } from './compensation.ts';
import { FieldValues } from './field-value.ts';
import { nodeBase } from './node-base.ts';
import { RetryPolicy } from './repeat.ts';
import { longestWaitMs } from './wait-nodes.ts';

/** The operation of the trigger by which a flow is called. */
export const calledTrigger = 'flow.called';

/** What a flow takes and gives back when others call it, as one of its versions says it. A part that is absent may be anything. */
export const FlowContract = z.strictObject({
  /** Name of the flow in that version. */
  name: z.string().min(1).max(120),
  input: DataSchema.optional(),
  output: DataSchema.optional(),
});
export type FlowContract = z.infer<typeof FlowContract>;

/** A published version of a flow. What is absent is filled in by the server: when the document is sent, and when it is published or tested. */
export const FlowCall = z.strictObject({
  flowId: FlowId,
  version: z.int().min(1),
  versionId: FlowVersionId.optional(),
  contract: FlowContract.optional(),
});
export type FlowCall = z.infer<typeof FlowCall>;

/** Starts a run of another flow and waits for its end; what its respond step gives is the output. */
export const SubflowNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('subflow'),
  /** Absent: none is chosen yet. */
  call: FlowCall.optional(),
  /** One field: `body`, which the called flow reads as `trigger.body`. */
  input: FieldValues,
  /** Then the called run is cancelled, and the step leaves by `timeout` or fails. Absent: it waits as long as anything may. */
  timeoutMs: z.int().min(1_000).max(longestWaitMs).optional(),
  /** Absent: a run that failed is not tried again. */
  retry: RetryPolicy.optional(),
  compensate: Compensation.optional(),
});
export type SubflowNode = z.infer<typeof SubflowNode>;
