// Numbers for monitoring, on a loopback port of their own: never beside the public door.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { RequestDurations } from './request-durations.ts';
import type { RequestKind } from './request-durations.ts';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsParts {
  readonly app: FastifyInstance;
  readonly port: number;
  readonly waitingReplies: () => number;
  readonly pendingAccepts: () => number;
  readonly openExpress: () => number;
  readonly unwrittenExpress: () => number;
}

export async function serveMetrics({
  app,
  port,
  waitingReplies,
  pendingAccepts,
  openExpress,
  unwrittenExpress,
}: MetricsParts): Promise<MetricsServer> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'patchbay_server_' });
  const durations = new RequestDurations();
  gauge(registry, {
    name: 'patchbay_server_replies_waiting',
    help: 'Callers of synchronous webhooks that wait',
    value: waitingReplies,
  });
  gauge(registry, {
    name: 'patchbay_server_accepts_pending',
    help: 'Events that wait for their commit',
    value: pendingAccepts,
  });
  gauge(registry, {
    name: 'patchbay_server_express_runs',
    help: 'Express runs under way in this server',
    value: openExpress,
  });
  gauge(registry, {
    name: 'patchbay_server_express_unwritten',
    help: 'Express runs that ended and wait to be written',
    value: unwrittenExpress,
  });
  app.addHook('onResponse', (request, reply, done) => {
    durations.observe(kindOf(request.url), reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text + durations.text()),
      () => response.writeHead(500).end(),
    );
  });
  const listen = (wanted: number): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', resolve);
    });
  // Between being chosen and being used a port may be taken: another is as good, and the log says which.
  await listen(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(0);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function gauge(registry: Registry, { name, help, value }: { name: string; help: string; value: () => number }): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

function kindOf(url: string): RequestKind {
  if (url.startsWith('/hooks/')) return 'hooks';
  if (url.startsWith('/trpc/')) return 'trpc';
  return url.startsWith('/api/') ? 'api' : 'web';
}
