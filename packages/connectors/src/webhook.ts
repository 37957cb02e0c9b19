import { defineConnector, defineTrigger } from '@patchbay/connector-sdk';
import type { FieldDefinition } from '@patchbay/connector-sdk';
import { WebhookSettings } from './webhook/settings.ts';

const whenSigned = { field: 'auth', in: ['hmac'] };

const signatureFields: FieldDefinition[] = [
  { name: 'signatureHeader', label: 'Signature header', control: 'text', default: 'X-Signature', showWhen: whenSigned },
  {
    name: 'algorithm',
    label: 'Algorithm',
    control: 'select',
    default: 'sha256',
    options: ['sha256', 'sha1', 'sha512'].map((value) => ({ value, label: `HMAC ${value.toUpperCase()}` })),
    showWhen: whenSigned,
  },
  {
    name: 'encoding',
    label: 'Signature is written in',
    control: 'select',
    default: 'hex',
    options: [
      { value: 'hex', label: 'Hexadecimal' },
      { value: 'base64', label: 'Base64' },
    ],
    showWhen: whenSigned,
  },
  {
    name: 'prefix',
    label: 'Text before the signature',
    control: 'text',
    placeholder: 'sha256=',
    showWhen: whenSigned,
    advanced: true,
  },
  {
    name: 'timestampHeader',
    label: 'Time header',
    description:
      'Only if the sender signs a time: the signature then covers time, a dot and the body. Refuses replays.',
    control: 'text',
    advanced: true,
    showWhen: whenSigned,
  },
  {
    name: 'toleranceSeconds',
    label: 'Replay window in seconds',
    control: 'number',
    default: 300,
    advanced: true,
    showWhen: whenSigned,
    schema: { type: 'integer', minimum: 1, maximum: 86_400 },
  },
  {
    name: 'apiKeyHeader',
    label: 'Key header',
    control: 'text',
    default: 'X-Api-Key',
    showWhen: { field: 'auth', in: ['apiKey'] },
  },
];

const fields: FieldDefinition[] = [
  {
    name: 'auth',
    label: 'Who may call',
    control: 'select',
    required: true,
    default: 'hmac',
    options: [
      { value: 'hmac', label: 'Callers that sign with the secret' },
      { value: 'apiKey', label: 'Callers that send the key' },
      { value: 'open', label: 'Anybody who knows the address' },
    ],
  },
  ...signatureFields,
  {
    name: 'method',
    label: 'Method',
    control: 'select',
    default: 'POST',
    advanced: true,
    options: ['POST', 'PUT', 'GET', 'ANY'].map((value) => ({ value, label: value === 'ANY' ? 'Any' : value })),
  },
  {
    name: 'reply',
    label: 'The caller gets',
    control: 'select',
    default: 'accepted',
    options: [
      { value: 'accepted', label: '202 at once' },
      { value: 'sync', label: 'the answer of the respond node' },
    ],
  },
  {
    name: 'maxBodyBytes',
    label: 'Largest body in bytes',
    control: 'number',
    default: 10_485_760,
    advanced: true,
    schema: { type: 'integer', minimum: 1, maximum: 2_146_435_072 },
  },
];

/** Deliveries of other systems. The shared secret lives in a connection of this connector. */
export const webhook = defineConnector({
  id: 'webhook',
  name: 'Webhook',
  description: 'Starts when another system calls an address of its own.',
  icon: 'webhook',
  category: 'trigger',
  connection: {
    fields: [
      {
        name: 'secret',
        label: 'Shared secret or API key',
        description: 'What the caller signs with, or the key that it sends.',
        control: 'secret',
        required: true,
      },
    ],
  },
  operations: [
    defineTrigger({
      id: 'webhook.receive',
      name: 'Webhook',
      description: 'Each accepted call becomes one event. Calls that fail the check are refused and leave no run.',
      icon: 'webhook',
      connection: 'optional',
      summary: '{method} · {auth}',
      fields: fields.map((field) => ({ ...field, dynamic: false })),
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
