// Wiring of the webhook door: directory, replies, back-pressure.
import type { OperationRunner } from '@patchbay/connections';
import { findAction } from '@patchbay/connections';
import type { DeploymentSource, PgAcceptStore, ProcessSession, RunReader } from '@patchbay/db/run-store';
import { PlanCache } from '@patchbay/engine';
import type { BlobStore } from '@patchbay/db/blob-store';
import type { AcceptDrivers } from '@patchbay/engine/accept';
import type { FastifyInstance } from 'fastify';
import type { CodePool, MapPool } from '@patchbay/sandbox';
import type { Logger } from 'pino';
import { resumeRoutes } from './answers/resume.routes.ts';
import type { ResumeParts } from './answers/resume.routes.ts';
import type { OpenExpress } from './open-express.ts';
import { openExpress } from './open-express.ts';
import { Backlog } from './webhook/backlog.ts';
import { HookDirectory } from './webhook/hook-directory.ts';
import { registerWebhooks } from './webhook/ingress.ts';
import { ReplyWaiter } from './webhook/reply-waiter.ts';
import { Room } from './webhook/room.ts';
import { Strain } from './webhook/strain.ts';

export interface WebhookWiring {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly session: ProcessSession;
  readonly store: PgAcceptStore;
  readonly accept: AcceptDrivers;
  readonly blobs: Pick<BlobStore, 'putStream' | 'getBlob'>;
  readonly reader: RunReader;
  readonly deployments: DeploymentSource;
  readonly operations: OperationRunner;
  readonly codePool: CodePool;
  readonly mapPool: MapPool;
  readonly log: Logger;
  /** Callbacks come in by the same door. */
  readonly resume: Pick<ResumeParts, 'tokens' | 'answers'>;
  readonly limits: {
    readonly maxQueued: number;
    readonly minFreeDiskBytes: number;
    readonly blobDir: string;
    readonly maxBodyBytes: number;
  };
}

export interface OpenWebhooks {
  readonly replies: ReplyWaiter;
  readonly express: OpenExpress;
  /** A deployment or binding changed somewhere. */
  forget(): void;
  close(): Promise<void>;
}

const maxPendingAccepts = 10_000;
const maxLoopDelayMs = 1_000;
/** For large bodies that come in at the same time. */
const uploadMemoryBytes = 134_217_728;

export async function openWebhooks(wiring: WebhookWiring): Promise<OpenWebhooks> {
  const {
    app,
    url,
    session,
    store,
    accept,
    blobs,
    reader,
    deployments,
    operations,
    codePool,
    mapPool,
    log,
    limits,
    resume,
  } = wiring;
  const { maxQueued } = limits;
  const plans = new PlanCache(deployments, (id) => findAction(id)?.manifest);
  const hooks = new HookDirectory(deployments, plans);
  const replies = new ReplyWaiter(reader, (workspaceId, name) => blobs.getBlob(workspaceId, name));
  await replies.start({ url, session: session.id });
  const backlog = new Backlog({
    countQueued: () => reader.countQueued(maxQueued),
    pendingAccepts: () => store.pending,
    maxQueued,
    maxPendingAccepts,
  });
  backlog.start();
  const strain = new Strain({
    ...limits,
    maxLoopDelayMs,
    onChange: (words) => log.warn({ words }, words === null ? 'webhooks are taken again' : 'webhooks are refused'),
  });
  await strain.start();
  resumeRoutes(app, { ...resume, plans, accept, refuseWhenStrained: () => strain.refuseWhenStrained() });
  const { wakeUp } = accept;
  const express = await openExpress({ url, session, store, plans, operations, codePool, mapPool, wakeUp, log });
  registerWebhooks(app, {
    hooks,
    replies,
    accept,
    express: express.runs,
    atOnce: express.atOnce,
    backlog,
    strain,
    session: session.id,
    slotConnection: async ({ deployment }, slot) => (await plans.contextFor(deployment)).bindings.get(slot) ?? null,
    openConnection: operations.openConnection,
    putStream: (workspaceId, content) => blobs.putStream(workspaceId, content),
    room: new Room(uploadMemoryBytes),
    maxBodyBytes: limits.maxBodyBytes,
    onRefused: ({ deployment }, reason) => log.warn({ flowId: deployment.flowId, reason }, 'a delivery was refused'),
  });
  return {
    replies,
    express,
    forget: () => {
      hooks.forget();
      plans.forgetBindings();
    },
    close: async () => {
      backlog.stop();
      strain.stop();
      await express.close();
      await replies.close();
    },
  };
}
