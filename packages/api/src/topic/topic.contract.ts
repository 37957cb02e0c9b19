// What goes in and out of the procedures of topics: the topics, their messages, and who subscribes.
import { FlowId, RunId, TopicName } from '@patchbay/model/identity';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import { Description } from '../library/library.contract.ts';
import type { Caller } from '../trpc/caller.ts';
import { page, paging, TimeText } from '../trpc/paging.ts';

const Name = TopicName.describe('The name of the topic; it never changes.');
const RetentionHours = z
  .int()
  .min(1)
  .max(8_760)
  .describe('How long messages stay, in hours; 168 are a week. Those that a subscriber still has to get stay longer.');
const SchemaRef = z
  .string()
  .max(300)
  .describe('A schema of the library that every value must keep, with its version: `Order@3`.');

export const TopicItem = z.object({
  name: Name,
  description: z.string().describe('What it is for.'),
  retentionHours: RetentionHours,
  schemaRef: SchemaRef.nullable(),
  lastMessageAt: TimeText.nullable().describe('When the newest message was published.'),
  messages: z.int().describe('How many messages were published since it was created.'),
  subscribers: z.int().describe('How many triggers of live flows get its messages.'),
  lag: z.int().describe('How many messages the slowest of them still has to get; counted up to 10,000.'),
});
export type TopicItem = z.infer<typeof TopicItem>;
export const TopicList = z.object({ items: z.array(TopicItem).describe('By name; at most 1,000.') });
export type TopicList = z.infer<typeof TopicList>;

export const SubscriberView = z.object({
  flowId: FlowId,
  flowName: z.string(),
  nodeId: z.string().describe('The trigger of the flow.'),
  paused: z.boolean().describe('The flow is paused: its messages wait.'),
  lag: z.int().describe('Messages that it still has to get; counted up to 10,000.'),
  delivered: z.int().describe('Messages that started a run.'),
  leftOut: z.int().describe('Messages that its filter did not let through.'),
  failed: z.int().describe('Messages that could not become an event.'),
  lastDeliveredAt: TimeText.nullable(),
  lastFailure: z.string().nullable().describe('Why the last of those could not, in words.'),
  lastFailureAt: TimeText.nullable(),
  subscribedAt: TimeText,
  replayingFrom: TimeText.nullable().describe('It gets messages once more, from this time on.'),
});
export type SubscriberView = z.infer<typeof SubscriberView>;
export const TopicUser = z.object({ flowId: FlowId, flowName: z.string() });
export type TopicUser = z.infer<typeof TopicUser>;

export const TopicNameInput = z.strictObject({ name: Name });
export type TopicNameInput = z.infer<typeof TopicNameInput>;
export const TopicView = TopicItem.omit({ subscribers: true }).extend({
  schema: z.record(z.string(), Json).nullable().describe('The schema as it stood when it was chosen.'),
  subscribers: z.array(SubscriberView),
  publishers: z.array(TopicUser).describe('Live flows that publish to it.'),
});
export type TopicView = z.infer<typeof TopicView>;

export const TopicCreateInput = z.strictObject({
  name: Name,
  description: Description.optional(),
  retentionHours: RetentionHours.optional(),
  schemaRef: SchemaRef.optional(),
});
export type TopicCreateInput = z.infer<typeof TopicCreateInput>;
export const TopicUpdateInput = z.strictObject({
  name: Name,
  description: Description.optional(),
  retentionHours: RetentionHours.optional(),
  schemaRef: SchemaRef.nullable().optional().describe('Null: values keep no schema.'),
});
export type TopicUpdateInput = z.infer<typeof TopicUpdateInput>;

export const MessagePublishInput = z.strictObject({
  name: Name,
  value: Json.describe('What subscribers get as `trigger.body`.'),
  key: z.string().max(1_000).optional().describe('What it is about: `trigger.key`.'),
  type: z.string().max(200).optional().describe('What kind of message it is: `trigger.type`.'),
  headers: z.record(z.string().max(200), z.string().max(4_000)).optional().describe('`trigger.headers`.'),
  idempotencyKey: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('A message that is sent again with the same one is the message that is there; remembered for 30 days.'),
});
export type MessagePublishInput = z.infer<typeof MessagePublishInput>;
export const MessagePublished = z.object({
  messageId: z.string(),
  duplicate: z.boolean().describe('It was there already.'),
});
export type MessagePublished = z.infer<typeof MessagePublished>;

export const MessageListInput = z.strictObject({
  name: Name,
  upTo: z.int().min(1).optional().describe('Only messages at this position and before it.'),
  ...paging,
});
export type MessageListInput = z.infer<typeof MessageListInput>;
export const MessageItem = z.object({
  messageId: z.string(),
  position: z.int().describe('Counts the messages of the topic.'),
  key: z.string().nullable(),
  type: z.string().nullable(),
  headers: Json,
  publishedAt: TimeText,
  publishedBy: z.string().nullable().describe('The person or program; null: a run did.'),
  runId: RunId.nullable().describe('The run that published it.'),
  sizeBytes: z.int(),
  value: Json.describe('Null when it is too large to be shown here; subscribers get all of it.'),
  isShown: z.boolean().describe('Whether `value` is the value.'),
});
export type MessageItem = z.infer<typeof MessageItem>;
export const MessageList = page(MessageItem);
export type MessageList = z.infer<typeof MessageList>;

export const TopicReplayInput = z.strictObject({
  name: Name,
  flowId: FlowId,
  nodeId: z.string().min(1).max(200).describe('The trigger that subscribes.'),
  since: TimeText.describe(
    'Messages that were published at this time or later, and that it has got, it gets once more.',
  ),
});
export type TopicReplayInput = z.infer<typeof TopicReplayInput>;
export const TopicReplayed = z.object({ messages: z.int().describe('How many messages it gets once more.') });
export type TopicReplayed = z.infer<typeof TopicReplayed>;

/** Everything one can do with topics. */
export interface TopicService {
  list(caller: Caller): Promise<TopicList>;
  get(caller: Caller, input: TopicNameInput): Promise<TopicView>;
  create(caller: Caller, input: TopicCreateInput): Promise<void>;
  update(caller: Caller, input: TopicUpdateInput): Promise<void>;
  delete(caller: Caller, input: TopicNameInput): Promise<void>;
  publish(caller: Caller, input: MessagePublishInput): Promise<MessagePublished>;
  messages(caller: Caller, input: MessageListInput): Promise<MessageList>;
  replay(caller: Caller, input: TopicReplayInput): Promise<TopicReplayed>;
}
