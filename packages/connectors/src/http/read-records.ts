import { defineRecordReader } from '@patchbay/connector-sdk';
import type { Json, OperationContext } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { answerError } from './answer-error.ts';
import { authHeaders } from './authentication.ts';
import { formatFields, FormatInput } from './format-fields.ts';
import { formatOf, readRecords } from './record-format.ts';
import { addressOf, blankAsAbsent, checkedHeaders, Entries } from './request.ts';
import { entriesOf } from './request-body.ts';

const ReadInput = FormatInput.extend({
  url: z.string(),
  query: blankAsAbsent(Entries.default({})),
  headers: blankAsAbsent(Entries.default({})),
  timeoutMs: blankAsAbsent(z.int().min(1).max(600_000).default(30_000)),
});
type ReadInput = z.output<typeof ReadInput>;

/** Of an answer that was refused, so much is told. */
const toldBytes = 4_096;

async function* download(context: OperationContext, input: ReadInput): AsyncGenerator<Json[]> {
  const auth = authHeaders(context);
  const url = addressOf(context, input, auth.query);
  const answer = await context.http.download({
    method: 'GET',
    url: url.href,
    headers: { ...checkedHeaders(entriesOf(input.headers)), ...checkedHeaders(Object.entries(auth.headers)) },
    secretHeaders: auth.secretHeaders,
    timeoutMs: Math.min(input.timeoutMs, context.timeoutMs),
    signal: context.signal,
  });
  const { status, headers } = answer;
  if (status < 200 || status > 299) {
    const body = await beginningOf(answer.body);
    throw answerError({ method: 'GET', host: url.host, status, headers, body, isNotExecuted: true });
  }
  const name = new URL(answer.url).pathname;
  yield* readRecords(answer.body, formatOf(input.format, { mediaType: headers['content-type'], name }), input);
}

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= toldBytes) break;
  }
  return Buffer.concat(parts).toString('utf8', 0, Math.min(size, toldBytes));
}

export const httpReadRecords = defineRecordReader({
  id: 'http.readRecords',
  name: 'Download records',
  description: 'Downloads a file and reads its records one after the other, however large it is.',
  icon: 'file-down',
  connection: 'optional',
  summary: '{url}',
  fields: [
    {
      name: 'url',
      label: 'Address or path',
      description: 'A path below the base address of the connection, or a full address without one.',
      control: 'text',
      required: true,
      placeholder: '/exports/orders.csv',
      schema: { type: 'string' },
    },
    ...formatFields,
    { name: 'query', label: 'Query', control: 'entries', advanced: true, schema: { type: 'object' } },
    { name: 'headers', label: 'Headers', control: 'entries', advanced: true, schema: { type: 'object' } },
    {
      name: 'timeoutMs',
      label: 'Longest silence in milliseconds',
      description: 'Until the answer begins, and between any two parts of it.',
      control: 'number',
      dynamic: false,
      advanced: true,
      default: 30_000,
      schema: { type: 'integer', minimum: 1, maximum: 600_000 },
    },
  ],
  sideEffect: { cases: [], otherwise: 'read' },
  output: {},
  samples: [
    {
      input: { url: 'https://shop.example.com/exports/orders.csv', format: 'csv' },
      output: { order: '1042', customer: 'C7', gross: '120.50' },
    },
  ],
  input: ReadInput,
  read: download,
});
