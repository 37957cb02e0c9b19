// What a storm has its product do: each kind of work knows its flows, goes on while the storm rages, and tells the proof what it knows.
import type { PublicApi } from '../../fixtures/public-api.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import type { RecordingTarget } from '../../fixtures/rig/recording-target.ts';
import type { Rig } from '../../fixtures/rig/rig.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import type { ProofParts } from '../proof.ts';
import type { RunRow, StepStatus } from '../invariants/index.ts';

export interface LoadParts {
  readonly rig: Rig;
  readonly target: RecordingTarget;
  /** Where flows find the target. */
  readonly targetUrl: string;
  /** The addresses of a webhook at every server. */
  readonly hookUrls: (hook: string) => string[];
  readonly random: () => number;
  readonly say: (line: string) => void;
  /** How long a sender tries to get rid of an event. */
  readonly limitMs: number;
}

export interface Pace {
  readonly goesOn: () => boolean;
  /** Not too many runs are open. */
  readonly mayHaveMore: () => boolean;
}

export interface StormLoad {
  /** By flow id. */
  readonly flows: ReadonlyMap<string, FlowJson>;
  readonly senders: ReadonlyMap<string, Sender>;
  /** Flows whose runs may be replayed, whatever becomes of them. */
  readonly replayable?: readonly string[];
  /** Flows whose runs are held back now and then: that they are open keeps nobody else from sending. */
  readonly heldBack?: readonly string[];
  /** Until the storm is over. */
  rage(pace: Pace): Promise<void>;
  /** Once it is over: does what is still to be done, and says whether nothing of its own is left. Asked again until so. */
  settle?(): Promise<boolean>;
  /** What the proof is to know beside flows and accepted events. */
  facts?(): Promise<Partial<ProofParts>>;
  /** The outcome of each step of a run of its flows that succeeded, by a model. Asked after `facts`. */
  model?(run: RunRow, body: unknown): ReadonlyMap<string, StepStatus> | undefined;
}

/** Of effects and writers: faults pass before their attempts are used up. */
export const patience = {
  timeoutMs: 3_000,
  retry: { maxAttempts: 8, firstDelayMs: 300, maxDelayMs: 2_000, deadlineMs: 300_000 },
} as const;

/** Publishes a flow and adds it to those of a load. `by`: of another workspace. */
export async function publishInto(
  flows: Map<string, FlowJson>,
  rig: Rig,
  document: FlowJson,
  by: PublicApi = rig.api,
): Promise<{ readonly flowId: string; readonly hook: string }> {
  const published = await rig.publish(document, by);
  flows.set(published.flowId, document);
  return published;
}
