// Downloads of what steps left in the blob store: bytes, where everything else is JSON. The caller goes through the procedure.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { restPrefix } from '../rest/rest-routes.ts';
import type { AppRouter } from '../router.ts';
import type { Context } from '../trpc/context.ts';
import { createCallerFactory, notThere } from '../trpc/procedure.ts';
import { StepContentInput } from './run.contract.ts';

export interface DownloadRoutesParts {
  readonly router: AppRouter;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
}

interface Asked {
  Params: { runId: string };
  Querystring: { path?: string; which?: string };
}

export function downloadRoutes(app: FastifyInstance, { router, contextOf }: DownloadRoutesParts): void {
  const callerFor = createCallerFactory(router);
  app.get<Asked>(`${restPrefix}/runs/:runId/steps/content/download`, async (request, reply) => {
    const context = await contextOf(request, reply);
    const asked = { path: request.query.path, which: request.query.which, runId: request.params.runId };
    // Rights, input and whether it is there are the procedure's to judge.
    await callerFor(context).run.stepContent(asked as StepContentInput);
    const { caller, services } = context;
    if (caller === null) throw notThere();
    const { name, mediaType, sizeBytes, content } = await services.run.openStepContent(
      caller,
      StepContentInput.parse(asked),
    );
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .header('content-length', sizeBytes)
      .header('x-content-type-options', 'nosniff')
      .type(mediaType)
      .send(content);
  });
}
