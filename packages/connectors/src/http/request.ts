import {
  ConnectorError,
  defineOperation,
  FieldSchema,
  Json,
  schemaProblems,
  sideEffectOf,
} from '@patchbay/connector-sdk';
import type { DataSchema, OperationContext } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { answerError } from './answer-error.ts';
import { authHeaders } from './authentication.ts';
import { entriesOf, requestBody } from './request-body.ts';
import { httpMethods, requestManifest } from './manifest.ts';
import { baseUrlOf, requestUrl } from './request-url.ts';
import { responseBody } from './response-body.ts';
import { formatBySchema, readBySchema } from './schema-body.ts';
import { parseStatusList } from './status-list.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** An object of values, or a list of `{ name, value }` where a name may come several times. */
export const Entries = z.union([
  z.record(z.string(), z.union([scalar, z.array(scalar)])),
  z.array(z.object({ name: z.string(), value: scalar })),
]);

export const blankAsAbsent = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema);

const RequestInput = z.object({
  method: blankAsAbsent(
    z.preprocess(
      (value) => (typeof value === 'string' ? value.toUpperCase() : value),
      z.enum(httpMethods).default('GET'),
    ),
  ),
  url: z.string(),
  query: blankAsAbsent(Entries.default({})),
  headers: blankAsAbsent(Entries.default({})),
  bodyType: blankAsAbsent(z.enum(['json', 'form', 'text', 'xml']).default('json')),
  body: Json.optional(),
  bodySchema: blankAsAbsent(FieldSchema.optional()),
  acceptStatus: blankAsAbsent(z.string().default('200-299')),
  repeat: blankAsAbsent(z.enum(['method', 'key', 'safe', 'read', 'never']).default('method')),
  idempotencyHeader: blankAsAbsent(z.string().default('Idempotency-Key')),
  notExecutedStatus: blankAsAbsent(z.string().default('')),
  responseSchema: blankAsAbsent(FieldSchema.optional()),
  timeoutMs: blankAsAbsent(z.int().min(1).max(600_000).default(30_000)),
  maxBytes: blankAsAbsent(z.int().min(1).max(104_857_600).default(10_485_760)),
});
type RequestInput = z.output<typeof RequestInput>;

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Control characters in a value could start another header: refused, not repaired. */
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

export function checkedHeaders(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (!headerName.test(name) || !headerValue.test(value)) {
      throw new ConnectorError(
        'invalidInput',
        `The header "${name.slice(0, 80)}" holds a character that headers cannot carry.`,
        {
          next: 'Correct the header in the node, or encode its value.',
        },
      );
    }
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return headers;
}

export function addressOf(
  context: OperationContext,
  input: Pick<RequestInput, 'url' | 'query'>,
  authQuery: Readonly<Record<string, string>>,
): URL {
  const base = baseUrlOf(context.settings);
  if (base === undefined && Object.keys(context.credential).length > 0) {
    throw new ConnectorError('invalidInput', 'The connection holds a credential but no base address.', {
      next: 'Enter the base address in the connection: the credential goes nowhere else.',
    });
  }
  const url = requestUrl(input.url, base);
  for (const [name, value] of entriesOf(input.query)) url.searchParams.append(name, value);
  for (const [name, value] of Object.entries(authQuery)) url.searchParams.set(name, value);
  return url;
}

function checkSchema(schema: DataSchema | undefined, body: Json, host: string): void {
  const problems = schema === undefined ? [] : schemaProblems(schema, body);
  if (problems.length === 0) return;
  throw new ConnectorError(
    'permanent',
    `The answer of ${host} does not have the expected shape: ${problems.slice(0, 3).join('; ')}.`,
    {
      effect: 'unknown',
      next: 'Ask whoever runs the service what changed, or correct the expected body in the node.',
      details: { problems, body },
    },
  );
}

/** By the schema where it is a file of a format that goes by one, else as its content type says. */
function bodyOf(
  answer: Parameters<typeof responseBody>[0],
  schema: DataSchema | undefined,
  { host, mode }: { readonly host: string; readonly mode: 'strict' | 'lenient' },
): Json | Promise<Json> {
  const format = answer.body.length === 0 ? undefined : formatBySchema(answer.headers['content-type'] ?? '', schema);
  if (format === undefined || schema === undefined) return responseBody(answer, mode);
  return readBySchema(answer.body, { format, schema, host });
}

const redirects = [301, 302, 303, 307, 308];
const mostRedirects = 5;

async function run(context: OperationContext, input: RequestInput): Promise<Json> {
  const { method } = input;
  const isAccepted = parseStatusList(input.acceptStatus, 'Accepted statuses');
  const isNotExecuted = parseStatusList(input.notExecutedStatus, 'Statuses that mean “nothing happened”');
  const auth = authHeaders(context);
  const url = addressOf(context, input, auth.query);
  const isKeyed = sideEffectOf(requestManifest.sideEffect, input) === 'keyed';
  const encoded =
    method === 'GET' || method === 'HEAD' ? undefined : await requestBody(input.body, input.bodyType, input.bodySchema);
  const answer = await context.http.request({
    method,
    url: url.href,
    headers: {
      ...(encoded === undefined ? {} : { 'content-type': encoded.contentType }),
      ...checkedHeaders(entriesOf(input.headers)),
      ...(isKeyed && context.idempotencyKey !== undefined
        ? { [input.idempotencyHeader.toLowerCase()]: context.idempotencyKey }
        : {}),
      ...checkedHeaders(Object.entries(auth.headers)),
    },
    secretHeaders: auth.secretHeaders,
    // Whoever accepts a redirect wants to see it.
    maxRedirects: redirects.some(isAccepted) ? 0 : mostRedirects,
    timeoutMs: Math.min(input.timeoutMs, context.timeoutMs),
    maxBytes: input.maxBytes,
    signal: context.signal,
    ...(encoded === undefined ? {} : { body: encoded.body }),
  });
  const { status, headers } = answer;
  const accepted = isAccepted(status);
  const isExpected = accepted && status < 300;
  const body = await bodyOf(answer, isExpected ? input.responseSchema : undefined, {
    host: url.host,
    mode: accepted ? 'strict' : 'lenient',
  });
  if (!accepted)
    throw answerError({ method, host: url.host, status, headers, body, isNotExecuted: isNotExecuted(status) });
  if (isExpected) checkSchema(input.responseSchema, body, url.host);
  return { status, headers: { ...headers }, body };
}

export const httpRequest = defineOperation({ ...requestManifest, input: RequestInput, run });
