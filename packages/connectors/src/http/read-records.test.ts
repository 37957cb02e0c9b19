import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Json } from '@patchbay/connector-sdk';
import { testContext } from '@patchbay/connector-sdk/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestService } from '../testing/test-service.ts';
import type { TestService } from '../testing/test-service.ts';
import { httpReadRecords } from './read-records.ts';

let service: TestService;
let endlessClosed = false;

const send = (response: ServerResponse, type: string, body: string | Buffer, headers: object = {}): void =>
  void response.writeHead(200, { 'content-type': type, ...headers }).end(body);

const routes: Record<string, (response: ServerResponse) => void> = {
  '/orders.csv': (response) => send(response, 'application/octet-stream', 'id;name\n1;Ada\n2;"Grace; H."\n'),
  '/packed': (response) => send(response, 'text/csv', gzipSync('id,name\n1,Ada\n'), { 'content-encoding': 'gzip' }),
  '/moved': (response) => void response.writeHead(302, { location: '/packed' }).end('gone there'),
  '/list': (response) => send(response, 'application/json', '{"data":{"orders":[{"id":1},{"id":2}]}}'),
  '/lines': (response) => send(response, 'application/x-ndjson', '{"id":1}\n{"id":2}\n'),
  '/orders.xml': (response) => send(response, 'text/xml', '<orders><order id="1"/><order id="2"/></orders>'),
  '/lines.xml': (response) =>
    send(
      response,
      'text/xml',
      '<orders><order><line>a</line></order><order><line>b</line><line>c</line></order></orders>',
    ),
  '/ragged': (response) => send(response, 'text/csv', 'id,name\n1\n'),
  '/what': (response) => send(response, 'application/octet-stream', 'x'),
  '/none': (response) => void response.writeHead(404, { 'content-type': 'text/plain' }).end('no such export'),
  '/cut': (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': 1_000 });
    response.write('{"id":1}\n', () => response.destroy());
  },
  '/endless': (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.on('close', () => {
      endlessClosed = true;
    });
    const more = (): void => {
      while (!response.destroyed && response.write(`${'{"id":1}\n'.repeat(1_000)}`));
      response.once('drain', more);
    };
    more();
  },
};

beforeAll(async () => {
  service = await openTestService((request, response) => routes[request.url ?? '']?.(response));
});
afterAll(() => service[Symbol.asyncDispose]());

async function read(path: string, given: object = {}, most = Number.POSITIVE_INFINITY): Promise<Json[]> {
  await using context = testContext(service.egress);
  const rows: Json[] = [];
  for await (const batch of httpReadRecords.read?.(context, { url: `${service.origin}${path}`, ...given }) ?? []) {
    rows.push(...batch);
    if (rows.length >= most) break;
  }
  return rows;
}

describe('http.readRecords', () => {
  const two = [{ id: 1 }, { id: 2 }];
  it.each<[string, object, Json[]]>([
    [
      '/orders.csv',
      {},
      [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'Grace; H.' },
      ],
    ],
    ['/packed', {}, [{ id: '1', name: 'Ada' }]],
    ['/moved', {}, [{ id: '1', name: 'Ada' }]],
    ['/list', { path: 'data.orders' }, two],
    ['/lines', {}, two],
    ['/ragged', { ragged: 'pad' }, [{ id: '1', name: null }]],
  ])('reads %s', async (path, given, rows) => {
    expect(await read(path, given)).toEqual(rows);
  });

  it('reads the elements of XML', async () => {
    expect(await read('/orders.xml', { path: 'order' })).toHaveLength(2);
  });

  it('keeps elements of XML lists that may come more than once, where they are named', async () => {
    const rows = [{ line: ['a'] }, { line: ['b', 'c'] }];
    expect(await read('/lines.xml', { path: 'order', lists: ' order.line , order.note' })).toEqual(rows);
    expect(await read('/lines.xml', { path: 'order' })).toEqual([{ line: 'a' }, { line: ['b', 'c'] }]);
  });

  it.each([
    ['/ragged', 'invalidInput', /cannot be read as CSV/],
    ['/what', 'invalidInput', /which format/],
    ['/none', 'notFound', /answered GET with 404/],
    ['/cut', 'transient', /cut/],
  ])('says what is wrong with %s', async (path, kind, message) => {
    await expect(read(path)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) as string });
  });

  it('takes no more than is asked for, and closes what it leaves', async () => {
    expect((await read('/endless', {}, 5_000)).length).toBeLessThan(10_000);
    await vi.waitFor(() => expect(endlessClosed).toBe(true), { timeout: 20_000 });
  });

  it('refuses addresses that are not allowed', async () => {
    await expect(read('', { url: 'http://127.0.0.1:1/orders.csv' })).rejects.toMatchObject({ kind: 'permanent' });
  });
});
