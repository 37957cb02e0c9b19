// How far each subscriber has got the messages of its topic. One process at a time leases a subscriber; should two deliver the same
// messages, the message is the event's key, so it is got once, and only who finds the cursor as it was read moves it on.
import type {
  Delivered,
  DueSubscription,
  NextMessages,
  SubscriptionStore,
  TopicMessage,
} from '@patchbay/engine/drivers';
import type { RunId } from '@patchbay/model/identity';
import { HotConnection } from './hot-connection.ts';
import { liveTriggerOf } from './live-trigger.ts';
import {
  forgetMessageKeysSql,
  forgetMessagesSql,
  moveOnSql,
  nextMessagesSql,
  subscriptionsDueSql,
} from './topic-statements.ts';

export class PgSubscriptionStore implements SubscriptionStore {
  readonly #connection: HotConnection;

  constructor({ url }: { url: string }) {
    this.#connection = new HotConnection({ url });
  }

  async due({ limit, maxQueued }: { limit: number; maxQueued: number }): Promise<readonly DueSubscription[]> {
    const rows = await this.#connection.run('subscriptions-due', subscriptionsDueSql, [limit, maxQueued]);
    return rows.map((row) => ({
      ...liveTriggerOf(row),
      topicId: row[6] as string,
      topic: row[7] as string,
      cursor: row[8] as number,
      replayNo: row[9] as number,
      replayUntil: row[10] as number,
      lastPosition: row[11] as number,
    }));
  }

  async next(
    { topicId, environmentId, cursor, lastPosition }: DueSubscription,
    { limit, mostBytes }: Parameters<SubscriptionStore['next']>[1],
  ): Promise<NextMessages> {
    const values = [topicId, environmentId, cursor, lastPosition, limit, mostBytes];
    const rows = await this.#connection.run('next-messages', nextMessagesSql, values);
    const found = (rows[0]?.[11] as number | undefined) ?? 0;
    return { messages: rows.map(toMessage), isAll: found < limit && rows.length === found };
  }

  async moveOn(subscription: DueSubscription, settled: Delivered): Promise<boolean> {
    const { deploymentId, nodeId, cursor, replayNo } = subscription;
    const { delivered, leftOut, failed, failure } = settled;
    const values = [deploymentId, nodeId, cursor, replayNo, settled.cursor, delivered, leftOut, failed, failure];
    return (await this.#connection.run('subscription-moved', moveOnSql, values)).length > 0;
  }

  /** Messages whose time is over, and keys by which messages are recognised: some thousands at a time. */
  async forgetOld(): Promise<void> {
    await this.#connection.run('forget-messages', forgetMessagesSql, []);
    await this.#connection.run('forget-message-keys', forgetMessageKeysSql, []);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

const toMessage = (row: readonly unknown[]): TopicMessage => ({
  id: row[0] as string,
  position: row[1] as number,
  key: row[2] as string | null,
  type: row[3] as string | null,
  headers: row[4] as string,
  body: row[5] as Buffer | null,
  blob: row[6] as string | null,
  runId: row[7] as RunId | null,
  path: row[8] as string | null,
  publishedAt: new Date(row[9] as number),
  sizeBytes: row[10] as number,
});
