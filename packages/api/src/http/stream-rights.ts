import type { FastifyRequest } from 'fastify';

const checkEveryMs = 5_000;

/** A stream that stays open ends within seconds once its caller lost the right to it. */
export function endWithRights(request: FastifyRequest, mayStay: () => Promise<boolean>): void {
  const timer = setInterval(() => {
    mayStay().then(
      (stays) => {
        if (!stays) request.raw.destroy();
      },
      (error: unknown) => {
        request.log.warn({ err: error }, 'the rights of an open stream could not be checked');
        request.raw.destroy();
      },
    );
  }, checkEveryMs);
  timer.unref();
  request.raw.once('close', () => clearInterval(timer));
}
