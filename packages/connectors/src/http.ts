import { ConnectorError, defineConnector } from '@patchbay/connector-sdk';
import { authHeaders } from './http/authentication.ts';
import { httpNewEntries } from './http/new-entries.ts';
import { baseUrlOf } from './http/request-url.ts';
import { httpReadRecords } from './http/read-records.ts';
import { httpRequest } from './http/request.ts';
import { httpWriteRecords } from './http/write-records.ts';

/** Any HTTP or REST service. The base address and the credential live in the connection, the rest in the node. */
export const http = defineConnector({
  id: 'http',
  name: 'HTTP',
  description: 'Calls any web service over HTTP.',
  icon: 'globe',
  category: 'connector',
  connection: {
    fields: [
      {
        name: 'baseUrl',
        label: 'Base address',
        description: 'Every request of this connection stays below it, so the credential never goes elsewhere.',
        control: 'text',
        required: true,
        placeholder: 'https://api.example.com/v1',
      },
      {
        name: 'auth',
        label: 'Authentication',
        control: 'select',
        default: 'none',
        options: [
          { value: 'none', label: 'None' },
          { value: 'basic', label: 'User name and password' },
          { value: 'bearer', label: 'Bearer token' },
          { value: 'apiKeyHeader', label: 'API key in a header' },
          { value: 'apiKeyQuery', label: 'API key in the query' },
        ],
      },
      { name: 'username', label: 'User name', control: 'text', showWhen: { field: 'auth', in: ['basic'] } },
      { name: 'password', label: 'Password', control: 'secret', showWhen: { field: 'auth', in: ['basic'] } },
      { name: 'token', label: 'Token', control: 'secret', showWhen: { field: 'auth', in: ['bearer'] } },
      {
        name: 'apiKeyName',
        label: 'Name of the header or parameter',
        control: 'text',
        placeholder: 'X-Api-Key',
        showWhen: { field: 'auth', in: ['apiKeyHeader', 'apiKeyQuery'] },
      },
      {
        name: 'apiKey',
        label: 'API key',
        control: 'secret',
        showWhen: { field: 'auth', in: ['apiKeyHeader', 'apiKeyQuery'] },
      },
      {
        name: 'testPath',
        label: 'Path for the test',
        description: 'The test sends GET to this path. 401 and 403 fail it, and so does no answer.',
        control: 'text',
        advanced: true,
        placeholder: '/',
      },
    ],
  },
  operations: [httpNewEntries, httpRequest, httpReadRecords, httpWriteRecords],
  test: async (context) => {
    const base = baseUrlOf(context.settings);
    if (base === undefined) throw new ConnectorError('invalidInput', 'The connection has no base address.');
    const path = typeof context.settings['testPath'] === 'string' ? context.settings['testPath'] : '';
    const { headers, query, secretHeaders } = authHeaders(context);
    const url = new URL(`${base.href.replace(/\/$/, '')}/${path.replace(/^\//, '')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await context.http.request({
      method: 'GET',
      url: url.href,
      headers,
      secretHeaders,
      signal: context.signal,
      timeoutMs: 10_000,
    });
    if (answer.status === 401 || answer.status === 403) {
      throw new ConnectorError('auth', `${base.host} refused the credential (${answer.status}).`, {
        next: 'Enter a valid credential in this connection.',
      });
    }
    if (answer.status >= 500) throw new ConnectorError('transient', `${base.host} answered ${answer.status}.`);
    return `${base.host} answered ${answer.status}.`;
  },
});
