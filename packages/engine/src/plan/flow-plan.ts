// A flow version, compiled once: nodes in topological order, edges as indexes, expressions as functions.
import type { EvaluationContext, MappingOutcome } from '@patchbay/mapping';
import type { SideEffect } from '@patchbay/model/connector';
import type { FlowLevel, FlowNode, ForEachNode, NodeId, RetryPolicy, UnknownPolicy } from '@patchbay/model/flow';
import type { FlowId, FlowVersionId } from '@patchbay/model/identity';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { ApprovalQuestion, Reply } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { BodyReading } from './body-reading.ts';
import type { RunCodePart } from '../records/code-records.ts';
import type { ListWork } from '../records/list-work.ts';
import type { RecordSink, RecordStep, Rows } from '../records/record-step.ts';

/** The roots that expressions may read; the names are those of the language. */
export type RunScope = {
  readonly trigger: Json;
  readonly steps: { readonly [name: string]: Json };
  /** For steps that left by their error port: `errors.charge.code`. */
  readonly errors: { readonly [name: string]: Json };
  readonly vars: { readonly [name: string]: Json };
  /** Addresses at which steps that wait get their answers; left out where there are none. */
  readonly links?: { readonly [name: string]: string };
  /** Inside bodies: the items at hand, by the names that their containers give them. */
  readonly [item: string]: unknown;
};

export interface PureResult {
  readonly output: Json;
  /** The ports that were taken. */
  readonly ports: readonly string[];
  readonly reply?: Reply;
  readonly rejected?: LeftOut;
}

/** Records that a mapping left out by its rules: how many, and the first of them with their reasons. */
export interface LeftOut {
  readonly count: number;
  readonly first: Json[];
}

export interface EffectInput {
  /** As it is kept and shown: a schema of the library by its name, which is `{ schema: 'Order@3' }`. */
  readonly values: Readonly<Record<string, Json>>;
  readonly rejected?: LeftOut;
}

/** A way by which a step was reached: the source's name and what came along. */
export interface Arrival {
  readonly name: string;
  readonly value: Json;
}

/** `arrived` gives the ways that were taken, in the order of the plan. */
export type PureRun = (scope: RunScope, context: EvaluationContext, arrived: () => readonly Arrival[]) => PureResult;

/** Like `PureRun`, in pieces: it hands over after each record. Begun anew, it gives the same. */
export type ListStepRun = (...given: Parameters<PureRun>) => ListWork<PureResult>;

/** Walks over a list: pure as well, but it may be much work, which is then done in turns with others. */
export interface ListStep {
  readonly type: 'list';
  readonly run: ListStepRun;
}

export interface CodeInput {
  /** What it reads as `input`. */
  readonly input: Readonly<Record<string, Json>>;
  /** All that it may read, by name. */
  readonly scope: Readonly<Record<string, Json>>;
  /** With it, the code runs once for each. */
  readonly records?: readonly Json[];
}

/** Code of a user: pure as well, but it takes its time, and elsewhere. */
export interface CodeStep {
  readonly type: 'code';
  readonly code: { readonly text: string; readonly language: 'javascript' | 'typescript' };
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly input: (scope: RunScope, context: EvaluationContext) => CodeInput;
}

/** A mapping: pure as well, but one that is much work is done elsewhere, so that nobody waits for it. */
export interface MapStep {
  readonly type: 'map';
  readonly mapping: MappingDocument;
  /** Here and now, to its end. */
  readonly run: PureRun;
  /** Here and now if it is little work; else null, and nothing of it is kept. */
  readonly runIfSmall: (scope: RunScope, context: EvaluationContext) => PureResult | null;
  /** What it reads, by its words alone: more than that perhaps, never less. */
  readonly reads: { readonly trigger: boolean; readonly scope: (scope: RunScope) => Readonly<Record<string, Json>> };
  /** What was made of it elsewhere, as its result. @throws StepFailure as `run` does */
  readonly settle: (made: MappingOutcome) => PureResult;
}

/** What an operation gets: as it is kept, and as it is sent. */
export interface PlannedInput {
  readonly input: (scope: RunScope, context: EvaluationContext) => EffectInput;
  /**
   * The values with the content of the schemas that they name, the same objects each time. @throws StepFailure when they name another
   * than this version of the flow holds
   */
  readonly sent: (values: EffectInput['values']) => EffectInput['values'];
}

