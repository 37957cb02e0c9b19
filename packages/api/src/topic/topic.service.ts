import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { TopicRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  findDeployment,
  findTopic,
  insertTopic,
  listMessages,
  listSubscribers,
  listTopics,
  replaySubscription,
  updateTopic,
} from '@patchbay/db/repositories';
import { publishMessage } from '@patchbay/engine/topics';
import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import { loadLibrary } from '../library/load-library.ts';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor } from '../trpc/cursor.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { publishersOf } from './topic-use.ts';
import { messageItem, subscriberView, topicItem } from './topic-views.ts';
import type {
  TopicCreateInput,
  TopicReplayed,
  TopicReplayInput,
  TopicService,
  TopicUpdateInput,
  TopicView,
} from './topic.contract.ts';

const Mark = z.tuple([z.int()]);
const kind = 'topic';
const usualRetentionHours = 168;

export function createTopicService({ db, topics }: ServiceDeps): TopicService {
  const inside = insideOf({ db });
  return {
    list: (caller) =>
      inside(caller, async (tx) => {
        const subscribers = await listSubscribers(tx, caller, null);
        const rows = await listTopics(tx, caller.workspaceId);
        const of = (row: TopicRow) => subscribers.filter(({ topicId }) => topicId === row.id);
        return { items: rows.map((row) => topicItem(row, of(row))) };
      }),
    get: (caller, { name }) => inside(caller, (tx) => viewOf(tx, caller, name)),
    create: (caller, input) => inside(caller, (tx) => createTopic(tx, caller, input)),
    update: (caller, input) => inside(caller, (tx) => changeTopic(tx, caller, input)),
    delete: (caller, { name }) => inside(caller, (tx) => deleteTopic(tx, caller, name)),
    publish: (caller, { name, idempotencyKey, ...message }) => {
      const { workspaceId, environmentId, actor } = caller;
      const dedupeKey = idempotencyKey === undefined ? null : `api:${idempotencyKey}`;
      const of = { workspaceId, environmentId, dedupeKey, from: null, publishedBy: actor.name };
      return publishMessage({ ...message, ...of, topic: name }, topics);
    },
    messages: (caller, { name, upTo, cursor, limit = 50 }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId } = caller;
        const topic = await theTopic(tx, caller, name);
        const mark = decodeCursor(Mark, cursor);
        const before = mark === null ? (upTo === undefined ? null : upTo + 1) : mark[0];
        const rows = await listMessages(
          tx,
          { workspaceId, environmentId, topicId: topic.id },
          { before: before === null ? null : BigInt(before), limit: limit + 1 },
        );
        const { items, nextCursor } = cutPage(rows, limit, (last) => [Number(last.position)]);
        return { items: items.map(messageItem), nextCursor };
      }),
    replay: (caller, input) => inside(caller, (tx) => replay(tx, caller, input)),
  };
}

async function theTopic(tx: Transaction, { workspaceId }: Caller, name: string): Promise<TopicRow> {
  const topic = await findTopic(tx, workspaceId, { name });
  if (topic !== null) return topic;
  throw AppError.because(
    'notFound',
    `There is no topic “${name}” in this workspace. The list of topics shows what there is.`,
  );
}

async function viewOf(tx: Transaction, caller: Caller, name: string): Promise<TopicView> {
  const topic = await theTopic(tx, caller, name);
  const rows = await listSubscribers(tx, caller, topic.id);
  return {
    ...topicItem(topic, rows),
    schema: topic.schema === null ? null : (JSON.parse(topic.schema) as Record<string, Json>),
    subscribers: rows.map(subscriberView),
    publishers: await publishersOf(tx, caller, name),
  };
}

