// The door for deliveries of other systems: size, address, method and signature are checked on the raw bytes before
// anything is stored.
import { WebhookSettings } from '@patchbay/connections';
import type { PlannedTrigger } from '@patchbay/engine';
import { inlineBodyBytes } from '@patchbay/engine/accept';
import { AppError } from '@patchbay/model/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenBody } from './body.ts';
import { letGo, takeBody } from './body.ts';
import { limitOf, tooLarge } from './body-limit.ts';
import { deliver, takesMethod } from './deliver.ts';
import { challengeOf, openCheck } from './delivery-check.ts';
import type { DeliveryCheck } from './delivery-check.ts';
import type { Hook } from './hook-directory.ts';
import type { IngressParts, SettledHook } from './ingress-parts.ts';

interface HookParams {
  readonly key: string;
  readonly '*'?: string;
}

export function registerWebhooks(app: FastifyInstance, parts: IngressParts): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Under a pattern, and not under '*': then which parser takes a content type is found out once, not for each request.
    for (const type of ['*', /^/]) {
      scope.addContentTypeParser(type, (request, _payload, done) => takeBody(request.raw, done));
    }
    // What is said of a delivery names it; a log of its own for each of thousands a second would be for nothing.
    scope.setChildLoggerFactory((logger) => logger);
    scope.decorateRequest(foundHook, null);
    scope.decorateRequest(begunCheck, null);
    scope.addHook('onResponse', (request, _reply, done) => {
      if (!request.raw.complete) letGo(request.raw);
      done();
    });
    for (const url of ['/hooks/:key', '/hooks/:key/*']) {
      scope.route<{ Params: HookParams; Body: Buffer | OpenBody | undefined }>({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url,
        // Deliveries have a back-pressure of their own.
        config: { rateLimit: false, boundsOwnBody: true },
        preParsing: (request, reply, payload, done) => {
          parts.strain.refuseWhenStrained();
          // What the head tells is told before the body is read.
          const begin = (hook: SettledHook): Promise<void> | undefined => {
            refuseByHead(request, hook, parts);
            request.setDecorator(foundHook, hook);
            return hook.settings.auth === 'open' ? undefined : judgeHead(request, reply, { hook, parts });
          };
          const hook = findHook(request.params, parts);
          const begun = hook instanceof Promise ? hook.then(begin) : begin(hook);
          if (begun === undefined) {
            done(null, payload);
            return;
          }
          begun.then(
            () => done(null, payload),
            (error: Error) => done(error),
          );
        },
        handler: (request, reply) =>
          deliver(
            {
              request,
              reply,
              hook: request.getDecorator<SettledHook>(foundHook),
              check: request.getDecorator<DeliveryCheck | null>(begunCheck),
            },
            parts,
          ),
      });
    }
  });
}

const foundHook = 'foundHook';
const begunCheck = 'begunCheck';

/** A call with another method than the hook takes is refused for that, whoever it comes from. */
async function judgeHead(
  request: FastifyRequest,
  reply: FastifyReply,
  { hook, parts }: { readonly hook: SettledHook; readonly parts: IngressParts },
): Promise<void> {
  if (!takesMethod(hook, request.method)) return;
  try {
    request.setDecorator(begunCheck, await openCheck({ hook, headers: request.headers }, parts));
  } catch (error) {
    const challenge = challengeOf(hook);
    if (challenge !== null && error instanceof AppError && error.code === 'unauthenticated') {
      void reply.header('www-authenticate', challenge);
    }
    throw error;
  }
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

function refuseByHead({ headers }: FastifyRequest, hook: SettledHook, parts: IngressParts): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw AppError.because(
      'unsupportedMediaType',
      `Bodies are taken as they are, not in the content encoding “${encoding}”. The sender must not compress them.`,
    );
  }
  const size = Number(headers['content-length'] ?? 0);
  if (size <= inlineBodyBytes && size <= hook.settings.maxBodyBytes) return;
  const limit = limitOf(hook, parts);
  if (size > limit.bytes) throw tooLarge(size, limit);
}