/** A call of an operation, with all that its attempts need. */
export interface EffectStep extends PlannedInput {
  readonly type: 'effect';
  readonly operation: string;
  readonly slot: string | null;
  readonly sideEffect: (input: Readonly<Record<string, Json>>) => SideEffect;
  readonly retry: RetryPolicy;
  readonly onUnknown: UnknownPolicy;
}

/** The call that takes a step back. `when`: whether there is something to take back; null: always. */
export interface PlannedUndo extends EffectStep {
  readonly when: ((scope: RunScope, context: EvaluationContext) => boolean) | null;
}

/** How a node runs. A `pure` step never touches the world: it may be done again and gives the same. */
export type PlannedStep =
  | { readonly type: 'trigger' }
  | { readonly type: 'pure'; readonly run: PureRun }
  | ListStep
  | CodeStep
  | MapStep
  | DelayStep
  | AskStep
  | SubflowStep
  | EffectStep
  | ForEachStep
  | TryStep
  | RecordsStep
  /** Works on the records of another step of its scope, by its index, and is done together with it. */
  | { readonly type: 'follows'; readonly leader: number };

/** Steps over the same records, done as one: the first is where records come from, and each stands behind what feeds it. */
export interface RecordsStep {
  readonly type: 'records';
  readonly members: readonly RecordMember[];
  /** Where records come from: members by their index, and the ways by which each is reached. */
  readonly sources: readonly { readonly member: number; readonly incoming: PlannedNode['incoming'] }[];
}

/** What a step does with records. */
export type RecordWork =
  | (PlannedInput & {
      readonly does: 'read';
      readonly operation: string;
      readonly slot: string | null;
      readonly retry: RetryPolicy;
    })
  | {
      readonly does: 'step';
      /** The list whose records it works on; null where they come from another step. */
      readonly items: ListReader | null;
      readonly open: OpenRecordStep;
    }
  | (PlannedInput & {
      readonly does: 'write';
      readonly operation: string;
      readonly slot: string | null;
      readonly sideEffect: (input: Readonly<Record<string, Json>>) => SideEffect;
      readonly retry: RetryPolicy;
      readonly onUnknown: UnknownPolicy;
    })
  /** A loop: the records are kept as the items of its turns, so many in each; null: each is one. So many turns are open at a time. */
  | { readonly does: 'keep'; readonly batchSize: number | null; readonly concurrency: number };

export type ListReader = (scope: RunScope, context: EvaluationContext) => Json[];

/** Makes the operation for one run. */
export type OpenRecordStep = (
  run: { readonly scope: RunScope; readonly context: EvaluationContext },
  ways: RecordWays,
) => RecordStep;

export interface RecordWays {
  /** Takes the records that leave by the other way. */
  readonly aside?: RecordSink | undefined;
  /** The other side of a join, where another step hands it out. */
  readonly partners?: Rows | undefined;
  /** Is told of records that the step leaves out by its own rules. */
  readonly leftOut: (record: Json, reason: { code: string; message: string }) => void;
  /** The sandbox, for a step of code. */
  readonly code?: RunCodePart | undefined;
}

export interface RecordFeed {
  readonly port: 'out' | 'aside';
  readonly to: number;
  /** As the records that the other works on, or as the partners of a join. */
  readonly as: 'records' | 'partners';
}

export interface RecordMember {
  readonly id: NodeId;
  readonly label: string;
  readonly work: RecordWork;
  /** Where its records go: members by their index. */
  readonly feeds: readonly RecordFeed[];
  /** The largest list that it may become; null where records go on as they are. */
  readonly collect: number | null;
  /** Leave a record out that cannot be worked on. */
  readonly leavesOut: boolean;
  /** Keeps what it has seen, in memory or on disk. */
  readonly holds: boolean;
}

export interface DelayStep {
  readonly type: 'delay';
  readonly until: (scope: RunScope, context: EvaluationContext, nowMs: number) => number;
}

/** Waits for an answer that comes from elsewhere. */
export interface AskStep {
  readonly type: 'ask';
  readonly kind: 'callback' | 'approval';
  /** Whoever has its address may answer. */
  readonly byLink: boolean;
  readonly method: 'post' | 'any';
  readonly timeoutMs: number;
  readonly remindAfterMs: number | null;
  /** What is asked, for those who answer. */
  readonly question: (scope: RunScope, context: EvaluationContext) => ApprovalQuestion | null;
}

