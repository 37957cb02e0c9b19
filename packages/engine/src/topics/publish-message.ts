// The one place where a message gets into a topic: steps of flows, programs over REST and the command line all come through here.
import { compileTargetCheck } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { KnownTopic, MessageToStore, TopicStore } from '../drivers/index.ts';
import { inlineBodyBytes } from '../accept/accept-event.ts';

export interface MessageToPublish {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly topic: string;
  readonly value: Json;
  readonly key?: string | undefined;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Messages of a topic with the same key are one message. */
  readonly dedupeKey: string | null;
  readonly from: MessageToStore['from'];
  readonly publishedBy: string | null;
}

export interface PublishedMessage {
  readonly messageId: string;
  /** The message was there already. */
  readonly duplicate: boolean;
}

export interface PublishDrivers {
  readonly store: TopicStore;
  /** Keeps a large value and hands back its name; called before the transaction. */
  readonly putBlob: (workspaceId: string, bytes: Uint8Array) => Promise<string>;
  /** Nothing is published while a subscriber has more than this many messages to get. */
  readonly maxLag: number;
}

export const maxMessageBytes = 10 * 1024 * 1024;
/** So many runs may lead one to the next by messages and calls; more are taken for a circle. */
export const longestChain = 20;
const maxDetails = 20;

/**
 * Stores the message; resolves after COMMIT.
 * @throws AppError `notFound` without such a topic, `unprocessable` when the value breaks the topic's schema or the chain is too
 * long, `tooLarge`, `rateLimited` while a subscriber is too far behind.
 */
export async function publishMessage(message: MessageToPublish, drivers: PublishDrivers): Promise<PublishedMessage> {
  const { workspaceId, environmentId, dedupeKey, from, publishedBy } = message;
  const topic = await drivers.store.find(workspaceId, message.topic);
  if (topic === null) throw noSuchTopic(message.topic);
  refuseForeignValue(message, topic);
  if (topic.lag >= drivers.maxLag) throw tooFarBehind(message.topic, topic.lag);
  const body = Buffer.from(JSON.stringify(message.value));
  if (body.length > maxMessageBytes) {
    throw AppError.because(
      'tooLarge',
      `The message for “${message.topic}” has ${body.length} bytes, and ${maxMessageBytes} is the most. Publish a reference to the data instead.`,
    );
  }
  const large = body.length > inlineBodyBytes;
  const stored = await drivers.store.publish({
    workspaceId,
    environmentId,
    topicId: topic.id,
    dedupeKey,
    key: storable(message.key),
    type: storable(message.type),
    headers: JSON.stringify(message.headers ?? {}),
    body: large ? null : body,
    blob: large ? await drivers.putBlob(workspaceId, body) : null,
    sizeBytes: body.length,
    from,
    publishedBy,
  });
  if (stored.type === 'tooLong') throw goesRound(message.topic, stored.depth);
  return { messageId: stored.messageId, duplicate: stored.type === 'duplicate' };
}

/** PostgreSQL text holds no U+0000. */
const storable = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text.replaceAll('\u0000', '\\0');

const noSuchTopic = (name: string): AppError =>
  AppError.because(
    'notFound',
    `There is no topic “${name}”. An analyst can create it under Topics, or correct the name.`,
  );

function refuseForeignValue({ topic: name, value }: MessageToPublish, { schema }: KnownTopic): void {
  if (schema === null) return;
  const mistakes = compileTargetCheck(schema)(value);
  const [first] = mistakes;
  if (first === undefined) return;
  const more = mistakes.length === 1 ? '' : ` (and ${mistakes.length - 1} more)`;
  throw AppError.because(
    'unprocessable',
    `The value does not keep the schema of the topic “${name}”: ${first.message}${more} Correct the value, or choose another schema for the topic.`,
    { problems: mistakes.slice(0, maxDetails).map(({ path, code, message }) => ({ path, code, message })) },
  );
}

const tooFarBehind = (name: string, lag: number): AppError =>
  AppError.because(
    'rateLimited',
    `A subscriber of “${name}” still has ${lag} messages to get, so no more are taken. Publish it again later; an operator finds the subscriber under Topics.`,
    { retryAfterSeconds: 10 },
  );

const goesRound = (name: string, depth: number): AppError =>
  AppError.because(
    'unprocessable',
    `The message for “${name}” was not published: ${depth} runs led to it one after the other, by messages and calls, and ${longestChain} is the most. Flows of this chain probably set each other off in a circle; an analyst adds a filter to a subscriber, or publishes to another topic.`,
    { depth },
  );
