// What goes in and out of the run procedures. Runs are read models here; the engine alone writes them.
import type { Readable } from 'node:stream';
import { FlowDocument, NodeId } from '@patchbay/model/flow';
import { FlowId, RunId } from '@patchbay/model/identity';
import { Reply, RunStatus, StepError, StepRecord } from '@patchbay/model/run';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';
import { Undone } from './undone.ts';

export const RunMode = z.enum(['live', 'test']);

/** Which runs are meant. */
export const runFilter = {
  status: z.array(RunStatus).max(7).optional(),
  /** Only runs that wait for a person: a step in doubt, or a dead letter. */
  needsYou: z.boolean().optional(),
  flowId: FlowId.optional(),
  since: TimeText.optional(),
  until: TimeText.optional(),
  /** A run's id, the beginning of one, or words of its error. */
  search: z.string().max(200).optional(),
  /** The code of the error that ended the run, for example `invalidInput`. */
  errorCode: z.string().min(1).max(100).optional(),
  mode: RunMode.optional(),
};
export const RunFilterInput = z.strictObject(runFilter);
export type RunFilterInput = z.infer<typeof RunFilterInput>;

export const RunListInput = z.strictObject({ ...runFilter, ...paging });
export type RunListInput = z.infer<typeof RunListInput>;

export const RunListItem = z.object({
  id: RunId,
  flowId: FlowId,
  flowName: z.string(),
  versionNumber: z.int().nullable(),
  mode: RunMode,
  status: RunStatus,
  needsDecision: z.boolean(),
  createdAt: TimeText,
  startedAt: TimeText.nullable(),
  finishedAt: TimeText.nullable(),
  durationMs: z.int().nullable(),
  /** One line: the last error, what it waits for, or the reply. */
  what: z.string(),
  replayOf: RunId.nullable(),
  environment: z.string(),
  /** A queued run whose turn has not come: a run before it in its line. */
  waitsFor: RunId.nullable(),
});
export type RunListItem = z.infer<typeof RunListItem>;
export const RunList = page(RunListItem);
export type RunList = z.infer<typeof RunList>;

export const RunStatsInput = z.strictObject({ since: TimeText });
export type RunStatsInput = z.infer<typeof RunStatsInput>;
export const RunStats = z.object({
  runs: z.int(),
  failed: z.int(),
  p95Ms: z.int().nullable(),
  perHour: z.array(z.object({ at: TimeText, runs: z.int(), failed: z.int() })),
});
export type RunStats = z.infer<typeof RunStats>;

export const RunIdInput = z.strictObject({ runId: RunId });
/** `at`: the path of a step in a turn that is wanted besides the first ones and those that need a look. */
export const GetRunInput = z.strictObject({ runId: RunId, at: z.string().max(2_000).optional() });
export type GetRunInput = z.infer<typeof GetRunInput>;
export type RunIdInput = z.infer<typeof RunIdInput>;

export const RunDetail = RunListItem.extend({
  error: StepError.nullable(),
  eventId: z.uuid(),
  effectRoot: z.uuid(),
  cancelRequestedAt: TimeText.nullable(),
  deadLetter: z
    .object({
      reason: z.string(),
      lastStep: z.string().nullable(),
      /** What is left undone, in words. */
      remaining: z.array(Undone),
    })
    .nullable(),
  reply: Reply.nullable(),
  /** The run that led to this one, by a message. */
  origin: z.object({ runId: RunId, flowName: z.string(), path: z.string().nullable() }).nullable(),
});
export const RunView = z.object({
  run: RunDetail,
  /** The flow as it was when the run began. */
  document: FlowDocument,
  steps: z.array(StepRecord),
  event: z.object({
    trigger: z.string(),
    contentType: z.string(),
    meta: Json,
    sizeBytes: z.int(),
    receivedAt: TimeText,
    /** The parsed body when it is JSON and at most 256 KiB. */
    body: Json,
    /** Otherwise its beginning as text. */
    bodyText: z.string().optional(),
  }),
});
export type RunView = z.infer<typeof RunView>;

