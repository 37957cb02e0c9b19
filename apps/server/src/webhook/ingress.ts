// The door for deliveries of other systems: size, address, method and signature are checked on the raw bytes before
// anything is stored, and 2xx is said only after COMMIT.
import { storedHeaders, verifySignature, WebhookSettings } from '@patchbay/connections';
import type { OpenConnection } from '@patchbay/connections';
import type { PlannedTrigger } from '@patchbay/engine';
import { acceptEvent } from '@patchbay/engine/accept';
import type { AcceptDrivers, IncomingEvent } from '@patchbay/engine/accept';
import type { AtOnceRuns, ExpressRuns } from '@patchbay/engine/express';
import { AppError } from '@patchbay/model/errors';
import type { ConnectionId, RunId } from '@patchbay/model/identity';
import type { Reply } from '@patchbay/model/run';
import type { JsonObject } from '@patchbay/model/schema';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Backlog } from './backlog.ts';
import type { Hook, HookDirectory } from './hook-directory.ts';
import type { ReplyWaiter } from './reply-waiter.ts';
import type { Strain } from './strain.ts';

export interface IngressParts {
  readonly hooks: HookDirectory;
  readonly replies: ReplyWaiter;
  readonly accept: AcceptDrivers;
  readonly express: ExpressRuns;
  readonly atOnce: AtOnceRuns;
  readonly backlog: Backlog;
  readonly strain: Strain;
  /** This server's session, to which replies are sent. */
  readonly session: number;
  readonly slotConnection: (hook: Hook, slot: string) => Promise<ConnectionId | null>;
  readonly openConnection: OpenConnection;
  /** Why deliveries are refused, for the operator's log. */
  readonly onRefused: (hook: Hook, reason: string) => void;
}

/** Nothing larger is read, whatever a trigger's own limit says. */
const hardBodyLimit = 104_857_600;
const forbiddenReplyHeaders = new Set([
  'connection',
  'content-length',
  'content-security-policy',
  'keep-alive',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
  'upgrade',
]);

interface HookParams {
  readonly key: string;
  readonly '*'?: string;
}

export function registerWebhooks(app: FastifyInstance, parts: IngressParts): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Under a pattern, and not under '*': then which parser takes a content type is found out once, not for each request.
    for (const type of ['*', /^/]) {
      scope.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: hardBodyLimit }, (_request, body, done) =>
        done(null, body),
      );
    }
    // What is said of a delivery names it; a log of its own for each of thousands a second would be for nothing.
    scope.setChildLoggerFactory((logger) => logger);
    scope.decorateRequest(foundHook, null);
    for (const url of ['/hooks/:key', '/hooks/:key/*']) {
      scope.route<{ Params: HookParams; Body: Buffer | undefined }>({
        method: ['GET', 'POST', 'PUT'],
        url,
        bodyLimit: hardBodyLimit,
        // Deliveries have a back-pressure of their own.
        config: { rateLimit: false },
        preParsing: (request, _reply, payload, done) => {
          parts.strain.refuseWhenStrained();
          const begin = (hook: SettledHook): void => {
            // The limit of the trigger holds before the body is read.
            refuseLarge(request, hook.settings.maxBodyBytes);
            request.setDecorator(foundHook, hook);
          };
          const hook = findHook(request.params, parts);
          if (hook instanceof Promise) {
            hook.then(begin).then(
              () => done(null, payload),
              (error: Error) => done(error),
            );
            return;
          }
          begin(hook);
          done(null, payload);
        },
        handler: (request, reply) =>
          deliver({ request, reply, hook: request.getDecorator<SettledHook>(foundHook) }, parts),
      });
    }
  });
}

const foundHook = 'foundHook';

/** A hook with its settings read. */
interface SettledHook extends Hook {
  readonly settings: WebhookSettings;
}

function findHook(params: HookParams, { hooks }: IngressParts): SettledHook | Promise<SettledHook> {
  const tail = params['*']?.split('/')[0] ?? '';
  const known = hooks.known(params.key, tail);
  return known === undefined ? hooks.find(params.key, tail).then(settled) : settled(known);
}

