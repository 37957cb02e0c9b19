// The thread of the work pool: one piece of work at a time. Nothing here reaches out.
import { parentPort } from 'node:worker_threads';
import { AppError } from '@patchbay/model/errors';
import type { AppErrorCode, AppErrorDetails } from '@patchbay/model/errors';
import { doWork } from './work.ts';
import type { Work } from './work.ts';

export interface RefusedWork {
  readonly code: AppErrorCode;
  readonly message: string;
  readonly userMessage: string | undefined;
  readonly details: AppErrorDetails | undefined;
}
export type WorkReply = { readonly value: unknown } | { readonly refused: RefusedWork };

async function replyTo(work: Work): Promise<WorkReply> {
  try {
    return { value: await doWork(work) };
  } catch (cause) {
    const known = cause instanceof AppError ? cause : undefined;
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const { code = 'internal', userMessage, details } = known ?? {};
    return { refused: { code, message: known?.message ?? message, userMessage, details } };
  }
}

parentPort?.on('message', (work: Work) => {
  void replyTo(work).then((reply) => parentPort?.postMessage(reply));
});