/** Starts a run of another flow and waits for its end. */
export interface SubflowStep {
  readonly type: 'subflow';
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  /** Name of the flow, for people. */
  readonly flowName: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** What the run gets, as its contract asks for it. @throws StepFailure */
  readonly input: (scope: RunScope, context: EvaluationContext) => Json;
  /** What the run gave. @throws StepFailure when it is not what its contract says */
  readonly output: (given: Json) => Json;
}

/** Works out what a body gives, from what is known when it has ended. */
export type BodyOutput = (scope: RunScope, context: EvaluationContext) => Json;

export interface ForEachStep {
  readonly type: 'forEach';
  /** The turns: an item each, or a list of them; or the index of the step in whose group their records are kept. */
  readonly turns: ((scope: RunScope, context: EvaluationContext) => readonly Json[]) | { readonly leader: number };
  readonly item: string;
  readonly concurrency: number;
  readonly onFailure: ForEachNode['onFailure'];
  readonly body: PlannedScope;
  readonly output: BodyOutput;
  /** What a body that failed did is taken back at once. */
  readonly undoes: boolean;
}

export interface TryStep {
  readonly type: 'try';
  readonly body: PlannedScope;
  readonly output: BodyOutput;
  /** What a body that failed did is taken back at once. */
  readonly undoes: boolean;
}

/** The source of an edge that is no node of the same scope: the container itself, or one that never runs. */
export const entrySource = -1;
export const deadSource = -2;

export interface PlannedNode {
  readonly id: NodeId;
  readonly name: string;
  readonly label: string;
  readonly kind: FlowNode['kind'];
  /**
   * Each incoming edge: the index of its source in the same scope, which is smaller than this node's own, and the port
   * it leaves by. `entrySource` and `deadSource` are no indexes.
   */
  readonly incoming: readonly { readonly source: number; readonly port: string }[];
  /** Output ports from which an edge leaves. */
  readonly connected: ReadonlySet<string>;
  /** all: runs only when every way in was taken · any: runs as soon as one is. Without: when all are settled and one is taken. */
  readonly gather?: 'all' | 'any';
  /** Its success ends the run; `undoing`: after what the run did is taken back. */
  readonly stops?: 'plainly' | 'undoing';
  readonly step: PlannedStep;
  /** Takes back what the step did, when the run fails or is cancelled later on. */
  readonly compensate?: PlannedUndo;
}

/** The nodes that stand side by side: the flow itself, or the body of a container. */
export interface PlannedScope {
  readonly nodes: readonly PlannedNode[];
  /** Those of the nodes whose success ends the run. */
  readonly stops: readonly PlannedNode[];
  /** Those of the nodes that have an address at which they get their answer. */
  readonly linked: readonly PlannedNode[];
}

export interface FlowPlan extends PlannedScope {
  readonly level: FlowLevel;
  readonly replyTimeoutMs: number;
  /** Something may look into the body of the event; without it, a large one is not read into memory. */
  readonly readsBody: boolean;
  readonly triggers: ReadonlyMap<string, PlannedTrigger>;
  /** Some step says how it is undone. */
  readonly undoes: boolean;
  /** Some step calls another flow. */
  readonly calls: boolean;
  /** Its steps only work things out, and what they make is no larger than what they were given: nothing waits, calls or goes round. */
  readonly computesOnly: boolean;
}

export interface PlannedTrigger {
  readonly nodeId: NodeId;
  readonly name: string;
  readonly operation: string;
  readonly slot: string | null;
  /** Fixed settings of the trigger. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Null when the trigger has no deduplication. Hands back null when the expression is null or blank. */
  readonly dedupeKey: ((trigger: Json, context: EvaluationContext) => string | null) | null;
  /** Of a subscriber or a poll: which messages or items start a run. Null: all of them. */
  readonly filter: ((trigger: Json, context: EvaluationContext) => boolean) | null;
  /** The keys of the flow's settings by which its runs wait for each other; empty: they do not. */
  readonly lines: readonly PlannedLine[];
  /** One of these keys may look into the body: it is read before the event is accepted. */
  readonly keysReadBody: boolean;
  /** How its bodies are read; null: by their content type. */
  readonly reading: BodyReading | null;
}

/** So many runs with the same value at once. */
export interface PlannedLine {
  readonly kind: 'concurrency' | 'order';
  readonly places: number;
  /** Null: one line for the whole flow. Hands back null when the expression is null or blank: such a run waits for nobody. */
  readonly key: ((trigger: Json, context: EvaluationContext) => string | null) | null;
}
