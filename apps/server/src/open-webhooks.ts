// Wiring of the webhook door: directory, replies, back-pressure.
import type { OperationRunner } from '@patchbay/connections';
import { findAction } from '@patchbay/connections';
import type { DeploymentSource, PgAcceptStore, ProcessSession, RunReader } from '@patchbay/db/run-store';
import { PlanCache } from '@patchbay/engine';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Backlog } from './webhook/backlog.ts';
import { HookDirectory } from './webhook/hook-directory.ts';
import { registerWebhooks } from './webhook/ingress.ts';
import { ReplyWaiter } from './webhook/reply-waiter.ts';

export interface WebhookWiring {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly session: ProcessSession;
  readonly store: PgAcceptStore;
  readonly accept: AcceptDrivers;
  readonly reader: RunReader;
  readonly deployments: DeploymentSource;
  readonly operations: OperationRunner;
  readonly log: Logger;
}

export interface OpenWebhooks {
  readonly replies: ReplyWaiter;
  /** A deployment or binding changed somewhere. */
  forget(): void;
  close(): Promise<void>;
}

const maxQueued = 100_000;
const maxPendingAccepts = 10_000;

export async function openWebhooks(wiring: WebhookWiring): Promise<OpenWebhooks> {
  const { app, url, session, store, accept, reader, deployments, operations, log } = wiring;
  const plans = new PlanCache(deployments, (id) => findAction(id)?.manifest);
  const hooks = new HookDirectory(deployments, plans);
  const replies = new ReplyWaiter(reader);
  await replies.start({ url, session: session.id });
  const backlog = new Backlog({
    countQueued: () => reader.countQueued(maxQueued),
    pendingAccepts: () => store.pending,
    maxQueued,
    maxPendingAccepts,
  });
  backlog.start();
  registerWebhooks(app, {
    hooks,
    replies,
    accept,
    backlog,
    session: session.id,
    slotConnection: async ({ deployment }, slot) => (await plans.contextFor(deployment)).bindings.get(slot) ?? null,
    openConnection: operations.openConnection,
    onRefused: ({ deployment }, reason) => log.warn({ flowId: deployment.flowId, reason }, 'a delivery was refused'),
  });
  return {
    replies,
    forget: () => {
      hooks.forget();
      plans.forgetBindings();
    },
    close: async () => {
      backlog.stop();
      await replies.close();
    },
  };
}