/** The schema as it stands now: what the library does to it later changes nothing here. */
async function schemaOf(tx: Transaction, { workspaceId }: Caller, ref: string): Promise<string> {
  const { schemas } = await loadLibrary(tx, workspaceId, [{ kind: 'schema', ref }]);
  const schema = schemas === undefined || !Object.hasOwn(schemas, ref) ? undefined : schemas[ref];
  if (schema !== undefined) return JSON.stringify(schema);
  throw AppError.because(
    'unprocessable',
    `The library has no schema “${ref}”. Name one with its version, such as “Order@3”; the list of schemas shows what there is.`,
  );
}

async function createTopic(tx: Transaction, caller: Caller, input: TopicCreateInput): Promise<void> {
  const { workspaceId, actor } = caller;
  const { name, description = '', retentionHours = usualRetentionHours, schemaRef = null } = input;
  const schema = schemaRef === null ? null : await schemaOf(tx, caller, schemaRef);
  const id = randomUUID();
  const of = { id, workspaceId, createdBy: actor.name };
  if (!(await insertTopic(tx, { ...of, name, description, retentionHours, schemaRef, schema }))) {
    throw AppError.because('conflict', `There is a topic “${name}” already. Use it, or choose another name.`);
  }
  await appendAudit(tx, workspaceId, actor, {
    action: 'topic.create',
    target: { kind, id },
    after: { name, retentionHours, schemaRef },
  });
}

async function changeTopic(tx: Transaction, caller: Caller, input: TopicUpdateInput): Promise<void> {
  const { workspaceId, actor } = caller;
  const { name, description, retentionHours, schemaRef } = input;
  const { id, ...before } = await theTopic(tx, caller, name);
  await updateTopic(
    tx,
    { workspaceId, id },
    {
      ...(description === undefined ? {} : { description }),
      ...(retentionHours === undefined ? {} : { retentionHours }),
      ...(schemaRef === undefined
        ? {}
        : { schemaRef, schema: schemaRef === null ? null : await schemaOf(tx, caller, schemaRef) }),
    },
  );
  await appendAudit(tx, workspaceId, actor, {
    action: 'topic.update',
    target: { kind, id },
    before: { description: before.description, retentionHours: before.retentionHours, schemaRef: before.schemaRef },
    after: { description, retentionHours, schemaRef },
  });
}

async function deleteTopic(tx: Transaction, caller: Caller, name: string): Promise<void> {
  const { workspaceId, actor } = caller;
  const { id } = await theTopic(tx, caller, name);
  const users = [...(await listSubscribers(tx, caller, id)), ...(await publishersOf(tx, caller, name))];
  const flows = [...new Set(users.map(({ flowName }) => `“${flowName}”`))];
  if (flows.length > 0) {
    throw AppError.because(
      'conflict',
      `The topic “${name}” is used by ${flows.slice(0, 5).join(', ')}${flows.length > 5 ? ` and ${flows.length - 5} more` : ''}. Take those flows off it first.`,
    );
  }
  await updateTopic(tx, { workspaceId, id }, { deletedAt: new Date() });
  await appendAudit(tx, workspaceId, actor, { action: 'topic.delete', target: { kind, id }, before: { name } });
}

async function replay(tx: Transaction, caller: Caller, input: TopicReplayInput): Promise<TopicReplayed> {
  const { workspaceId, environmentId, actor } = caller;
  const { name, flowId, nodeId, since } = input;
  const topic = await theTopic(tx, caller, name);
  const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
  const subscribers = await listSubscribers(tx, caller, topic.id);
  const isThere = subscribers.some((one) => one.deploymentId === deployment?.id && one.nodeId === nodeId);
  if (deployment === null || !isThere) {
    throw AppError.because(
      'notFound',
      `This flow does not subscribe to “${name}”. Publish it with a trigger that does.`,
    );
  }
  const at = { workspaceId, deploymentId: deployment.id, nodeId };
  const messages = (await replaySubscription(tx, at, new Date(since))) ?? 0;
  await appendAudit(tx, workspaceId, actor, {
    action: 'topic.replay',
    target: { kind: 'flow', id: flowId },
    after: { topic: name, nodeId, since, messages },
  });
  return { messages };
}
