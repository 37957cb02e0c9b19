// What a caller is told.
import type { RunId } from '@patchbay/model/identity';
import type { Reply } from '@patchbay/model/run';
import type { FastifyReply } from 'fastify';

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

let turnEnds: Promise<void> | undefined;

/**
 * Answers that are ready within one turn of the event loop are sent one right after the other: each that goes out alone may
 * wake its receiver, which takes as long as all the rest of a small run.
 */
export const endOfTurn = (): Promise<void> =>
  (turnEnds ??= new Promise((resolve) => {
    setImmediate(() => {
      turnEnds = undefined;
      resolve();
    });
  }));

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const lineBreaks = /[\r\n\0]/g;
/** A reply's text stands as it is, whatever its type. */
const asItIs = (text: string): string => text;

/** What a flow answers is data of somebody else: it is shown in a sandbox and never sniffed. */
export function sendReply(reply: FastifyReply, answer: Reply): FastifyReply {
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

/** Where the run will be seen. */
export const sendAddress = (
  reply: FastifyReply,
  runId: RunId,
  status: 'accepted' | 'duplicate' | 'paused',
): FastifyReply => reply.code(202).send({ runId, status, url: `/runs/${runId}` });

export const refuseMethod = (reply: FastifyReply, method: string): FastifyReply =>
  reply
    .code(405)
    .header('allow', method)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: 'Method not allowed',
      status: 405,
      detail: `This webhook takes ${method}.`,
    });
