// What the checker judges: rows of the database's read-only views, and what stood outside the product and watched.

export type RunStatus = 'queued' | 'running' | 'waiting' | 'compensating' | 'succeeded' | 'failed' | 'cancelled';
export type StepStatus =
  | 'queued'
  | 'started'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'unknown'
  | 'waiting'
  | 'compensated';

/** A row of `v_run`, with the caller's own id of the event. Times are milliseconds by the database's clock. */
export interface RunRow {
  readonly id: string;
  readonly flowId: string;
  readonly versionId: string;
  readonly effectRoot: string;
  readonly replayOf: string | null;
  /** What the sender calls the event; null for events that carry no such id. */
  readonly event: string | null;
  readonly status: RunStatus;
  readonly fence: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly wakeAt: number | null;
  readonly cancelAt: number | null;
}

/** A row of `v_step`. */
export interface StepRow {
  readonly runId: string;
  readonly path: string;
  readonly status: StepStatus;
  readonly ports: readonly string[];
  readonly output: unknown;
}

/** A row of `v_step_record`: one entry of the history of a step. */
export interface StepRecordRow {
  readonly runId: string;
  readonly path: string;
  readonly seq: number;
  /** Within the checkpoint. */
  readonly place: number;
  readonly at: number;
  readonly status: StepStatus;
}

/** A row of `v_attempt`. */
export interface AttemptRow {
  readonly runId: string;
  readonly path: string;
  readonly startedAt: number;
}

/** One request at the recording target. */
export interface TargetCall {
  readonly event: string;
  readonly step: string;
  readonly key: string | null;
  readonly at: number;
  /** False when the target knew the key and did nothing more than answer again. */
  readonly carriedOut: boolean;
  /** The target looks at keys: at most one effect per step is promised. */
  readonly honoursKeys: boolean;
  /** Outputs of earlier steps that the request carries, by step. */
  readonly used: Readonly<Record<string, unknown>>;
  /** What else it carries. */
  readonly carried?: Readonly<Record<string, unknown>>;
  /** Whether the step stood there as started when the request came; where somebody looked and could see. */
  readonly wasKnown?: boolean;
  /** The effect root, of the runs of its event, whose step has this key; null: none. Not told of calls without a key. */
  readonly root?: string | null;
}

/** One batch of records at the recording target. */
export interface BatchCall {
  readonly event: string;
  readonly step: string;
  readonly key: string | null;
  /** False when the target knew the key and did nothing more than answer again. */
  readonly carriedOut: boolean;
  readonly records: readonly string[];
}

/** What a step of an event hands on when it is done: to a target or into a file. */
export interface RecordsSent {
  readonly event: string;
  readonly step: string;
  readonly records: readonly string[];
}

/** A message for a subscriber: how often it was to start a run, once and once more for each replay, and how often it did. */
export interface MessageFacts {
  readonly message: string;
  readonly subscriber: string;
  readonly wanted: number;
  readonly got: number;
}

/** An event that the product said it has: by 2xx, or by being the planned fire of a schedule. */
export interface AcceptedEvent {
  readonly event: string;
  readonly flowId: string;
}

/** Replays of a run: how many there are at least, since somebody was told so, and at most, since nobody asked for more. */
export interface ReplayFacts {
  readonly of: string;
  readonly least: number;
  readonly most: number;
}

/** What runs and their fences looked like at one moment. */
export type Glimpse = readonly Pick<RunRow, 'id' | 'status' | 'fence'>[];

/** A flow's graph, as far as paths go. */
export interface Graph {
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    /** It says how it is undone. */
    readonly compensate?: object;
    /** A stop that has the run taken back. */
    readonly undo?: boolean;
    readonly operation?: string;
    /** Of a merge. */
    readonly mode?: string;
  }[];
  readonly edges: readonly {
    readonly from: { readonly node: string; readonly port: string };
    readonly to: { readonly node: string };
  }[];
}

