import { defineConnector, defineTrigger } from '@patchbay/connector-sdk';
import { connectionFields, triggerFields } from './webhook/fields.ts';
import { proofProblem } from './webhook/caller-proof.ts';
import { WebhookSettings } from './webhook/settings.ts';

/** Deliveries of other systems. What callers are known by lives in a connection of this connector. */
export const webhook = defineConnector({
  id: 'webhook',
  name: 'Webhook',
  description: 'Starts when another system calls an address of its own.',
  icon: 'webhook',
  category: 'trigger',
  connection: { fields: connectionFields, check: proofProblem },
  operations: [
    defineTrigger({
      id: 'webhook.receive',
      name: 'Webhook',
      description: 'Each accepted call becomes one event. Calls that fail the check are refused and leave no run.',
      icon: 'webhook',
      connection: 'optional',
      summary: '{method} · {auth}',
      fields: triggerFields.map((field) => ({ ...field, dynamic: false })),
      input: WebhookSettings,
      output: {
        type: 'object',
        properties: {
          body: {},
          headers: { type: 'object', additionalProperties: { type: 'string' } },
          query: { type: 'object', additionalProperties: { type: 'string' } },
          method: { type: 'string' },
          path: { type: 'string' },
        },
        required: ['body', 'headers', 'query', 'method', 'path'],
      },
      samples: [
        {
          input: { auth: 'hmac', signatureHeader: 'X-Shop-Signature', encoding: 'base64', reply: 'sync' },
          output: {
            body: { id: '5871340126401' },
            headers: { 'content-type': 'application/json' },
            query: {},
            method: 'POST',
            path: '/',
          },
        },
      ],
    }),
  ],
});
