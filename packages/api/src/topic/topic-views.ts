// How topics, their subscribers and their messages are shown.
import { parseJson } from '@patchbay/codecs';
import type { MessageRow, SubscriberRow, TopicRow } from '@patchbay/db/repositories';
import { FlowId, RunId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import type { MessageItem, SubscriberView, TopicItem } from './topic.contract.ts';

/** Values beyond this are not shown in a list. */
const shownValueBytes = 16 * 1024;

export const topicItem = (row: TopicRow, subscribers: readonly SubscriberRow[]): TopicItem => ({
  name: row.name,
  description: row.description,
  retentionHours: row.retentionHours,
  schemaRef: row.schemaRef,
  lastMessageAt: row.lastAt?.toISOString() ?? null,
  messages: Number(row.lastPosition),
  subscribers: subscribers.length,
  lag: Math.max(0, ...subscribers.map(({ lag }) => lag)),
});

export const subscriberView = (row: SubscriberRow): SubscriberView => ({
  flowId: FlowId.parse(row.flowId),
  flowName: row.flowName,
  nodeId: row.nodeId,
  paused: row.status !== 'active',
  lag: row.lag,
  delivered: Number(row.delivered),
  leftOut: Number(row.leftOut),
  failed: Number(row.failed),
  lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
  lastFailure: row.lastFailure,
  lastFailureAt: row.lastFailureAt?.toISOString() ?? null,
  subscribedAt: row.registeredAt.toISOString(),
  replayingFrom: row.cursor < row.replayUntil ? (row.replayFrom?.toISOString() ?? null) : null,
});

export function messageItem(row: MessageRow): MessageItem {
  const isShown = row.body !== null && row.body.length <= shownValueBytes;
  return {
    messageId: row.id,
    position: Number(row.position),
    key: row.key,
    type: row.type,
    headers: JSON.parse(row.headers) as Json,
    publishedAt: row.publishedAt.toISOString(),
    publishedBy: row.publishedBy,
    runId: row.runId === null ? null : RunId.parse(row.runId),
    sizeBytes: row.sizeBytes,
    value: isShown && row.body !== null ? parseJson(row.body) : null,
    isShown,
  };
}
