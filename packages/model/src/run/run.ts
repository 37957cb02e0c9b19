// Runs and steps: the nouns of execution, as they are stored and as they cross processes.
import * as z from 'zod';
import { HoldReason } from '../connector/limits.ts';
import { NodeId } from '../flow/nodes/node-base.ts';
import { ConnectionId, FlowId, RunId } from '../identity/index.ts';
import { Json } from '../schema/json.ts';

/**
 * In the order of their stored numbers: 0 queued … 5 cancelled. `compensating` is never stored as such: it is how an open run
 * shows while its effects are taken back.
 */
export const RunStatus = z.enum(['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled', 'compensating']);
export type RunStatus = z.infer<typeof RunStatus>;
export const runStatusCode = (status: RunStatus): number => RunStatus.options.indexOf(status);
export const isTerminal = (status: RunStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

export const StepStatus = z.enum([
  'queued',
  'started',
  'succeeded',
  'failed',
  'skipped',
  'unknown',
  'waiting',
  /** Its effect happened and was taken back. */
  'compensated',
]);
export type StepStatus = z.infer<typeof StepStatus>;
/** It has not ended and waits for nobody's decision: a run that ends leaves it as it was. */
export const isUnderWay = (status: StepStatus): boolean =>
  status === 'queued' || status === 'started' || status === 'waiting';

/** Why an attempt or a step failed, without secrets. `code` is the connector error's or `mapping`, `expression`, `internal`, `crashed`. */
export const StepError = z.object({
  code: z.string(),
  message: z.string(),
  /** What to do next, in words. */
  next: z.string().optional(),
  retryAfterMs: z.int().optional(),
  details: Json.optional(),
});
export type StepError = z.infer<typeof StepError>;

export const Attempt = z.object({
  number: z.int(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  error: StepError.optional(),
  /** One word for the timeline: `201`, `429`, `crashed`. */
  answer: z.string().optional(),
  /** It may have had its effect: nobody heard. */
  inDoubt: z.literal(true).optional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** What the code of a step wrote to its console, up to a limit; `dropped` lines were left out. */
export const StepConsole = z.object({
  lines: z.array(z.object({ level: z.enum(['log', 'info', 'warn', 'error', 'debug']), text: z.string() })),
  dropped: z.int(),
});
export type StepConsole = z.infer<typeof StepConsole>;

/** What a step waits for besides its turn: a time, a call of another system, a person's decision, a run of another flow. */
export const StepWait = z.object({
  kind: z.enum(['delay', 'callback', 'approval', 'subflow']),
  /** When the waiting ends whatever comes. */
  until: z.iso.datetime().optional(),
  /** When it began to wait for a run of another flow. */
  since: z.iso.datetime().optional(),
  /** The question, in words. */
  title: z.string().optional(),
  /** When people are reminded, and when they were. */
  remindAt: z.iso.datetime().optional(),
  remindedAt: z.iso.datetime().optional(),
  /** The run that is waited for was told to end, since this one does. */
  ends: z.literal(true).optional(),
});
export type StepWait = z.infer<typeof StepWait>;

/** Content in the blob store of the workspace: too large for a row, or a file. */
export const StoredContent = z.object({
  /** Of the bytes, as 64 hexadecimal digits: their name, and the proof that they are whole. */
  sha256: z.string(),
  sizeBytes: z.int(),
});
export type StoredContent = z.infer<typeof StoredContent>;

/** A file that a step has written. */
export const StoredFile = StoredContent.extend({ name: z.string(), mediaType: z.string() });
export type StoredFile = z.infer<typeof StoredFile>;

/** A part of a list that is too long to stand in one place: the JSON text of so many items. */
export const StoredPart = StoredContent.extend({ count: z.int() });
export type StoredPart = z.infer<typeof StoredPart>;

/** Records that a step over a dataset left out, in parts of the blob store. */
export const FailedPage = StoredPart;
export type FailedPage = StoredPart;

/** How many records went through a step over a dataset, and which it shows. */
export const StepRecords = z.object({
  in: z.int(),
  out: z.int(),
  /** Left out because they were invalid, could not be worked on, or were refused by the target. */
  failed: z.int(),
  /** Of a join: partners that came from another step. */
  partners: z.int().optional(),
  /** Of a join: records that found a partner. */
  matched: z.int().optional(),
  /** Of a writer: batches that the target has taken. */
  batches: z.int().optional(),
  /** The first that came out. */
  first: z.array(Json).optional(),
  /** Those that failed, up to a limit, in the order in which they came. */
  failedPages: z.array(FailedPage).optional(),
  /** A batch of which nobody knows whether the target took it, from 0. */
  doubtful: z.int().optional(),
  /** What a person said of that batch, while it is not heeded yet. */
  said: z.enum(['done', 'notDone']).optional(),
  /** Of a writer: the batch that is tried again, how often it was tried, and since when. */
  retried: z.object({ batch: z.string(), attempts: z.int(), sinceMs: z.number() }).optional(),
});
export type StepRecords = z.infer<typeof StepRecords>;

/**
 * What a checkpoint holds of one step. The last record of a path wins. `path` is the node's id, inside bodies behind that
 * of its container: `loop3[17]/http2`, `try1/http2`. `loop3[17]` is a turn itself, `http2:c` what takes `http2` back.
 */
export const StepRecord = z.object({
  path: z.string(),
  nodeId: NodeId,
  status: StepStatus,
  /** The output port that was taken, of those the node has. */
  ports: z.array(z.string()).default([]),
  input: Json.optional(),
  output: Json.optional(),
  /** In place of an output that is larger than 64 KiB: its JSON text. */
  outputRef: StoredContent.optional(),
  /** In place of an input that is larger than 64 KiB: its JSON text. */
  inputRef: StoredContent.optional(),
  /** The file that it has written. */
  file: StoredFile.optional(),
  error: StepError.optional(),
  /** Records that a map left out because a rule says `skip`: how many, and the first of them with their reasons. */
  rejected: z.object({ count: z.int(), first: z.array(Json) }).optional(),
  /** Of a step that does its body several times: how many turns there are, and once it has ended, how they went. */
  turns: z
    .object({
      count: z.int(),
      failed: z.int().optional(),
      /** Of a loop over records: where the items of its turns stand, in parts of so many turns. */
      parts: z.array(StoredPart).optional(),
      /** Of a loop over records whose turns get lists: records of one turn. */
      batchSize: z.int().optional(),
    })
    .optional(),
  records: StepRecords.optional(),
  console: StepConsole.optional(),
  waits: StepWait.optional(),
  /** Of a step that calls another flow: the run that it started, or found. */
  calls: z.object({ runId: RunId, flowId: FlowId }).optional(),
  /** With what its effect is taken back; or why that could not be worked out. */
  undo: z
    .union([
      z.object({ input: z.record(z.string(), Json) }),
      /** In place of an input that is larger than 64 KiB: its JSON text. */
      z.object({ inputRef: StoredContent }),
      z.object({ error: StepError }),
    ])
    .optional(),
  /** It may have had an effect that would have to be taken back: nobody heard. */
  inDoubt: z.literal(true).optional(),
  /** How often its effect was taken back in runs that this one replays; absent: never. Each time has a key of its own. */
  round: z.int().optional(),
  attempts: z.array(Attempt).default([]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  /** When the next attempt is due, or a wait is looked at again. */
  retryAt: z.iso.datetime().optional(),
  /** The limits of its connection hold it back: no attempt was made. */
  held: z.object({ reason: HoldReason, connectionId: ConnectionId }).optional(),
});
export type StepRecord = z.infer<typeof StepRecord>;

/** The answer for the caller of a synchronous webhook. `body` is sent as JSON unless it is text with another content type. */
export const Reply = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: Json });
export type Reply = z.infer<typeof Reply>;

/** What a checkpoint holds of a reply that is larger than 64 KiB: its JSON text stands in the blob store. */
export const KeptReply = z.object({ status: z.int(), kept: StoredContent });
export type KeptReply = z.infer<typeof KeptReply>;

/**
 * Why a run ends, once it has begun to take back what it did: its end is settled, only the way to it is not. `succeeded`: a stop
 * of the flow asked for it, or the run was started for nothing else.
 */
export const RunEnding = z.object({
  status: z.enum(['failed', 'cancelled', 'succeeded']),
  error: StepError.nullable(),
});
export type RunEnding = z.infer<typeof RunEnding>;

/** The JSON of one checkpoint row. */
export const CheckpointData = z.object({
  steps: z.array(StepRecord),
  reply: z.union([Reply, KeptReply]).optional(),
  ending: RunEnding.optional(),
});
export type CheckpointData = z.infer<typeof CheckpointData>;
