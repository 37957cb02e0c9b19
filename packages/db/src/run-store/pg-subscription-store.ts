// How far each subscriber has got the messages of its topic. One process at a time leases a subscriber; should two deliver the same
// messages, the message is the event's key, so it is got once, and only who finds the cursor as it was read moves it on.
import type { Delivered, DueSubscription, SubscriptionStore, TopicMessage } from '@patchbay/engine/drivers';
import type { DeploymentId, EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { HotConnection } from './hot-connection.ts';
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
      deploymentId: row[0] as DeploymentId,
      nodeId: row[1] as string,
      workspaceId: row[2] as WorkspaceId,
      environmentId: row[3] as EnvironmentId,
      flowId: row[4] as FlowId,
      versionId: row[5] as FlowVersionId,
      topicId: row[6] as string,
      topic: row[7] as string,
      cursor: row[8] as number,
      replayNo: row[9] as number,
      replayUntil: row[10] as number,
      lastPosition: row[11] as number,
    }));
  }

  async next(subscription: DueSubscription, limit: number): Promise<readonly TopicMessage[]> {
    const { topicId, environmentId, cursor, lastPosition } = subscription;
    const values = [topicId, environmentId, cursor, lastPosition, limit];
    const rows = await this.#connection.run('next-messages', nextMessagesSql, values);
    return rows.map((row) => ({
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
    }));
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
