import { ConnectorError, defineConnector, defineOperation, defineTrigger, Json } from '@patchbay/connector-sdk';
import type { DataSchema } from '@patchbay/connector-sdk';
import * as z from 'zod';

const asText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const PublishInput = z.object({
  topic: z.string().min(1),
  value: Json,
  key: asText.optional(),
  type: asText.optional(),
  headers: z.record(z.string(), asText).optional(),
});

export const SubscribeSettings = z.object({
  topic: z.string().min(1),
  /** Where a subscriber begins that is new: with what comes from now on, or with all that the topic still holds. */
  from: z.enum(['now', 'beginning']).default('now'),
});
export type SubscribeSettings = z.output<typeof SubscribeSettings>;

const text: DataSchema = { type: 'string' };
const textOrNull: DataSchema = { type: ['string', 'null'] };

/** Messages between flows: each flow that subscribes to a topic gets each of its messages once. */
export const topic = defineConnector({
  id: 'topic',
  name: 'Topics',
  description: 'Messages from flow to flow, and from programs to flows.',
  icon: 'megaphone',
  category: 'connector',
  operations: [
    defineOperation({
      id: 'topic.publish',
      name: 'Publish to a topic',
      description: 'Puts a message into a topic. Each flow that subscribes to it gets the message once.',
      icon: 'megaphone',
      connection: 'none',
      summary: '{topic}',
      fields: [
        { name: 'topic', label: 'Topic', control: 'topic', required: true, dynamic: false },
        {
          name: 'value',
          label: 'Value',
          description: 'What subscribers get as trigger.body.',
          control: 'json',
          required: true,
        },
        {
          name: 'key',
          label: 'Key',
          description: 'What it is about, such as an order number. Subscribers see it as trigger.key.',
          control: 'text',
        },
        {
          name: 'type',
          label: 'Type',
          description: 'What kind of message it is, such as order.paid.',
          control: 'text',
          advanced: true,
        },
        { name: 'headers', label: 'Headers', control: 'entries', advanced: true },
      ],
      input: PublishInput,
      // A message that is published again under the same key is the one that is there.
      sideEffect: { cases: [], otherwise: 'keyed' },
      output: {
        type: 'object',
        properties: {
          messageId: text,
          topic: text,
          duplicate: { type: 'boolean', description: 'The message was published before' },
        },
        required: ['messageId', 'topic', 'duplicate'],
      },
      samples: [
        {
          input: { topic: 'orders.created', value: { order: '1042' }, key: '1042' },
          output: {
            messageId: '019e2a8c-5a3e-7cc1-8f0a-2b7d5c1e9a44',
            topic: 'orders.created',
            duplicate: false,
          },
        },
      ],
      run: async ({ topics }, { topic: name, ...message }) => {
        if (topics === undefined) {
          throw new ConnectorError('permanent', 'There are no topics where this step runs.', { effect: 'none' });
        }
        const { messageId, duplicate } = await topics.publish({ topic: name, ...message });
        return { messageId, topic: name, duplicate };
      },
    }),
    defineTrigger({
      id: 'topic.subscribe',
      name: 'Subscribe to a topic',
      description: 'Starts a run for each message of a topic, each once.',
      icon: 'inbox',
      connection: 'none',
      summary: '{topic}',
      fields: [
        { name: 'topic', label: 'Topic', control: 'topic', required: true, dynamic: false },
        {
          name: 'from',
          label: 'Begins',
          description: 'When the flow subscribes for the first time.',
          control: 'select',
          dynamic: false,
          default: 'now',
          options: [
            { value: 'now', label: 'With the messages that come from now on' },
            { value: 'beginning', label: 'With all messages that the topic still holds' },
          ],
        },
      ],
      input: SubscribeSettings,
      output: {
        type: 'object',
        properties: {
          topic: text,
          messageId: text,
          position: { type: 'integer', description: 'Counts the messages of the topic' },
          key: textOrNull,
          type: textOrNull,
          headers: { type: 'object', additionalProperties: text },
          publishedAt: { type: 'string', format: 'date-time' },
          body: { description: 'The value of the message' },
        },
        required: ['topic', 'messageId', 'position', 'key', 'type', 'headers', 'publishedAt', 'body'],
      },
      samples: [
        {
          input: { topic: 'orders.created' },
          output: {
            topic: 'orders.created',
            messageId: '019e2a8c-5a3e-7cc1-8f0a-2b7d5c1e9a44',
            position: 17,
            key: '1042',
            type: null,
            headers: {},
            publishedAt: '2026-03-30T04:00:00.000Z',
            body: { order: '1042' },
          },
        },
      ],
    }),
  ],
});
