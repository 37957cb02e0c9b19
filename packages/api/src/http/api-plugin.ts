// The API over HTTP: tRPC for the web, REST generated from the same procedures, signing in. One Fastify plugin.
import type { Database } from '@patchbay/db/client';
import { AppError } from '@patchbay/model/errors';
import { fastifyRequestHandler } from '@trpc/server/adapters/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createCallerOf } from '../identity/caller-of-request.ts';
import { ownOrigins, refuseForeignRequest } from '../identity/request-origin.ts';
import type { Sessions } from '../identity/sessions.ts';
import { downloadRoutes } from '../run/download.routes.ts';
import { restRoutes } from '../rest/rest-routes.ts';
import type { AppRouter } from '../router.ts';
import { appRouter } from '../router.ts';
import type { Context, Services } from '../trpc/context.ts';
import { appErrorOf } from '../trpc/error-view.ts';
import { readJsonBody, refuseDeepBody } from './json-body.ts';
import { problemOf, problemType } from './problem.ts';
import { factsOf, identityHeaders } from './request-facts.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { endWithRights } from './stream-rights.ts';

export interface ApiPluginOptions {
  readonly db: Database;
  readonly sessions: Sessions;
  readonly services: Services;
  readonly publicUrl: string;
  readonly version: string;
  readonly signInLinkFrom?: readonly string[];
}

/** A flow file of 5 MB inside JSON, with room for its escapes. */
const bodyLimit = 12_000_000;

/** Fastify's own refusals in the words of the table. */
const fastifyRefusals: Readonly<Record<string, readonly [AppError['code'], string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'tooLarge',
    'The request is larger than what is taken at once, 12 MB at most. Send less: of a sample its first part will do, and the command line reads files of any size.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupportedMediaType', 'Send the request as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalidInput', 'The length of the body is not the one that was announced.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalidInput', 'The request has no body. Send JSON.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalidInput', 'The body is not valid JSON. Mend it and send it again.'],
};

export function httpError(error: FastifyError | Error): AppError {
  const refusal = 'code' in error ? fastifyRefusals[error.code] : undefined;
  if (refusal !== undefined) return AppError.because(...refusal);
  if (error instanceof SyntaxError)
    return AppError.because('invalidInput', 'The body is not valid JSON. Mend it and send it again.');
  return appErrorOf(error);
}

export function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === 'internal') request.log.error({ requestId: request.id, err: error.cause ?? error }, error.message);
  const seconds = error.details?.['retryAfterSeconds'] ?? (error.code === 'unavailable' ? 5 : undefined);
  if (typeof seconds === 'number') void reply.header('retry-after', seconds);
  const problem = problemOf(error, request.id);
  void reply.header('cache-control', 'no-store');
  return reply.status(problem.status).type(problemType).send(JSON.stringify(problem));
}

function parsed(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  try {
    done(null, read());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    done(error);
  }
}

export function apiPlugin(app: FastifyInstance, options: ApiPluginOptions): void {
  const { db, sessions, services, publicUrl, version } = options;
  const own = ownOrigins(publicUrl);
  const callerOf = createCallerOf({ db, sessions });

  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Context> => {
    const headers = identityHeaders(request);
    const { caller, setCookies } = await callerOf(headers, request.id);
    if (!reply.raw.headersSent) for (const cookie of setCookies) void reply.header('set-cookie', cookie);
    if ((request.headers.accept ?? '').includes('text/event-stream')) {
      endWithRights(request, async () => (await callerOf(headers, request.id)).caller !== null);
    }
    return { caller, requestId: request.id, services };
  };

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    refuseForeignRequest(factsOf(request), own);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(httpError(error), request, reply));

  void app.register(async (json) => {
    json.removeAllContentTypeParsers();
    json.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, body: string, done) =>
      parsed(done, () => readJsonBody(body)),
    );
    signInRoutes(json, { db, sessions, signInLinkFrom: options.signInLinkFrom ?? [] });
    restRoutes(json, { router: appRouter, contextOf, version });
    downloadRoutes(json, { router: appRouter, contextOf });
  });
  void app.register(async (trpc) => {
    trpc.removeAllContentTypeParsers();
    // tRPC reads the text itself.
    trpc.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, body: string, done) =>
      parsed(done, () => {
        refuseDeepBody(body);
        return body;
      }),
    );
    // Not tRPC's own plugin: that one takes forms too, and we take JSON only.
    trpc.all<{ Params: { path: string } }>('/trpc/:path', (req, res) =>
      fastifyRequestHandler<AppRouter, FastifyRequest, FastifyReply>({
        router: appRouter,
        createContext: () => contextOf(req, res),
        onError: ({ error, path }) => {
          const known = appErrorOf(error);
          if (known.code === 'internal') req.log.error({ err: known.cause ?? known, path }, known.message);
        },
        req,
        res,
        path: req.params.path,
      }),
    );
  });
}
