// Topics, their messages as people read them, and the subscribers with how far they have got.
import type { Transaction } from '../client/index.ts';

export interface TopicRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly retentionHours: number;
  readonly schemaRef: string | null;
  readonly schema: string | null;
  readonly lastPosition: bigint;
  readonly lastAt: Date | null;
  readonly updatedAt: Date;
}

const columns = {
  id: true,
  name: true,
  description: true,
  retentionHours: true,
  schemaRef: true,
  schema: true,
  lastPosition: true,
  lastAt: true,
  updatedAt: true,
} as const;

/** By name. */
export async function listTopics(tx: Transaction, workspaceId: string): Promise<TopicRow[]> {
  return tx.topic.findMany({
    where: { workspaceId, deletedAt: null },
    orderBy: { name: 'asc' },
    take: 1_000,
    select: columns,
  });
}

export async function findTopic(
  tx: Transaction,
  workspaceId: string,
  by: { id: string } | { name: string },
): Promise<TopicRow | null> {
  return tx.topic.findFirst({ where: { workspaceId, deletedAt: null, ...by }, select: columns });
}

export interface TopicToInsert {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly retentionHours: number;
  readonly schemaRef: string | null;
  readonly schema: string | null;
  readonly createdBy: string;
}

/** False: the workspace has a topic of this name. */
export async function insertTopic(tx: Transaction, topic: TopicToInsert): Promise<boolean> {
  const { id, workspaceId, name, description, retentionHours, schemaRef, schema, createdBy } = topic;
  const added = await tx.$queryRaw<unknown[]>`
    INSERT INTO topic (id, workspace_id, name, description, retention_hours, schema_ref, schema, created_by)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${name}, ${description}, ${retentionHours}, ${schemaRef}, ${schema}, ${createdBy})
    ON CONFLICT (workspace_id, name) WHERE deleted_at IS NULL DO NOTHING RETURNING id`;
  return added.length > 0;
}

export async function updateTopic(
  tx: Transaction,
  at: { workspaceId: string; id: string },
  change: Partial<Pick<TopicRow, 'description' | 'retentionHours' | 'schemaRef' | 'schema'>> & { deletedAt?: Date },
): Promise<void> {
  await tx.topic.updateMany({ where: at, data: { ...change, updatedAt: new Date() } });
}

export interface SubscriberRow {
  readonly deploymentId: string;
  readonly nodeId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly topicId: string;
  readonly status: string;
  readonly cursor: bigint;
  readonly replayNo: number;
  readonly replayUntil: bigint;
  readonly replayFrom: Date | null;
  readonly delivered: bigint;
  readonly leftOut: bigint;
  readonly failed: bigint;
  readonly lastDeliveredAt: Date | null;
  readonly lastFailure: string | null;
  readonly lastFailureAt: Date | null;
  readonly registeredAt: Date;
  /** Messages that it still has to get, counted up to 10,000. */
  readonly lag: number;
}

/** Of all topics, or of one. */
export async function listSubscribers(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string },
  topicId: string | null,
): Promise<SubscriberRow[]> {
  return tx.$queryRaw<SubscriberRow[]>`
    SELECT s.deployment_id AS "deploymentId", s.node_id AS "nodeId", s.flow_id AS "flowId", f.name AS "flowName",
      s.topic_id AS "topicId", d.status, s.cursor, s.replay_no AS "replayNo", s.replay_until AS "replayUntil",
      s.replay_from AS "replayFrom", s.delivered, s.left_out AS "leftOut", s.failed,
      s.last_delivered_at AS "lastDeliveredAt", s.last_failure AS "lastFailure", s.last_failure_at AS "lastFailureAt",
      s.registered_at AS "registeredAt",
      (SELECT count(*)::int FROM (
        SELECT FROM topic_message m WHERE m.topic_id = s.topic_id AND m.environment_id = s.environment_id
          AND m.position > s.cursor LIMIT 10000) behind) AS lag
    FROM subscription s JOIN flow f ON f.id = s.flow_id JOIN deployment d ON d.id = s.deployment_id
    WHERE s.workspace_id = ${at.workspaceId}::uuid AND s.environment_id = ${at.environmentId}::uuid
      AND (${topicId}::uuid IS NULL OR s.topic_id = ${topicId}::uuid)
    ORDER BY f.name, s.node_id`;
}

