// Where it is kept that steps wait for answers from elsewhere, and the answers. What is opened twice is opened once.
import type { EnvironmentId, FlowId, RunId, WorkspaceId } from '@patchbay/model/identity';

/**
 * A wait is known by the effect root of its run and the path of its step: a replay of the same event finds the answer that
 * its original got.
 */
export interface WaitKey {
  readonly effectRoot: RunId;
  readonly path: string;
}

export interface WaitToOpen extends WaitKey {
  readonly runId: RunId;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly nodeId: string;
  readonly kind: 'callback' | 'approval';
  /** From now, by the clock of the database. */
  readonly timeoutMs: number;
  readonly remindAfterMs: number | null;
  /** JSON text of what is asked, for those who answer. */
  readonly ask: string | null;
}

/** What was answered, as the bytes that came. */
export interface WaitAnswer {
  readonly at: Date;
  readonly contentType: string;
  /** JSON text. */
  readonly meta: string;
  /** Null when it stands in the blob store under `blob`. */
  readonly body: Uint8Array | null;
  readonly blob: string | null;
}

export interface WaitState extends WaitKey {
  readonly ask: string | null;
  readonly dueAt: Date;
  readonly remindAt: Date | null;
  readonly remindedAt: Date | null;
  /** Its time was over before an answer came; it takes none any more. */
  readonly isOver: boolean;
  readonly answer: WaitAnswer | null;
}

export interface WaitStore {
  /** Says that a step waits. An answer that came before is handed back; times of a wait that this run opened stay. */
  open(wait: WaitToOpen): Promise<WaitState>;
  /** How a wait stands now. What is due without an answer is over by this look, and a reminder that is due is given. */
  look(key: WaitKey): Promise<WaitState | null>;
}
