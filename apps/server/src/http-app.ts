// The HTTP application as such: limits, headers, logs, errors, and what is said where nothing stands.
import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import { addressBucket, httpError, sendProblem } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';
import fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyError, FastifyInstance } from 'fastify';
import helmet from 'helmet';
import type { Logger } from 'pino';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route sees to it that a body comes in time. */
    readonly boundsOwnBody?: boolean;
  }
}

export interface HttpAppOptions {
  readonly log: Logger;
  readonly isHttps: boolean;
  readonly trustedProxies: readonly string[];
}

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join(';');

/** Of every answer. They never change, so helmet is asked once: per request it took a twentieth of the server's time. */
function securityHeaders(isHttps: boolean): OutgoingHttpHeaders {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  const set = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  });
  set(answer.req, answer, () => undefined);
  return { ...answer.getHeaders(), 'content-security-policy': contentSecurityPolicy };
}

/** The first parts of paths that belong to programs: a miss there is a problem document, not a page. */
const programPaths = ['/api', '/trpc', '/hooks', '/resume', '/approve', '/healthz', '/readyz'];
export const isProgramPath = (path: string): boolean =>
  programPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));

export const noSuchPath = (path: string): AppError =>
  AppError.because(
    'notFound',
    path.startsWith('/api')
      ? 'There is nothing at this address. The public API is described at /api/v1/openapi.json.'
      : 'There is nothing at this address. Check it for a slip of the pen.',
  );

/** For one address; a person who works fast and several editors behind one address stay far below. */
const requestsPerMinute = 6_000;

const tooMany = (seconds: number): AppError =>
  AppError.because('rateLimited', `Too many requests from this address. Go on in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  });

const bodyMs = 120_000;

/** A body has so long to arrive: connections are not for keeping. */
function boundTime(request: IncomingMessage): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) return;
  const timer = setTimeout(() => request.complete || request.destroy(), bodyMs);
  request.once('close', () => clearTimeout(timer));
}

export async function createHttpApp({ log, isHttps, trustedProxies }: HttpAppOptions): Promise<FastifyInstance> {
  const logger: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance: logger,
    // Lines per request are written below; thousands of deliveries a second are counted by the metrics instead.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1_048_576,
    // For large bodies of deliveries; others have less time, see below.
    requestTimeout: 3_600_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 5_000 },
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  const always = securityHeaders(isHttps);
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(always);
    done();
  });
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.routeOptions.config.boundsOwnBody !== true) boundTime(request.raw);
    done(null, payload);
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => addressBucket(request.ip),
    // Deliveries have a back-pressure of their own, pages and probes cost next to nothing.
    allowList: (request) => !/^\/(?:api|trpc|resume|approve)\//.test(request.url),
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1_000)),
  });
  app.addHook('onResponse', (request, reply, done) => {
    const hasFailed = reply.statusCode >= 500;
    if (!hasFailed && !log.isLevelEnabled('debug')) {
      done();
      return;
    }
    const line = {
      requestId: request.id,
      method: request.method,
      path: request.url.split('?')[0]?.replace(/^(\/(?:hooks|resume|approve)\/).+/, '$1…'),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (hasFailed) request.log.warn(line, 'request failed');
    else request.log.debug(line, 'request');
    done();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(httpError(error), request, reply));
  return app;
}