const settled = (hook: Hook): SettledHook => ({ ...hook, settings: settingsOf(hook) });

/** Read once per trigger: a plan lives as long as its version is in use. */
const readSettings = new WeakMap<PlannedTrigger, WebhookSettings>();

function settingsOf({ trigger }: Hook): WebhookSettings {
  const known = readSettings.get(trigger);
  if (known !== undefined) return known;
  const parsed = WebhookSettings.safeParse(trigger.settings);
  if (parsed.success) {
    readSettings.set(trigger, parsed.data);
    return parsed.data;
  }
  throw AppError.because(
    'unavailable',
    'The webhook of this flow is not set up completely. An analyst completes the trigger’s settings and publishes again.',
  );
}

function refuseLarge(request: FastifyRequest, limit: number, read?: number): void {
  const size = read ?? Number(request.headers['content-length'] ?? 0);
  if (size <= limit) return;
  throw AppError.because(
    'tooLarge',
    `The body has ${size} bytes; this webhook takes at most ${limit}. Send less, or ask the flow’s owner to raise the limit.`,
  );
}

interface Delivery {
  readonly request: FastifyRequest<{ Body: Buffer | undefined }>;
  readonly reply: FastifyReply;
  readonly hook: SettledHook;
}

async function deliver({ request, reply, hook }: Delivery, parts: IngressParts): Promise<FastifyReply> {
  const { settings } = hook;
  const body = request.body ?? Buffer.alloc(0);
  if (settings.method !== 'ANY' && settings.method !== request.method) {
    return reply
      .code(405)
      .header('allow', settings.method)
      .type('application/problem+json')
      .send({
        type: 'about:blank',
        title: 'Method not allowed',
        status: 405,
        detail: `This webhook takes ${settings.method}.`,
      });
  }
  refuseLarge(request, settings.maxBodyBytes, body.length);
  await verify({ request, hook, body }, parts);
  const paused = hook.deployment.status === 'paused';
  const isSync = settings.reply === 'sync' && !paused;
  if (isSync && isExpress(hook, body, parts)) return answerAtOnce({ request, reply, hook }, body, parts);
  parts.backlog.refuseWhenFull(hook.deployment.workspaceId);
  const event: IncomingEvent = {
    workspaceId: hook.deployment.workspaceId,
    environmentId: hook.deployment.environmentId,
    flowId: hook.deployment.flowId,
    versionId: hook.deployment.versionId,
    deploymentId: hook.deployment.id,
    trigger: hook.trigger,
    meta: metaOf(request, settings),
    contentType: request.headers['content-type'] ?? '',
    body,
    replyTo: isSync ? parts.session : null,
    mode: 'live',
    paused,
  };
  const done = isSync ? await parts.atOnce.answer(event) : null;
  if (done?.type === 'reply') {
    await endOfTurn();
    return sendReply(reply, done.reply);
  }
  const accepted = done === null ? await acceptEvent(event, parts.accept) : { runId: done.runId, duplicate: true };
  if (paused) {
    // Nobody works on it now: the caller is told at once where it will be seen.
    return reply.code(202).send({
      runId: accepted.runId,
      status: accepted.duplicate ? 'duplicate' : 'paused',
      url: `/runs/${accepted.runId}`,
    });
  }
  const answer = !isSync
    ? null
    : accepted.duplicate
      ? await parts.replies.storedReply(accepted.runId, hook.replyTimeoutMs)
      : await parts.replies.replyOf(accepted.runId, hook.replyTimeoutMs);
  if (answer !== null) return sendReply(reply, answer);
  return sendAddress(reply, accepted.runId, accepted.duplicate ? 'duplicate' : 'accepted');
}

const sendAddress = (reply: FastifyReply, runId: RunId, status: 'accepted' | 'duplicate'): FastifyReply =>
  reply.code(202).send({ runId, status, url: `/runs/${runId}` });

/** What stands beside the body in `trigger`. */
const metaOf = (request: FastifyRequest, settings: WebhookSettings): JsonObject => ({
  method: request.method,
  path: request.url.split('?')[0] ?? '',
  query: { ...(request.query as Record<string, string>) },
  headers: storedHeaders(settings, request.headers),
});

