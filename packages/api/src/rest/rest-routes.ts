// REST from the procedures themselves: the same checks, the same services, the same answers. There is no second path.
import { AppError } from '@patchbay/model/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppRouter } from '../router.ts';
import type { Context } from '../trpc/context.ts';
import { createCallerFactory } from '../trpc/procedure.ts';
import { openApiDocument } from './openapi.ts';
import { madeOnce } from './made-once.ts';
import { coerceQuery } from './query-coercion.ts';
import type { RestEndpoint } from './rest-endpoints.ts';
import { restEndpoints } from './rest-endpoints.ts';

export const restPrefix = '/api/v1';

export interface RestOptions {
  readonly router: AppRouter;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
  readonly version: string;
}

export function restRoutes(app: FastifyInstance, { router, contextOf, version }: RestOptions): void {
  const endpoints = restEndpoints(router);
  const callerFor = createCallerFactory(router);
  // Made when it is first asked for: most servers start and end without that.
  const description = madeOnce(async () => JSON.stringify(await openApiDocument(endpoints, version)));
  app.get(`${restPrefix}/openapi.json`, async (_request, reply) => {
    return reply.type('application/json').send(await description());
  });
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.rest.method,
      url: `${restPrefix}${endpoint.rest.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        const context = await contextOf(request, reply);
        // Without a caller nothing of the input is looked at: the answer is the same for every address.
        const input = context.caller === null ? undefined : inputOf(endpoint, request);
        const result = await procedureAt(callerFor(context), endpoint.name)(input);
        return answer(endpoint, reply, result);
      },
    });
  }
}

/** `flow.publish` → the function of that name on the caller. */
function procedureAt(caller: unknown, name: string): (input: unknown) => Promise<unknown> {
  const found = name.split('.').reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], caller);
  return found as (input: unknown) => Promise<unknown>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Path, then query for reads or body for changes. A name may stand in one place only. */
function inputOf(endpoint: RestEndpoint, request: FastifyRequest): Record<string, unknown> | undefined {
  if (endpoint.input === null) return undefined;
  const params = coerceQuery(endpoint.input, request.params as Record<string, string>);
  const given =
    endpoint.kind === 'query'
      ? coerceQuery(endpoint.input, request.query as Record<string, string | string[] | undefined>)
      : (request.body ?? {});
  if (!isRecord(given)) throw AppError.because('invalidInput', 'The body has to be a JSON object.');
  const twice = endpoint.pathParams.find((name) => Object.hasOwn(given, name));
  if (twice !== undefined) {
    throw AppError.because(
      'invalidInput',
      `“${twice}” stands in the path already. Leave it out of the ${endpoint.kind === 'query' ? 'query' : 'body'}.`,
    );
  }
  return { ...given, ...params };
}

function answer(endpoint: RestEndpoint, reply: FastifyReply, result: unknown): FastifyReply {
  const status = endpoint.rest.status ?? (result === undefined ? 204 : 200);
  if (result === undefined) return reply.status(status).send();
  return reply.status(status).type('application/json').send(JSON.stringify(result));
}