/** Runs that share a key: at most `limit` at once, or one after the other in the order of the list, which is that of their acceptance. */
export interface KeyedRuns {
  readonly key: string;
  readonly runIds: readonly string[];
  readonly rule: { readonly type: 'concurrency'; readonly limit: number } | { readonly type: 'order' };
}

export interface ScheduleFacts {
  readonly schedule: string;
  readonly planned: readonly string[];
  readonly fired: readonly string[];
  readonly missed: readonly string[];
}

export interface Evidence {
  /** When the rows were read, by the database's clock. */
  readonly readAt: number;
  /** A run still open this long after its creation was forgotten. */
  readonly deadlineMs: number;
  readonly accepted: readonly AcceptedEvent[];
  /** Events that were sent once, and that the product said it does not take. */
  readonly refused: readonly AcceptedEvent[];
  readonly replays: readonly ReplayFacts[];
  readonly runs: readonly RunRow[];
  readonly steps: readonly StepRow[];
  readonly records: readonly StepRecordRow[];
  readonly attempts: readonly AttemptRow[];
  readonly calls: readonly TargetCall[];
  /** Earlier looks at the runs, oldest first. */
  readonly glimpses: readonly Glimpse[];
  /** By flow id; where a flow has several versions, by the id of each. */
  readonly graphs: ReadonlyMap<string, Graph>;
  /** What requests carry of an event, by event. */
  readonly carried: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** What a model of the flow says each step of a run comes to, by run id and path; runs that ended only. */
  readonly expected: ReadonlyMap<string, ReadonlyMap<string, StepStatus>>;
  /** Steps that the dead letters name as not taken back, by run id. */
  readonly left: ReadonlyMap<string, readonly string[]>;
  readonly keyed: readonly KeyedRuns[];
  readonly schedules: readonly ScheduleFacts[];
  readonly messages: readonly MessageFacts[];
  /** The steps that published each message; one that no step has published is left out. */
  readonly published: readonly Pick<StepRow, 'runId' | 'path'>[];
  readonly batches: readonly BatchCall[];
  /** Of the events whose runs write records. */
  readonly recordsToSend: readonly RecordsSent[];
  /** What stands in the files that runs have written. */
  readonly files: readonly RecordsSent[];
  /** Parts of the history that belong to nothing, in words. */
  readonly loose: readonly string[];
}

export type InvariantName =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | 'I12'
  | 'I13'
  | 'I14'
  | 'I15'
  | 'I16';

export interface Violation {
  readonly invariant: InvariantName;
  readonly says: string;
}

export const noEvidence: Evidence = {
  readAt: 0,
  deadlineMs: 60_000,
  accepted: [],
  refused: [],
  replays: [],
  runs: [],
  steps: [],
  records: [],
  attempts: [],
  calls: [],
  glimpses: [],
  graphs: new Map(),
  carried: new Map(),
  expected: new Map(),
  left: new Map(),
  keyed: [],
  schedules: [],
  messages: [],
  published: [],
  batches: [],
  recordsToSend: [],
  files: [],
  loose: [],
};

const ended = new Set<RunStatus>(['succeeded', 'failed', 'cancelled']);
export const hasEnded = (status: RunStatus): boolean => ended.has(status);

/** Of the version that the run is pinned to. */
export const graphOf = ({ graphs }: Pick<Evidence, 'graphs'>, run: RunRow): Graph | undefined =>
  graphs.get(run.versionId) ?? graphs.get(run.flowId);

/** The runs that may have made a call: those of its event, a replay among them; where its key tells, those with that effect root. */
export function callersOf({ runs }: Pick<Evidence, 'runs'>): (call: TargetCall) => readonly RunRow[] {
  const byEvent = groupBy(runs, (run) => run.event ?? run.id);
  return ({ event, root }) =>
    (byEvent.get(event) ?? []).filter((run) => typeof root !== 'string' || run.effectRoot === root);
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
