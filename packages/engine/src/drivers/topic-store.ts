// Where messages of topics are kept, and how far each subscriber has got them.
import type { DeploymentId, EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import type { DataSchema } from '@patchbay/model/schema';

export interface KnownTopic {
  readonly id: string;
  /** Values must keep it. */
  readonly schema: DataSchema | null;
  /** Messages that the slowest subscriber which is not paused still has to get, at most. */
  readonly lag: number;
}

export interface MessageToStore {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly topicId: string;
  /** Messages of a topic with the same key are one message; null: every message is its own. */
  readonly dedupeKey: string | null;
  readonly key: string | null;
  readonly type: string | null;
  /** JSON text. */
  readonly headers: string;
  /** JSON text of the value as bytes; null when it stands in the blob store under `blob`. */
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly sizeBytes: number;
  /** The step that publishes it. */
  readonly from: { readonly runId: string; readonly path: string } | null;
  /** The person or program that publishes it. */
  readonly publishedBy: string | null;
}

/** stored · duplicate: the message with this key was there already · tooLong: so many runs have led to it that they may go round. */
export type StoredMessage =
  | { readonly type: 'stored' | 'duplicate'; readonly messageId: string }
  | { readonly type: 'tooLong'; readonly depth: number };

export interface TopicStore {
  /** Null: the workspace has no such topic. May be some seconds old. */
  find(workspaceId: string, name: string): Promise<KnownTopic | null>;
  /** Resolves after COMMIT. */
  publish(message: MessageToStore): Promise<StoredMessage>;
}

export interface TopicMessage {
  readonly id: string;
  readonly position: number;
  readonly key: string | null;
  readonly type: string | null;
  /** JSON text. */
  readonly headers: string;
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly sizeBytes: number;
  readonly runId: RunId | null;
  readonly path: string | null;
  readonly publishedAt: Date;
}

/** A subscriber that has messages to get, and is leased to whoever asked. */
export interface DueSubscription {
  readonly deploymentId: DeploymentId;
  readonly nodeId: string;
  readonly workspaceId: WorkspaceId;
  readonly environmentId: EnvironmentId;
  readonly flowId: FlowId;
  readonly versionId: FlowVersionId;
  readonly topicId: string;
  readonly topic: string;
  /** It has got the messages up to here. */
  readonly cursor: number;
  /** Messages up to `replayUntil` are got once more, under this number. */
  readonly replayNo: number;
  readonly replayUntil: number;
  /** Position of the newest message when this was read: all up to it can be seen. */
  readonly lastPosition: number;
}

export interface NextMessages {
  readonly messages: readonly TopicMessage[];
  /** None is left up to the newest position of the subscription. */
  readonly isAll: boolean;
}

export interface Delivered {
  /** The position up to which all is settled. */
  readonly cursor: number;
  readonly delivered: number;
  /** Its filter did not hold. */
  readonly leftOut: number;
  readonly failed: number;
  /** Why the last of those that failed could not be delivered, in words. */
  readonly failure: string | null;
}

export interface SubscriptionStore {
  /** Leases subscribers that have messages to get for ten seconds. */
  due(options: { readonly limit: number; readonly maxQueued: number }): Promise<readonly DueSubscription[]>;
  /** The next messages in the order of their positions: at least one, and no more than `mostBytes` together. */
  next(
    subscription: DueSubscription,
    most: { readonly limit: number; readonly mostBytes: number },
  ): Promise<NextMessages>;
  /** Gives the lease back. False: somebody moved it meanwhile, so nothing was changed. */
  moveOn(subscription: DueSubscription, delivered: Delivered): Promise<boolean>;
}
