import { defineRecordWriter, sideEffectOf } from '@patchbay/connector-sdk';
import type { BatchWriter, Json, OperationContext } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { answerError } from './answer-error.ts';
import { authHeaders } from './authentication.ts';
import { requestManifest } from './manifest.ts';
import { addressOf, blankAsAbsent, checkedHeaders, Entries } from './request.ts';
import { entriesOf } from './request-body.ts';
import { responseBody } from './response-body.ts';
import { parseStatusList } from './status-list.ts';

const WriteInput = z.object({
  method: blankAsAbsent(z.enum(['POST', 'PUT', 'PATCH']).default('POST')),
  url: z.string(),
  query: blankAsAbsent(Entries.default({})),
  headers: blankAsAbsent(Entries.default({})),
  format: blankAsAbsent(z.enum(['list', 'lines', 'one']).default('list')),
  field: blankAsAbsent(z.string().max(200).optional()),
  batchSize: blankAsAbsent(z.int().min(1).max(10_000).default(500)),
  repeat: blankAsAbsent(z.enum(['key', 'safe', 'never']).default('never')),
  idempotencyHeader: blankAsAbsent(z.string().default('Idempotency-Key')),
  acceptStatus: blankAsAbsent(z.string().default('200-299')),
  timeoutMs: blankAsAbsent(z.int().min(1).max(600_000).default(30_000)),
});
type WriteInput = z.output<typeof WriteInput>;

const sideEffect = {
  cases: [{ field: 'repeat', in: ['key', 'safe'], is: 'keyed' as const }],
  otherwise: 'unsafe' as const,
};
/** Of an answer nothing but its status is wanted. */
const mostAnswerBytes = 1_048_576;

function bodyOf({ format, field }: WriteInput, rows: readonly Json[]): { body: string; contentType: string } {
  if (format === 'lines')
    return { body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''), contentType: 'application/x-ndjson' };
  const value: Json = format === 'one' ? (rows[0] ?? null) : [...rows];
  return { body: JSON.stringify(field === undefined ? value : { [field]: value }), contentType: 'application/json' };
}

function writer(context: OperationContext, input: WriteInput): BatchWriter {
  const { method } = input;
  const isAccepted = parseStatusList(input.acceptStatus, 'Accepted statuses');
  const isKeyed = sideEffectOf(sideEffect, input) === 'keyed';
  const auth = authHeaders(context);
  const url = addressOf(context, input, auth.query);
  return {
    type: 'batches',
    batchSize: input.format === 'one' ? 1 : input.batchSize,
    writesByKey: input.repeat === 'safe',
    write: async ({ rows, idempotencyKey }) => {
      const { body, contentType } = bodyOf(input, rows);
      const answer = await context.http.request({
        method,
        url: url.href,
        headers: {
          'content-type': contentType,
          ...checkedHeaders(entriesOf(input.headers)),
          ...(isKeyed ? { [input.idempotencyHeader.toLowerCase()]: idempotencyKey } : {}),
          ...checkedHeaders(Object.entries(auth.headers)),
        },
        secretHeaders: auth.secretHeaders,
        maxRedirects: 0,
        timeoutMs: Math.min(input.timeoutMs, context.timeoutMs),
        maxBytes: mostAnswerBytes,
        signal: context.signal,
        body: Buffer.from(body),
      });
      const { status, headers } = answer;
      if (isAccepted(status)) return;
      const said = responseBody(answer, 'lenient');
      throw answerError({ method, host: url.host, status, headers, body: said, isNotExecuted: false });
    },
    close: () => Promise.resolve(),
  };
}

const own = (name: string) => requestManifest.fields.filter((field) => field.name === name);

export const httpWriteRecords = defineRecordWriter({
  id: 'http.writeRecords',
  name: 'Send records',
  description:
    'Sends records to a web service, many in one request. Each request has a key of its own, the same on every attempt.',
  icon: 'upload',
  connection: 'optional',
  summary: '{method} {url}',
  fields: [
    {
      name: 'method',
      label: 'Method',
      control: 'select',
      required: true,
      dynamic: false,
      default: 'POST',
      options: ['POST', 'PUT', 'PATCH'].map((method) => ({ value: method, label: method })),
    },
    ...own('url'),
    {
      name: 'format',
      label: 'Records are sent as',
      control: 'select',
      dynamic: false,
      default: 'list',
      options: [
        { value: 'list', label: 'A JSON list' },
        { value: 'lines', label: 'JSON Lines: one on each line' },
        { value: 'one', label: 'One record a request' },
      ],
    },
    {
      name: 'field',
      label: 'Inside the field',
      description: 'Empty: the list or the record is the whole body.',
      control: 'text',
      dynamic: false,
      advanced: true,
      placeholder: 'orders',
      showWhen: { field: 'format', in: ['list', 'one'] },
    },
    {
      name: 'batchSize',
      label: 'Records in a request',
      description: 'At most so many; fewer when they are large.',
      control: 'number',
      dynamic: false,
      default: 500,
      schema: { type: 'integer', minimum: 1, maximum: 10_000 },
      showWhen: { field: 'format', in: ['list', 'lines'] },
    },
    {
      name: 'repeat',
      label: 'May a request be repeated?',
      description: 'Decides what happens when nobody knows whether it was carried out.',
      control: 'select',
      dynamic: false,
      default: 'never',
      options: [
        { value: 'never', label: 'No: ask a person when in doubt' },
        { value: 'key', label: 'Yes: the service honours the idempotency key' },
        { value: 'safe', label: 'Yes: requests may be repeated safely' },
      ],
    },
    ...own('query'),
    ...own('headers'),
    ...own('idempotencyHeader'),
    ...own('acceptStatus'),
    ...own('timeoutMs'),
  ],
  sideEffect,
  output: {
    type: 'object',
    properties: { records: { type: 'integer' }, batches: { type: 'integer' } },
    required: ['records', 'batches'],
  },
  samples: [
    {
      input: { method: 'POST', url: 'https://api.example.com/orders/bulk', repeat: 'key' },
      output: { records: 1_000, batches: 2 },
    },
  ],
  input: WriteInput,
  open: (context, input) => Promise.resolve(writer(context, input)),
});
