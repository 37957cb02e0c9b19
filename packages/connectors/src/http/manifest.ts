import type { ActionDefinition } from '@patchbay/connector-sdk';
import type * as z from 'zod';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** The manifest of `http.request`, apart from what it does. */
export const requestManifest: Omit<ActionDefinition<z.ZodType>, 'input' | 'run'> = {
  id: 'http.request',
  name: 'HTTP request',
  description: 'Sends one request and hands back status, headers and body.',
  icon: 'globe',
  connection: 'optional',
  summary: '{method} {url}',
  fields: [
    {
      name: 'method',
      label: 'Method',
      control: 'select',
      required: true,
      default: 'GET',
      options: methods.map((method) => ({ value: method, label: method })),
    },
    {
      name: 'url',
      label: 'Address or path',
      description: 'A path below the base address of the connection, or a full address without one.',
      control: 'text',
      required: true,
      placeholder: '/orders',
      schema: { type: 'string' },
    },
    { name: 'query', label: 'Query', control: 'entries', schema: { type: 'object' } },
    { name: 'headers', label: 'Headers', control: 'entries', schema: { type: 'object' } },
    {
      name: 'bodyType',
      label: 'Body is sent as',
      control: 'select',
      dynamic: false,
      default: 'json',
      options: [
        { value: 'json', label: 'JSON' },
        { value: 'form', label: 'Form fields' },
        { value: 'text', label: 'Text' },
        { value: 'xml', label: 'XML' },
      ],
      showWhen: { field: 'method', in: ['POST', 'PUT', 'PATCH', 'DELETE'] },
    },
    {
      name: 'bodySchema',
      label: 'Schema of the XML',
      description: 'Says the root element, the order of elements, attributes and namespaces.',
      control: 'schema',
      dynamic: false,
      showWhen: { field: 'bodyType', in: ['xml'] },
    },
    {
      name: 'body',
      label: 'Body',
      control: 'json',
      showWhen: { field: 'method', in: ['POST', 'PUT', 'PATCH', 'DELETE'] },
    },
    {
      name: 'acceptStatus',
      label: 'Accepted statuses',
      description: 'Any other status fails the step. An accepted 402 can be branched on.',
      control: 'text',
      dynamic: false,
      default: '200-299',
      placeholder: '200-299, 402',
    },
    {
      name: 'repeat',
      label: 'May this request be repeated?',
      description: 'Decides what happens when nobody knows whether the request was carried out.',
      control: 'select',
      dynamic: false,
      default: 'method',
      options: [
        { value: 'method', label: 'As its method says (POST and PATCH: no)' },
        { value: 'key', label: 'Yes: the service honours the idempotency key' },
        { value: 'safe', label: 'Yes: this request may be repeated safely' },
        { value: 'read', label: 'Yes: this request only reads' },
        { value: 'never', label: 'No: ask a person when in doubt' },
      ],
    },
    {
      name: 'idempotencyHeader',
      label: 'Idempotency header',
      description:
        'Carries the key of the step, the same on every attempt. Sent when the request may be repeated and writes.',
      control: 'text',
      dynamic: false,
      advanced: true,
      default: 'Idempotency-Key',
    },
    {
      name: 'notExecutedStatus',
      label: 'Statuses that mean “nothing happened”',
      description: 'With these the request may be sent again without doubt.',
      control: 'text',
      dynamic: false,
      advanced: true,
      placeholder: '422, 503',
    },
    {
      name: 'responseSchema',
      label: 'Expected body',
      description: 'Another body fails the step. XML, CSV and the like are read by it; without it they stay text.',
      control: 'schema',
      dynamic: false,
      advanced: true,
      shapes: { of: 'body' },
    },
    {
      name: 'timeoutMs',
      label: 'Time limit in milliseconds',
      control: 'number',
      dynamic: false,
      advanced: true,
      default: 30_000,
      schema: { type: 'integer', minimum: 1, maximum: 600_000 },
    },
    {
      name: 'maxBytes',
      label: 'Largest answer in bytes',
      control: 'number',
      dynamic: false,
      advanced: true,
      default: 10_485_760,
      schema: { type: 'integer', minimum: 1, maximum: 104_857_600 },
    },
  ],
  sideEffect: {
    cases: [
      { field: 'repeat', in: ['read'], is: 'read' },
      { field: 'repeat', in: ['key', 'safe'], is: 'keyed' },
      { field: 'repeat', in: ['never'], is: 'unsafe' },
      { field: 'method', in: ['', 'GET', 'HEAD', 'OPTIONS'], is: 'read' },
      { field: 'method', in: ['PUT', 'DELETE'], is: 'keyed' },
    ],
    otherwise: 'unsafe',
  },
  output: {
    type: 'object',
    properties: {
      status: { type: 'integer' },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: {},
    },
    required: ['status', 'headers', 'body'],
  },
  samples: [
    {
      input: { method: 'POST', url: 'https://api.example.com/orders', body: { number: '1042' }, repeat: 'key' },
      output: { status: 201, headers: { 'content-type': 'application/json' }, body: { id: 'ord_1042' } },
    },
  ],
};

export { methods as httpMethods };
