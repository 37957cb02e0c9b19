import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import {
  MessageList,
  MessageListInput,
  MessagePublished,
  MessagePublishInput,
  TopicCreateInput,
  TopicList,
  TopicNameInput,
  TopicReplayed,
  TopicReplayInput,
  TopicUpdateInput,
  TopicView,
} from './topic.contract.ts';

const tag = 'Topics';

export const topicRouter = router({
  list: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/topics', summary: 'List the topics, by name', tag },
  })
    .output(TopicList)
    .query(({ ctx }) => ctx.services.topic.list(ctx.caller)),

  get: procedure({
    permission: 'flow.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/topics/{name}',
      summary: 'Get a topic with its subscribers: how far they are, and what went wrong',
      tag,
    },
  })
    .input(TopicNameInput)
    .output(TopicView)
    .query(({ ctx, input }) => ctx.services.topic.get(ctx.caller, input)),

  create: procedure({
    permission: 'flow.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/topics', summary: 'Create a topic', tag, status: 204 },
  })
    .input(TopicCreateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.topic.create(ctx.caller, input)),

  update: procedure({
    permission: 'flow.edit',
    scope: 'workspace',
    rest: {
      method: 'PATCH',
      path: '/topics/{name}',
      summary: 'Change what a topic is for, how long its messages stay, or the schema of its values',
      tag,
      status: 204,
    },
  })
    .input(TopicUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.topic.update(ctx.caller, input)),

  delete: procedure({
    permission: 'flow.publish',
    scope: 'workspace',
    rest: {
      method: 'DELETE',
      path: '/topics/{name}',
      summary: 'Delete a topic that no live flow uses, with its messages',
      tag,
      status: 204,
    },
  })
    .input(TopicNameInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.topic.delete(ctx.caller, input)),

  publish: procedure({
    permission: 'run.start',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/topics/{name}/messages',
      summary: 'Publish a message: each flow that subscribes gets it once',
      tag,
      status: 201,
    },
  })
    .input(MessagePublishInput)
    .output(MessagePublished)
    .mutation(({ ctx, input }) => ctx.services.topic.publish(ctx.caller, input)),

  messages: procedure({
    permission: 'run.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/topics/{name}/messages', summary: 'List the messages, the newest first', tag },
  })
    .input(MessageListInput)
    .output(MessageList)
    .query(({ ctx, input }) => ctx.services.topic.messages(ctx.caller, input)),

  replay: procedure({
    permission: 'run.repair',
    scope: 'flow',
    rest: {
      method: 'POST',
      path: '/topics/{name}/replay',
      summary: 'Let a subscriber get its messages since a time once more, as new events',
      tag,
    },
  })
    .input(TopicReplayInput)
    .output(TopicReplayed)
    .mutation(({ ctx, input }) => ctx.services.topic.replay(ctx.caller, input)),
});
