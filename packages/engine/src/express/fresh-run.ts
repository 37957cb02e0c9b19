// A run that begins where its event arrived: nothing of it is stored yet.
import type { EnvironmentId, EventId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type {
  ClaimedRun,
  OriginalHistory,
  ProgressWrite,
  ReleaseWrite,
  RunStore,
  StoredHistory,
} from '../drivers/index.ts';

export interface FreshEvent {
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly triggerId: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly replyTo: number | null;
}

/** As if it had been claimed once: a worker that takes it over looks for what was done. `meta`: JSON text. */
export function freshRun(
  event: FreshEvent,
  { runId, startedAt, meta }: Pick<ClaimedRun, 'runId' | 'startedAt' | 'meta'>,
): ClaimedRun {
  const { workspaceId, environmentId, flowId, versionId, triggerId, contentType, body, replyTo } = event;
  return {
    runId,
    fence: 1,
    workspaceId,
    environmentId,
    flowId,
    versionId,
    eventId: runId as string as EventId,
    effectRoot: runId,
    replayOf: null,
    mode: 'live',
    replyTo,
    crashes: 0,
    fresh: true,
    startedAt,
    cancelRequested: false,
    triggerId,
    contentType,
    meta,
    body,
    blob: null,
  };
}

/** What it writes stays here. */
export abstract class FreshRunStore implements RunStore {
  abstract progress(write: ProgressWrite): Promise<boolean>;
  abstract release(write: ReleaseWrite): Promise<boolean>;

  loadHistory(_runId: RunId): Promise<StoredHistory> {
    return Promise.resolve({ checkpoints: [], startedEffects: [], nextSeq: 0 });
  }

  loadOriginals(): Promise<readonly OriginalHistory[]> {
    return Promise.resolve([]);
  }

  claim(): Promise<readonly ClaimedRun[]> {
    return Promise.resolve([]);
  }

  claimDue(): Promise<readonly ClaimedRun[]> {
    return Promise.resolve([]);
  }

  giveBackForgotten(): Promise<number> {
    return Promise.resolve(0);
  }
}
