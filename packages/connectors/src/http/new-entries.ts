// New entries of a list that a web service answers with. What was handed out is kept in mind, and the service is asked only for
// what is newer where it can tell that: by a parameter, or by the ETag of its answer (RFC 9110).
import { CodecError, jsonCodec, namesOfPath } from '@patchbay/codecs';
import { ConnectorError, definePoll } from '@patchbay/connector-sdk';
import type { Json, OperationContext, PollPage } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { answerError } from './answer-error.ts';
import { authHeaders } from './authentication.ts';
import { EntriesCursor, newEntriesOf } from './entry-list.ts';
import type { EntryPaths } from './entry-list.ts';
import { addressOf, blankAsAbsent, checkedHeaders, Entries } from './request.ts';
import { entriesOf } from './request-body.ts';
import { responseBody } from './response-body.ts';

const timeoutMs = 30_000;

const EntriesSettings = z
  .object({
    url: z.string(),
    listPath: blankAsAbsent(z.string().default('')),
    idPath: z.string().trim().min(1, 'is empty'),
    order: z.enum(['newestFirst', 'oldestFirst']).default('newestFirst'),
    changePath: blankAsAbsent(z.string().optional()),
    sincePath: blankAsAbsent(z.string().optional()),
    sinceParam: blankAsAbsent(z.string().optional()),
    query: blankAsAbsent(Entries.default({})),
    headers: blankAsAbsent(Entries.default({})),
  })
  .refine(({ sincePath, sinceParam }) => sinceParam === undefined || sincePath !== undefined, {
    path: ['sincePath'],
    message: 'must say what the parameter is filled from',
  });
type EntriesSettings = z.output<typeof EntriesSettings>;

const pathsOf = ({ idPath, changePath, sincePath }: EntriesSettings): EntryPaths =>
  readable('A path of the trigger', () => ({
    id: namesOfPath(idPath),
    change: changePath === undefined ? null : namesOfPath(changePath),
    since: sincePath === undefined ? null : namesOfPath(sincePath),
  }));

/** Null: the service says that nothing changed. */
async function ask(
  context: OperationContext,
  settings: EntriesSettings,
  cursor: EntriesCursor | null,
): Promise<{ readonly listed: readonly Json[]; readonly etag: string | undefined } | null> {
  const auth = authHeaders(context);
  const url = addressOf(context, settings, auth.query);
  const { sinceParam } = settings;
  if (sinceParam !== undefined && cursor?.since !== undefined) url.searchParams.set(sinceParam, String(cursor.since));
  const answer = await context.http.request({
    method: 'GET',
    url: url.href,
    headers: {
      accept: 'application/json',
      ...(cursor?.etag === undefined ? {} : { 'if-none-match': cursor.etag }),
      ...checkedHeaders(entriesOf(settings.headers)),
      ...checkedHeaders(Object.entries(auth.headers)),
    },
    secretHeaders: auth.secretHeaders,
    timeoutMs: Math.min(timeoutMs, context.timeoutMs),
    signal: context.signal,
  });
  const { status, headers, body } = answer;
  if (status === 304 && cursor !== null) return null;
  if (status < 200 || status > 299) {
    const told = responseBody(answer, 'lenient');
    throw answerError({ method: 'GET', host: url.host, status, headers, body: told, isNotExecuted: true });
  }
  const listed =
    status === 204
      ? []
      : readable(`The answer of ${url.host}`, () => jsonCodec.readAll(body, { path: settings.listPath }));
  return { listed: Array.isArray(listed) ? listed : [listed], etag: headers['etag'] };
}

function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw new ConnectorError('invalidInput', `${what} cannot be read: ${cause.message}`, {
      effect: 'none',
      next: 'Correct the address or the paths in the trigger; fetch a sample to see what the service answers.',
      cause,
    });
  }
}

async function read(
  context: OperationContext,
  settings: EntriesSettings,
  { cursor, limit }: { readonly cursor: EntriesCursor | null; readonly limit: number },
): Promise<PollPage> {
  const paths = pathsOf(settings);
  const answer = await ask(context, settings, cursor);
  if (answer === null) return { items: [], cursor, more: false };
  const found = newEntriesOf(answer.listed, paths, { cursor, limit, order: settings.order });
  // An answer of which something is left must come in full once more, and a tag is good for the address that it came from.
  const sameAddress = settings.sinceParam === undefined || found.cursor.since === cursor?.since;
  const etag = found.more || answer.etag === undefined || !sameAddress ? {} : { etag: answer.etag };
  return { ...found, cursor: { ...found.cursor, ...etag } };
}

export const httpNewEntries = definePoll({
  id: 'http.newEntries',
  name: 'New entries of a web API',
  description: 'Starts a run for each new entry of a JSON list that a web service answers with, each once.',
  icon: 'rss',
  connection: 'optional',
  summary: '{url}',
  fields: [
    {
      name: 'url',
      label: 'Address or path',
      description:
        'A path below the base address of the connection, or a full address without one. It is asked with GET.',
      control: 'text',
      required: true,
      placeholder: '/orders',
    },
    {
      name: 'listPath',
      label: 'Where the list stands',
      description: 'The way to the list in the answer, such as data.orders. Empty: the answer is the list.',
      control: 'text',
      placeholder: 'data.orders',
    },
    {
      name: 'idPath',
      label: 'What tells entries apart',
      description: 'The way to the id in an entry.',
      control: 'text',
      required: true,
      placeholder: 'id',
    },
    {
      name: 'order',
      label: 'The list begins with',
      description: 'Runs start with the oldest entry.',
      control: 'select',
      default: 'newestFirst',
      options: [
        { value: 'newestFirst', label: 'The newest entry' },
        { value: 'oldestFirst', label: 'The oldest entry' },
      ],
    },
    {
      name: 'changePath',
      label: 'What shows that an entry changed',
      description:
        'Such as updatedAt: an entry with another value there starts another run. Empty: each entry starts one run.',
      control: 'text',
      advanced: true,
      placeholder: 'updatedAt',
    },
    {
      name: 'sinceParam',
      label: 'Parameter for the newest time',
      description:
        'The service is asked for entries since the newest that was found, if it takes such a parameter. It should list those of that very time again; they start no second run.',
      control: 'text',
      advanced: true,
      placeholder: 'updated_since',
    },
    {
      name: 'sincePath',
      label: 'Where an entry holds its time or number',
      description: 'What the parameter is filled from, such as updatedAt.',
      control: 'text',
      advanced: true,
      placeholder: 'updatedAt',
    },
    { name: 'query', label: 'Query', control: 'entries', advanced: true },
    { name: 'headers', label: 'Headers', control: 'entries', advanced: true },
  ],
  place: ['url', 'listPath', 'idPath', 'changePath', 'sincePath'],
  item: { description: 'The entry as it was listed' },
  samples: [
    {
      input: { url: 'https://shop.example.com/api/orders', listPath: 'data', idPath: 'id' },
      item: { key: '1042', value: { id: '1042', total: 120.5 } },
    },
  ],
  input: EntriesSettings,
  cursor: EntriesCursor,
  exampleCursor: { seen: [], since: '2026-03-30T04:00:00Z' },
  words: ({ seen, since }) => {
    const count = seen.length === 1 ? '1 listed entry is known' : `${seen.length} listed entries are known`;
    return since === undefined ? count : `since ${String(since).slice(0, 100)}; ${count}`;
  },
  read,
  latest: async (context, settings): Promise<EntriesCursor> => {
    const { cursor } = await read(context, settings, { cursor: null, limit: Number.MAX_SAFE_INTEGER });
    return EntriesCursor.parse(cursor);
  },
});
