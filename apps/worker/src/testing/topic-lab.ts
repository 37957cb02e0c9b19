// Topics in the laboratory for runs: real stores, real delivery, flows that publish and subscribe.
import { randomUUID } from 'node:crypto';
import { DeploymentSource, PgAcceptStore, PgSubscriptionStore, PgTopicStore } from '@patchbay/db/run-store';
import { PlanCache } from '@patchbay/engine';
import type { OperationCall } from '@patchbay/engine/drivers';
import { longestChain, publishMessage } from '@patchbay/engine/topics';
import type { DeliverDrivers, PublishedMessage } from '@patchbay/engine/topics';
import type { FlowDocument } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { startTopicDelivery } from '../topic-delivery.ts';
import { admin, environmentId, labBlobs, labUrl, live, operations, workspaceId } from './run-lab.ts';
import type { LiveFlow } from './run-lab.ts';

/** A topic of the laboratory's workspace. Hands back its id. */
export async function topic(name: string, given: { schema?: object; retentionHours?: number } = {}): Promise<string> {
  const id = randomUUID();
  await admin.query(
    'INSERT INTO topic (id, workspace_id, name, schema, retention_hours, created_by) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      id,
      workspaceId,
      name,
      given.schema === undefined ? null : JSON.stringify(given.schema),
      given.retentionHours ?? 168,
      'test',
    ],
  );
  return id;
}

/** A flow that is live and whose first trigger subscribes. */
export async function subscriber(doc: FlowDocument, topicId: string, cursor = 0): Promise<LiveFlow> {
  const flow = await live(doc);
  const trigger = doc.nodes.find((node) => node.kind === 'trigger');
  const { deploymentId, flowId } = flow;
  await admin.query(
    `INSERT INTO subscription (deployment_id, node_id, workspace_id, environment_id, flow_id, topic_id, cursor)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [deploymentId, trigger?.id, workspaceId, environmentId, flowId, topicId, cursor],
  );
  return flow;
}

export interface Publisher extends AsyncDisposable {
  publish(topicName: string, value: Json, dedupeKey?: string): Promise<PublishedMessage>;
  /** What a step `topic.publish` does; its input names the topic and the value. */
  publishStep(call: OperationCall): Promise<Json>;
}

export function publisher(maxLag = 1_000): Publisher {
  const store = new PgTopicStore({ url: labUrl(), longestChain });
  const drivers = { store, putBlob: labBlobs.putBlob, maxLag };
  const of = { workspaceId, environmentId };
  return {
    publish: (name, value, dedupeKey) =>
      publishMessage(
        { ...of, topic: name, value, dedupeKey: dedupeKey ?? null, from: null, publishedBy: 'test' },
        drivers,
      ),
    publishStep: async ({ input, idempotencyKey, runId, path }) => {
      const { topic: name, value = null } = input;
      const from = { runId, path };
      const dedupeKey = `step:${idempotencyKey}`;
      const message = { ...of, topic: name as string, value, dedupeKey, from, publishedBy: null };
      return { ...(await publishMessage(message, drivers)) };
    },
    [Symbol.asyncDispose]: () => store.close(),
  };
}

/** Delivers as a worker does. */
export function delivery(given: { maxQueued?: number; readBlob?: DeliverDrivers['readBlob'] } = {}): AsyncDisposable {
  const subscriptions = new PgSubscriptionStore({ url: labUrl() });
  const accepts = new PgAcceptStore({ url: labUrl(), inOrder: true });
  const source = new DeploymentSource({ url: labUrl() });
  const running = startTopicDelivery({
    subscriptions,
    plans: new PlanCache(source, (id) => operations[id]),
    maxQueued: given.maxQueued ?? 100_000,
    readBlob: given.readBlob ?? labBlobs.readBlob,
    onError: (error) => console.error(error),
    accept: {
      store: accepts,
      putBlob: labBlobs.putBlob,
      wakeUp: () => undefined,
      nowMs: Date.now,
    },
  });
  running.look();
  return {
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await Promise.all([subscriptions.close(), accepts.close(), source.close()]);
    },
  };
}

export interface MessageRun {
  readonly id: string;
  readonly key: string;
  readonly value: Json;
  readonly depth: number;
  readonly parent: string | null;
}

/** The runs that messages started, in the order of the messages. */
export async function runsOf({ flowId }: LiveFlow): Promise<MessageRun[]> {
  const { rows } = await admin.query(
    `SELECT r.id, k.key, e.body, e.meta, o.depth, o.parent_run FROM run r JOIN event e ON e.id = r.event_id
     JOIN event_key k ON k.run_id = r.id JOIN run_origin o ON o.run_id = r.id WHERE r.flow_id = $1`,
    [flowId],
  );
  const position = (row: { meta: string }): number => (JSON.parse(row.meta) as { position: number }).position;
  return rows
    .toSorted((left, right) => position(left) - position(right))
    .map((row) => ({
      id: row.id,
      key: row.key,
      value: JSON.parse((row.body as Buffer).toString()),
      depth: row.depth,
      parent: row.parent_run,
    }));
}

export const subscriptionOf = async ({ deploymentId }: LiveFlow) => {
  const { rows } = await admin.query('SELECT * FROM subscription WHERE deployment_id = $1', [deploymentId]);
  return rows[0] as Record<string, unknown>;
};