/** Of one deployment, without what takes counting. */
export async function listSubscriptions(
  tx: Transaction,
  at: { workspaceId: string; deploymentId: string },
): Promise<Pick<SubscriberRow, 'nodeId' | 'lastDeliveredAt' | 'registeredAt'>[]> {
  return tx.subscription.findMany({
    where: at,
    select: { nodeId: true, lastDeliveredAt: true, registeredAt: true },
  });
}

export interface MessageRow {
  readonly id: string;
  readonly position: bigint;
  readonly key: string | null;
  readonly type: string | null;
  readonly headers: string;
  readonly body: Uint8Array | null;
  readonly blob: string | null;
  readonly sizeBytes: number;
  readonly runId: string | null;
  readonly path: string | null;
  readonly publishedBy: string | null;
  readonly publishedAt: Date;
}

/** The newest first, before a position if one is given. */
export async function listMessages(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string; topicId: string },
  { before, limit }: { before: bigint | null; limit: number },
): Promise<MessageRow[]> {
  return tx.topicMessage.findMany({
    where: { ...at, ...(before === null ? {} : { position: { lt: before } }) },
    orderBy: { position: 'desc' },
    take: limit,
    select: {
      id: true,
      position: true,
      key: true,
      type: true,
      headers: true,
      body: true,
      blob: true,
      sizeBytes: true,
      runId: true,
      path: true,
      publishedBy: true,
      publishedAt: true,
    },
  });
}

export interface SubscriptionToSave {
  readonly nodeId: string;
  readonly topicId: string;
  readonly from: 'now' | 'beginning';
}

/** Puts exactly these subscriptions in place. One that stays with its topic keeps its place in it. */
export async function replaceSubscriptions(
  tx: Transaction,
  deployment: { id: string; workspaceId: string; environmentId: string; flowId: string },
  subscriptions: readonly SubscriptionToSave[],
): Promise<void> {
  const { id, workspaceId, environmentId, flowId } = deployment;
  const nodeIds = subscriptions.map(({ nodeId }) => nodeId);
  await tx.subscription.deleteMany({ where: { workspaceId, deploymentId: id, nodeId: { notIn: nodeIds } } });
  for (const { nodeId, topicId, from } of subscriptions) {
    await tx.$executeRaw`
      INSERT INTO subscription AS s (deployment_id, node_id, workspace_id, environment_id, flow_id, topic_id, cursor)
      SELECT ${id}::uuid, ${nodeId}, ${workspaceId}::uuid, ${environmentId}::uuid, ${flowId}::uuid, t.id,
        CASE WHEN ${from} = 'now' THEN t.last_position ELSE 0 END
      FROM topic t WHERE t.id = ${topicId}::uuid AND t.workspace_id = ${workspaceId}::uuid
      ON CONFLICT (deployment_id, node_id) DO UPDATE SET topic_id = excluded.topic_id, cursor = excluded.cursor,
        replay_until = 0, replay_from = NULL, delivered = 0, left_out = 0, failed = 0, last_delivered_at = NULL,
        last_failure = NULL, last_failure_at = NULL, registered_at = now(), lease_until = NULL
      WHERE s.topic_id <> excluded.topic_id`;
  }
}

/**
 * Sends a subscriber back to the first message since a time. What it has got already it gets once more, as new events; what it has not
 * got yet stays what it was. Hands back how many messages that is, null without such a subscriber.
 */
export async function replaySubscription(
  tx: Transaction,
  at: { workspaceId: string; deploymentId: string; nodeId: string },
  since: Date,
): Promise<number | null> {
  const { workspaceId, deploymentId, nodeId } = at;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH s AS (
      SELECT * FROM subscription WHERE workspace_id = ${workspaceId}::uuid AND deployment_id = ${deploymentId}::uuid
        AND node_id = ${nodeId} FOR UPDATE
    ), f AS (
      SELECT min(m.position) - 1 AS start, count(*)::int AS count FROM s JOIN topic_message m ON m.topic_id = s.topic_id
      WHERE m.environment_id = s.environment_id AND m.published_at >= ${since} AND m.position <= s.cursor
    ), u AS (
      UPDATE subscription o SET replay_no = o.replay_no + 1, replay_until = greatest(o.replay_until, o.cursor),
        cursor = f.start, replay_from = ${since}, lease_until = NULL
      FROM s CROSS JOIN f WHERE o.deployment_id = s.deployment_id AND o.node_id = s.node_id AND f.count > 0
    )
    SELECT f.count FROM s CROSS JOIN f`;
  return row?.count ?? null;
}