const isExpress = ({ level, deployment }: Hook, body: Buffer, { express }: IngressParts): boolean =>
  level === 'express' && express.takes({ versionId: deployment.versionId, bodyBytes: body.length });

let turnEnds: Promise<void> | undefined;

/**
 * Answers that are ready within one turn of the event loop are sent one right after the other: each that goes out alone may
 * wake its receiver, which takes as long as all the rest of a small run.
 */
const endOfTurn = (): Promise<void> =>
  (turnEnds ??= new Promise((resolve) => {
    setImmediate(() => {
      turnEnds = undefined;
      resolve();
    });
  }));

/** The flow runs here and its caller is answered; a run that goes on with a worker is waited for as any other. */
async function answerAtOnce(
  { request, reply, hook }: Delivery,
  body: Buffer,
  parts: IngressParts,
): Promise<FastifyReply> {
  const { deployment, trigger, replyTimeoutMs } = hook;
  const { workspaceId, environmentId, flowId, versionId } = deployment;
  const begun = performance.now();
  const answer = await parts.express.answer({
    workspaceId,
    environmentId,
    flowId,
    versionId,
    triggerId: trigger.nodeId,
    meta: metaOf(request, hook.settings),
    contentType: request.headers['content-type'] ?? '',
    body,
    replyTo: parts.session,
    timeoutMs: replyTimeoutMs,
  });
  if (answer.type === 'reply') {
    await endOfTurn();
    return sendReply(reply, answer.reply);
  }
  const leftMs = Math.max(0, replyTimeoutMs - (performance.now() - begun));
  const moved = await parts.replies.replyOf(answer.runId, leftMs);
  return moved === null ? sendAddress(reply, answer.runId, 'accepted') : sendReply(reply, moved);
}

async function verify(
  { request, hook, body }: { request: FastifyRequest; hook: SettledHook; body: Buffer },
  parts: IngressParts,
): Promise<void> {
  const { settings } = hook;
  if (settings.auth === 'open') return;
  const verification = verifySignature({
    settings,
    secret: await secretOf(hook, parts),
    headers: request.headers,
    rawBody: body,
    nowMs: parts.accept.nowMs(),
  });
  if (verification.ok) return;
  parts.onRefused(hook, verification.message);
  throw AppError.because(
    'unauthenticated',
    settings.auth === 'hmac'
      ? `The delivery was refused: its signature in ${settings.signatureHeader} is missing or does not fit. Sign the exact bytes of the body with the secret of this webhook.`
      : `The delivery was refused: the key in ${settings.apiKeyHeader} is missing or not the right one.`,
  );
}

async function secretOf(hook: Hook, parts: IngressParts): Promise<string | undefined> {
  const { slot } = hook.trigger;
  const connectionId = slot === null ? null : await parts.slotConnection(hook, slot);
  if (connectionId === null) return undefined;
  const { workspaceId, environmentId } = hook.deployment;
  const opened = await parts.openConnection({ workspaceId, environmentId, connectionId });
  return opened.credential['secret'];
}

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const lineBreaks = /[\r\n\0]/g;
/** A reply's text stands as it is, whatever its type. */
const asItIs = (text: string): string => text;

/** What a flow answers is data of somebody else: it is shown in a sandbox and never sniffed. */
function sendReply(reply: FastifyReply, answer: Reply): FastifyReply {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!forbiddenReplyHeaders.has(name) && headerName.test(name)) headers[name] = value.replaceAll(lineBreaks, ' ');
  }
  const type = (headers['content-type'] ??= 'application/json');
  headers['content-security-policy'] = 'sandbox';
  headers['x-content-type-options'] = 'nosniff';
  void reply.code(answer.status).headers(headers);
  if (answer.status === 204 || answer.status === 304) return reply.send();
  const isText = typeof answer.body === 'string' && !/[/+]json\b/.test(type);
  return reply.serializer(asItIs).send(isText ? answer.body : JSON.stringify(answer.body));
}
