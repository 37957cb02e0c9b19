// Publishing over PostgreSQL. Messages of one topic get their positions one after the other, under the lock of the topic's row, which
// is held until they are committed: whoever sees a position has seen, or can see, all before it (ADR 0029).
import type { KnownTopic, MessageToStore, StoredMessage, TopicStore } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import { Batcher } from './batcher.ts';
import { HotConnection } from './hot-connection.ts';
import { findMessageSql, findTopicSql, publishSql, topicChannel } from './topic-statements.ts';
import { uuidV7 } from './uuid-v7.ts';
import { bytesArray, intArray, textArray, uuidArray } from './wire-arrays.ts';

interface NewMessage extends MessageToStore {
  readonly id: string;
}

/** As for events: concurrent messages share a commit. */
const groupDelayMs = 2;
const groupSize = 64;
/** How old what is known of a topic may be. */
const topicTtlMs = 1_000;

export class PgTopicStore implements TopicStore {
  readonly #writer: HotConnection;
  readonly #reader: HotConnection;
  readonly #batcher: Batcher<NewMessage, StoredMessage | null, HotConnection>;
  readonly #topics = new Map<string, { readonly value: Promise<KnownTopic | null>; readonly until: number }>();

  /** `longestChain`: so many runs may lead one to the next. */
  constructor({ url, longestChain }: { url: string; longestChain: number }) {
    this.#writer = new HotConnection({ url });
    this.#reader = new HotConnection({ url });
    this.#batcher = new Batcher({
      maxItems: groupSize,
      delayMs: groupDelayMs,
      connections: [this.#writer],
      flush: (connection, messages) => publishTogether(connection, messages, longestChain),
    });
  }

  find(workspaceId: string, name: string): Promise<KnownTopic | null> {
    const key = `${workspaceId}/${name}`;
    const known = this.#topics.get(key);
    if (known !== undefined && known.until > performance.now()) return known.value;
    const value = this.#read(workspaceId, name);
    if (this.#topics.size > 1_000) this.#topics.clear();
    this.#topics.set(key, { value, until: performance.now() + topicTtlMs });
    value.then(
      // What is not there yet may be there in a moment.
      (topic) => topic === null && this.#topics.delete(key),
      () => this.#topics.delete(key),
    );
    return value;
  }

  async publish(message: MessageToStore): Promise<StoredMessage> {
    const stored = await this.#batcher.push({ ...message, id: uuidV7() });
    if (stored !== null) return stored;
    const [row] = await this.#reader.run('find-message', findMessageSql, [message.topicId, message.dedupeKey]);
    if (row === undefined)
      throw AppError.because('unavailable', 'The message could not be stored just now. Publish it again.');
    return { type: 'duplicate', messageId: row[0] as string };
  }

  async close(): Promise<void> {
    await this.#batcher.drain();
    await Promise.all([this.#writer.close(), this.#reader.close()]);
  }

  async #read(workspaceId: string, name: string): Promise<KnownTopic | null> {
    const [row] = await this.#reader.run('find-topic', findTopicSql, [workspaceId, name]);
    if (row === undefined) return null;
    const schema = row[1] as string | null;
    return {
      id: row[0] as string,
      schema: schema === null ? null : (JSON.parse(schema) as DataSchema),
      lag: Number(row[2]),
    };
  }
}

/** Null: a message with this key is there already. */
async function publishTogether(
  connection: HotConnection,
  messages: readonly NewMessage[],
  longestChain: number,
): Promise<(StoredMessage | null)[]> {
  const column = <T>(read: (message: NewMessage) => T): T[] => messages.map(read);
  const rows = await connection.run('publish', publishSql, [
    uuidArray(column((message) => message.id)),
    uuidArray(column((message) => message.workspaceId)),
    uuidArray(column((message) => message.environmentId)),
    uuidArray(column((message) => message.topicId)),
    textArray(column((message) => message.dedupeKey)),
    textArray(column((message) => message.key)),
    textArray(column((message) => message.type)),
    textArray(column((message) => message.headers)),
    bytesArray(column((message) => message.body)),
    textArray(column((message) => message.blob)),
    intArray(column((message) => message.sizeBytes)),
    uuidArray(column((message) => message.from?.runId ?? null)),
    textArray(column((message) => message.from?.path ?? null)),
    textArray(column((message) => message.publishedBy)),
    longestChain,
  ]);
  const outcomes = new Map(rows.map((row) => [row[0] as string, toOutcome(row)]));
  // Stored already: a hint that is lost costs half a second.
  if (rows.some(([, depth]) => depth === null)) {
    await connection.run('tell-topics', `SELECT pg_notify('${topicChannel}', '')`, []).catch(() => undefined);
  }
  return messages.map((message) => outcomes.get(message.id) ?? null);
}

/** The columns: id, and the depth when it is too large. */
const toOutcome = (row: readonly unknown[]): StoredMessage =>
  row[1] === null ? { type: 'stored', messageId: row[0] as string } : { type: 'tooLong', depth: row[1] as number };
