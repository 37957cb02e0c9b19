import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCanary } from '../testing/index.ts';
import { createEgress } from './egress.ts';
import type { Egress } from './egress.ts';

const megabyte = 1_048_576;
let server: Server;
let egress: Egress;
let origin: string;
let connections = 0;

const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/hello': (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('hello'),
  '/echo': (request, response) => void request.pipe(response.writeHead(201, { 'x-method': request.method })),
  '/gzip': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed')),
  '/brotli': (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('packed')),
  '/bomb': (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(9 * megabyte))),
  '/broken': (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
  '/twice': (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('x'))),
  '/large': (_request, response) => void response.writeHead(200).end(Buffer.alloc(3 * megabyte)),
  '/endless': (_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/silent': () => undefined,
  '/reset': (request) => void request.socket.resetAndDestroy(),
  '/half': (request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy());
  },
};

beforeAll(async () => {
  server = createServer((request, response) => routes[request.url ?? '']?.(request, response)).listen(0, '127.0.0.1');
  server.on('connection', () => {
    connections += 1;
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  egress = createEgress({ allow: [{ kind: 'cidr', cidr: '127.0.0.0/8', port }] });
});
afterAll(async () => {
  await egress.close();
  server.closeAllConnections();
  server.close();
});

const get = (path: string, parts: object = {}) =>
  egress.http.request({ method: 'GET', url: `${origin}${path}`, ...parts });

describe('the HTTP client', () => {
  it('hands back status, headers and body', async () => {
    const answer = await get('/hello');
    expect(answer).toMatchObject({
      status: 200,
      url: `${origin}/hello`,
      headers: { 'content-type': 'text/plain', 'set-cookie': 'a=1, b=2' },
    });
    expect(answer.body.toString()).toBe('hello');
  });

  it('sends nothing but reads when this process may change nothing any more, asked as the request goes onto its socket', async () => {
    const { port } = server.address() as AddressInfo;
    let may = true;
    await using own = createEgress({
      allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port }],
      maySend: () => may,
    });
    const seen: string[] = [];
    const onRequest = ({ method }: { method?: string }): void => void seen.push(method ?? '');
    server.on('request', onRequest);
    const sent = own.http.request({ method: 'POST', url: `${origin}/hello`, body: 'x' });
    // The socket is still being opened.
    may = false;
    await expect(sent).rejects.toMatchObject({ kind: 'transient', effect: 'none' });
    await own.http.request({ method: 'GET', url: `${origin}/hello` });
    may = true;
    await own.http.request({ method: 'POST', url: `${origin}/hello`, body: 'x' });
    server.off('request', onRequest);
    expect(seen).toEqual(['GET', 'POST']);
  });

  it('sends method, body and headers, but no header that belongs to the connection', async () => {
    const headers = { Host: 'evil.test', 'Content-Length': '3', 'Transfer-Encoding': 'chunked', 'X-Own': 'yes' };
    const answer = await egress.http.request({ method: 'post', url: `${origin}/echo`, headers, body: 'a longer body' });
    expect(answer.status).toBe(201);
    expect(answer.headers['x-method']).toBe('POST');
    expect(answer.body.toString()).toBe('a longer body');
  });

  it('decodes gzip and brotli', async () => {
    expect((await get('/gzip')).body.toString()).toBe('packed');
    expect((await get('/brotli')).body.toString()).toBe('packed');
  });

  it.each([
    ['/bomb', {}],
    ['/bomb', { maxBytes: 100 * megabyte }],
    ['/large', { maxBytes: megabyte }],
    ['/endless', { maxBytes: megabyte }],
    ['/broken', {}],
    ['/twice', {}],
  ])('ends %s %j with an error, the effect in doubt', async (path, parts) => {
    await expect(get(path, parts)).rejects.toMatchObject({
      name: 'ConnectorError',
      kind: 'permanent',
      effect: 'unknown',
    });
  });

  it.each([
    ['/silent', { timeoutMs: 60 }],
    ['/reset', {}],
    ['/half', {}],
    ['/endless', { maxBytes: 1e12, timeoutMs: 60 }],
  ])('is in doubt after %s: the request had left', async (path, parts) => {
    await expect(get(path, parts)).rejects.toMatchObject({ kind: 'transient', effect: 'unknown' });
  });

  it('stops at once when it is cancelled', async () => {
    const controller = new AbortController();
    const pending = get('/silent', { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ kind: 'transient' });
    await expect(get('/hello', { signal: controller.signal })).rejects.toMatchObject({ effect: 'none' });
  });

  it('is certain that nothing happened when nobody listens, and when DNS knows no such name', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const unknownName = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    await using other = createEgress({
      allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port }],
      resolve: () => Promise.reject(unknownName),
    });
    const ask = (host: string) => other.http.request({ method: 'POST', url: `http://${host}:${port}/`, body: 'x' });
    await expect(ask('127.0.0.1')).rejects.toMatchObject({ kind: 'transient', effect: 'none' });
    await expect(ask('unknown.test')).rejects.toMatchObject({
      kind: 'transient',
      effect: 'none',
      message: expect.stringContaining('DNS') as string,
    });
  });

  it('is certain that nothing happened when the other side speaks no TLS', async () => {
    const url = `${origin.replace('http:', 'https:')}/hello`;
    await expect(egress.http.request({ method: 'POST', url, body: 'x' })).rejects.toMatchObject({
      kind: 'permanent',
      effect: 'none',
    });
  });

  it('does not read proxies from the environment', async () => {
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY'];
    await using canary = await startCanary();
    for (const name of names) process.env[name] = `http://127.0.0.1:${canary.port}`;
    const { port } = server.address() as AddressInfo;
    await using own = createEgress({ allow: [{ kind: 'cidr', cidr: '127.0.0.1/32', port }] });
    expect((await own.http.request({ method: 'GET', url: `${origin}/hello` })).status).toBe(200);
    expect(canary.connections()).toBe(0);
    for (const name of names) Reflect.deleteProperty(process.env, name);
  });

  it('keeps connections and asks again over them', async () => {
    const before = connections;
    for (let index = 0; index < 50; index += 1) await get('/hello');
    expect(connections - before).toBeLessThan(5);
  });
});
