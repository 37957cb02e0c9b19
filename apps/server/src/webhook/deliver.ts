// A delivery that came to a hook: received, accepted, answered. 2xx is said only after COMMIT.
import { storedHeaders } from '@patchbay/connections';
import type { WebhookSettings } from '@patchbay/connections';
import { acceptEvent, acceptStored } from '@patchbay/engine/accept';
import type { IncomingEvent } from '@patchbay/engine/accept';
import type { RunId } from '@patchbay/model/identity';
import type { Reply, StoredContent } from '@patchbay/model/run';
import type { JsonObject } from '@patchbay/model/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenBody } from './body.ts';
import { tooLarge, limitOf } from './body-limit.ts';
import type { DeliveryCheck } from './delivery-check.ts';
import type { IngressParts, SettledHook } from './ingress-parts.ts';
import { receiveUpload } from './receive-upload.ts';
import { endOfTurn, refuseMethod, sendAddress, sendReply } from './send-reply.ts';

export interface Delivery {
  readonly request: FastifyRequest<{ Body: Buffer | OpenBody | undefined }>;
  readonly reply: FastifyReply;
  readonly hook: SettledHook;
  /** Begun with the head; null: anybody may call. */
  readonly check: DeliveryCheck | null;
}

const noBody = Buffer.alloc(0);

export const takesMethod = ({ settings }: SettledHook, method: string): boolean =>
  settings.method === 'ANY' || settings.method === method;

export async function deliver(delivery: Delivery, parts: IngressParts): Promise<FastifyReply> {
  const { request, reply, hook, check } = delivery;
  const { settings } = hook;
  if (!takesMethod(hook, request.method)) return refuseMethod(reply, settings.method);
  const { body = noBody } = request;
  if (body instanceof OpenBody) return answer(delivery, await takeUpload(delivery, body, parts), parts);
  if (body.length > settings.maxBodyBytes) throw tooLarge(body.length, limitOf(hook, parts));
  check?.update(body);
  check?.end();
  if (isExpress(hook, body, parts)) return answerAtOnce(delivery, body, parts);
  return answer(delivery, await take(delivery, body, parts), parts);
}

/** A run of which its caller is told, or its reply where it is done already. */
type Taken =
  | { readonly type: 'reply'; readonly reply: Reply }
  | { readonly type: 'run'; readonly runId: RunId; readonly duplicate: boolean };

const isPaused = ({ deployment }: SettledHook): boolean => deployment.status === 'paused';
/** Nobody works on a paused one now: the caller is told at once where it will be seen. */
const isSync = (hook: SettledHook): boolean => hook.settings.reply === 'sync' && !isPaused(hook);

/** Its memory is free again once it is taken, however long its caller then waits for the reply. */
async function takeUpload(delivery: Delivery, upload: OpenBody, parts: IngressParts): Promise<Taken> {
  const { request, hook, check } = delivery;
  const { body, leave } = await receiveUpload({ request, hook, check, body: upload }, parts);
  try {
    return await take(delivery, body, parts);
  } finally {
    leave();
  }
}

async function take({ request, hook }: Delivery, body: Buffer | StoredContent, parts: IngressParts): Promise<Taken> {
  const { deployment, trigger, settings, readsBody } = hook;
  const { workspaceId, environmentId, flowId, versionId } = deployment;
  parts.backlog.refuseWhenFull(workspaceId);
  const event: Omit<IncomingEvent, 'body'> = {
    workspaceId,
    environmentId,
    flowId,
    versionId,
    deploymentId: deployment.id,
    trigger,
    meta: metaOf(request, settings),
    contentType: request.headers['content-type'] ?? '',
    asFile: !readsBody,
    replyTo: isSync(hook) ? parts.session : null,
    mode: 'live',
    paused: isPaused(hook),
  };
  const done = isSync(hook) && Buffer.isBuffer(body) ? await parts.atOnce.answer({ ...event, body }) : null;
  if (done?.type === 'reply') return { type: 'reply', reply: done.reply };
  if (done !== null) return { type: 'run', runId: done.runId, duplicate: true };
  const accepted = Buffer.isBuffer(body)
    ? await acceptEvent({ ...event, body }, parts.accept)
    : await acceptStored({ ...event, stored: body }, parts.accept);
  return { type: 'run', ...accepted };
}

async function answer({ reply, hook }: Delivery, taken: Taken, { replies }: IngressParts): Promise<FastifyReply> {
  if (taken.type === 'reply') {
    await endOfTurn();
    return sendReply(reply, taken.reply);
  }
  const { runId, duplicate } = taken;
  if (!isSync(hook)) return sendAddress(reply, runId, duplicate ? 'duplicate' : isPaused(hook) ? 'paused' : 'accepted');
  const came = duplicate
    ? await replies.storedReply(runId, hook.replyTimeoutMs)
    : await replies.replyOf(runId, hook.replyTimeoutMs);
  return came === null ? sendAddress(reply, runId, duplicate ? 'duplicate' : 'accepted') : sendReply(reply, came);
}

/** What stands beside the body in `trigger`. */
const metaOf = (request: FastifyRequest, settings: WebhookSettings): JsonObject => ({
  method: request.method,
  path: request.url.split('?')[0] ?? '',
  query: { ...(request.query as Record<string, string>) },
  headers: storedHeaders(settings, request.headers),
});

const isExpress = ({ level, deployment, settings }: SettledHook, body: Buffer, { express }: IngressParts): boolean =>
  level === 'express' &&
  settings.reply === 'sync' &&
  deployment.status !== 'paused' &&
  express.takes({ versionId: deployment.versionId, bodyBytes: body.length });

/** Runs the flow in this process and answers the caller. A run that a worker goes on with is waited for like any other. */
async function answerAtOnce(
  { request, reply, hook }: Delivery,
  body: Buffer,
  parts: IngressParts,
): Promise<FastifyReply> {
  const { deployment, trigger, replyTimeoutMs } = hook;
  const { workspaceId, environmentId, flowId, versionId } = deployment;
  const begun = performance.now();
  const done = await parts.express.answer({
    workspaceId,
    environmentId,
    flowId,
    versionId,
    triggerId: trigger.nodeId,
    meta: metaOf(request, hook.settings),
    contentType: request.headers['content-type'] ?? '',
    body,
    asFile: !hook.readsBody,
    reading: trigger.reading,
    replyTo: parts.session,
    timeoutMs: replyTimeoutMs,
  });
  if (done.type === 'reply') {
    await endOfTurn();
    return sendReply(reply, done.reply);
  }
  const leftMs = Math.max(0, replyTimeoutMs - (performance.now() - begun));
  const moved = await parts.replies.replyOf(done.runId, leftMs);
  return moved === null ? sendAddress(reply, done.runId, 'accepted') : sendReply(reply, moved);
}