/** A run among those that belong together. */
export const TraceItem = RunListItem.extend({
  /** The run that led to it by a message or a call, and the step there. */
  parent: z.object({ runId: RunId, path: z.string().nullable() }).nullable(),
});
export type TraceItem = z.infer<typeof TraceItem>;
export const RunTrace = z.object({
  /** In the order in which they came in; the run itself is among them. */
  items: z.array(TraceItem),
  /** There are more. */
  isCut: z.boolean(),
});
export type RunTrace = z.infer<typeof RunTrace>;

export const FailedRecordsInput = z.strictObject({
  runId: RunId,
  /** The path of a step over records. */
  path: z.string().min(1).max(400),
  /** From 0. */
  page: z.int().min(0).default(0),
});
export type FailedRecordsInput = z.infer<typeof FailedRecordsInput>;
export const FailedRecords = z.object({
  records: z.array(
    z.object({
      /** Its place among the records that came to the step, from 0; null where that is not known. */
      position: z.int().nullable(),
      record: Json,
      code: z.string(),
      message: z.string(),
    }),
  ),
  /** Of all that are kept. */
  pages: z.int(),
  kept: z.int(),
  /** Also those that are not kept. */
  failed: z.int(),
});
export type FailedRecords = z.infer<typeof FailedRecords>;

export const StepContentInput = z.strictObject({
  runId: RunId,
  path: z.string().min(1).max(2_000),
  /** output: what came out of the step, where it is too large for the run itself · input: the list of a loop, likewise · file: the file that the step has written. */
  which: z.enum(['input', 'output', 'file']).default('output'),
});
export type StepContentInput = z.infer<typeof StepContentInput>;
export const StepContent = z.object({
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  /** The beginning as text, up to 64 KiB; null where it is no text. */
  beginning: z.string().nullable(),
  /** The beginning is all of it. */
  isWhole: z.boolean(),
});
export type StepContent = z.infer<typeof StepContent>;

export const ReplayInput = z.strictObject({
  runId: RunId,
  /** same: what was done stays done · asNewEvent: everything happens again, under new keys. */
  mode: z.enum(['same', 'asNewEvent']),
  version: z.enum(['original', 'latest']),
  /** Another body; needs `asNewEvent`. */
  payload: Json.optional(),
  /** Begin at this step: what does not depend on it stays as it was. Not together with another payload. */
  fromStep: NodeId.optional(),
});
export type ReplayInput = z.infer<typeof ReplayInput>;

export const ResolveStepInput = z.strictObject({
  runId: RunId,
  path: z.string().min(1).max(400),
  /** done: it happened, go on with `output` · retry: it did not · fail: give up. */
  decision: z.enum(['done', 'retry', 'fail']),
  output: Json.optional(),
});
export type ResolveStepInput = z.infer<typeof ResolveStepInput>;

export interface RunChange {
  steps: StepRecord[];
  status: RunStatus;
  finishedAt: string | null;
}

export type OpenedContent = Pick<StepContent, 'name' | 'mediaType' | 'sizeBytes'> & { readonly content: Readable };

export interface RunService {
  list(caller: Caller, input: RunListInput): Promise<RunList>;
  stats(caller: Caller, input: RunStatsInput): Promise<RunStats>;
  get(caller: Caller, input: GetRunInput): Promise<RunView>;
  trace(caller: Caller, input: RunIdInput): Promise<RunTrace>;
  failedRecords(caller: Caller, input: FailedRecordsInput): Promise<FailedRecords>;
  stepContent(caller: Caller, input: StepContentInput): Promise<StepContent>;
  /** All of it as a stream, which fails at its end when it is damaged. The caller has been let through to `stepContent`. */
  openStepContent(caller: Caller, input: StepContentInput): Promise<OpenedContent>;
  cancel(caller: Caller, input: RunIdInput): Promise<void>;
  replay(caller: Caller, input: ReplayInput): Promise<{ runId: string }>;
  resolveStep(caller: Caller, input: ResolveStepInput): Promise<void>;
  watch(caller: Caller, input: RunIdInput, signal: AbortSignal): AsyncGenerator<RunChange>;
  watchList(caller: Caller, signal: AbortSignal): AsyncGenerator<{ changed: number }>;
}
