// The door for callbacks: whoever has the address answers once. The proof in it is checked before anything is looked up.
import { storedHeaders } from '@patchbay/connections';
import type { WaitAnswers } from '@patchbay/db/run-store';
import type { AskStep, PlanCache, ResumeTokens } from '@patchbay/engine';
import { findPlanned, parseBody } from '@patchbay/engine';
import { inlineBodyBytes } from '@patchbay/engine/accept';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import { AppError } from '@patchbay/model/errors';
import { nodeOfPath } from '@patchbay/model/run';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messagePage } from './pages.ts';
import { runWasRemoved } from './run-was-removed.ts';

export interface ResumeParts {
  readonly tokens: ResumeTokens;
  readonly answers: WaitAnswers;
  readonly plans: Pick<PlanCache, 'planOf'>;
  readonly accept: Pick<AcceptDrivers, 'putBlob' | 'wakeUp'>;
  readonly refuseWhenStrained: () => void;
}

const bodyLimit = 10_485_760;

type ResumeRequest = FastifyRequest<{ Params: { token: string }; Body: Buffer | undefined }>;

export function resumeRoutes(app: FastifyInstance, parts: ResumeParts): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
    scope.route<{ Params: { token: string }; Body: Buffer | undefined }>({
      method: ['GET', 'POST', 'PUT'],
      url: '/resume/:token',
      // A HEAD must not answer.
      exposeHeadRoute: false,
      bodyLimit,
      preParsing: async (request, _reply, payload) => {
        parts.refuseWhenStrained();
        if (parts.tokens.read('callback', request.params.token) === null) throw nobodyWaits();
        return payload;
      },
      handler: (request, reply) => takeAnswer(request, reply, parts),
    });
  });
}

const nobodyWaits = (): AppError =>
  AppError.because('notFound', 'No step waits at this address. Compare it with the one that the flow sent.');

async function takeAnswer(request: ResumeRequest, reply: FastifyReply, parts: ResumeParts): Promise<FastifyReply> {
  const { tokens, answers, accept } = parts;
  const key = tokens.read('callback', request.params.token);
  if (key === null) throw nobodyWaits();
  const found = await answers.find(key);
  if (found === null) throw runWasRemoved('An answer is of no use any more.');
  const nodeId = nodeOfPath(key.path);
  const step = findPlanned(await parts.plans.planOf(found.versionId), nodeId)?.step;
  if (step?.type !== 'ask' || step.kind !== 'callback') throw nobodyWaits();
  if (request.method === 'GET' && step.method !== 'any') return refuseMethod(reply, step);
  const contentType = request.headers['content-type'] ?? '';
  const bytes = request.body ?? Buffer.alloc(0);
  parseBody(bytes, contentType);
  const isLarge = bytes.length > inlineBodyBytes;
  const outcome = await answers.answer({
    ...key,
    nodeId,
    kind: 'callback',
    answeredBy: null,
    contentType,
    // The address stays out of it: whoever reads the run must not be able to answer others.
    meta: JSON.stringify({
      method: request.method,
      query: { ...(request.query as Record<string, string>) },
      headers: storedHeaders({ auth: 'open', apiKeyHeader: '' }, request.headers),
    }),
    body: isLarge ? null : bytes,
    blob: isLarge ? await accept.putBlob(found.workspaceId, bytes) : null,
  });
  switch (outcome.type) {
    case 'stored':
      for (const runId of outcome.woken) accept.wakeUp(runId);
      return say(request, reply, { status: 'accepted', words: 'Thank you. The answer was taken.' });
    case 'same':
      return say(request, reply, { status: 'duplicate', words: 'This answer was taken already.' });
    case 'other':
      throw AppError.because(
        'conflict',
        `Another answer was taken already, at ${outcome.at.toISOString()}. The first one counts; nothing was changed.`,
      );
    case 'over':
      throw AppError.because('gone', 'The time for an answer is over; the run went on without it.');
    case 'ended':
      throw AppError.because('gone', 'The run that waited has ended, so the answer is of no use any more.');
  }
}

function refuseMethod(reply: FastifyReply, step: AskStep): FastifyReply {
  return reply
    .code(405)
    .header('allow', step.method === 'any' ? 'GET, POST, PUT' : 'POST, PUT')
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: 'Method not allowed',
      status: 405,
      detail: 'This address takes POST or PUT: opening it does not answer.',
    });
}

/** A person who pressed a link is told in words. */
function say(
  request: ResumeRequest,
  reply: FastifyReply,
  { status, words }: { readonly status: string; readonly words: string },
): FastifyReply {
  void reply.header('cache-control', 'no-store');
  const isPerson = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
  if (!isPerson) return reply.code(200).send({ status, message: words });
  return reply.code(200).type('text/html; charset=utf-8').send(messagePage('Answer taken', words));
}
