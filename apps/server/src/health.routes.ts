import type { FastifyInstance } from 'fastify';

export interface HealthParts {
  /** Each rejects when what it stands for cannot be reached. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
}

const limitMs = 3_000;

const within = (work: Promise<unknown>): Promise<unknown> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

/** /healthz: the process answers. /readyz: what it stands on answers too; nothing of addresses or errors is told. */
export function healthRoutes(app: FastifyInstance, { checks }: HealthParts): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await within(check());
          return [name, 'ok'] as const;
        } catch (error) {
          request.log.warn({ err: error, check: name }, 'not ready');
          return [name, 'unreachable'] as const;
        }
      }),
    );
    const isReady = results.every(([, state]) => state === 'ok');
    void reply.header('cache-control', 'no-store').status(isReady ? 200 : 503);
    return { status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(results) };
  });
}
