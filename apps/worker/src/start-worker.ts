// Wiring of the worker: what stands on what, in the order of start and, backwards, of stop.
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress, createOperationRunner, findAction, parseEgressAllow } from '@patchbay/connections';
import { openBlobs, openShelf } from '@patchbay/db/blob-store';
import { openDatabase } from '@patchbay/db/client';
import {
  cancelChannel,
  deploymentChannel,
  DeploymentSource,
  installKey,
  listen,
  openSession,
  PgAcceptStore,
  PgBatchStore,
  PgCallStore,
  PgGateStore,
  PgPollStore,
  PgRetentionStore,
  PgRunStore,
  PgWaitStore,
  PgSubscriptionStore,
  PgTopicStore,
  ScheduleStore,
  topicChannel,
} from '@patchbay/db/run-store';
import { readMasterKey, verifyMasterKey } from '@patchbay/db/secret-box';
import { answerLinks, idempotencyKeys, ParkedRuns, PlanCache } from '@patchbay/engine';
import { callDriver } from '@patchbay/engine/calls';
import { removeLostSpills } from '@patchbay/engine/records';
import { startDuty } from '@patchbay/engine/duty';
import { longestChain, publishMessage } from '@patchbay/engine/topics';
import type { RunId } from '@patchbay/model/identity';
import { createWakeUpConsumer, createWakeUpProducer, migrateQueue } from '@patchbay/queue';
import { codeDriver, createCodePool, createMapPool, mapDriver } from '@patchbay/sandbox';
import type { Logger } from 'pino';
import type { WorkerEnv } from './env.ts';
import { serveMetrics } from './metrics.ts';
import { startPoller } from './poller.ts';
import { recordsDriver } from './records-driver.ts';
import { ByteBudget } from './byte-budget.ts';
import { callsAfter } from './calls.ts';
import { startRetention } from './retention.ts';
import { RunPool } from './run-pool.ts';
import { startScheduler } from './scheduler.ts';
import { startSweeper } from './sweeper.ts';
import { startTopicDelivery } from './topic-delivery.ts';
import { turnsAfter } from './turns.ts';

export interface RunningWorker {
  readonly metricsPort: number;
  /** Hands over what cannot be finished soon; resolves when nothing is left open. */
  stop(): Promise<void>;
}

/** Runs under way get this long to come to a point where they can be handed over. */
const graceMs = 8_000;
/** Drafts that dead processes left behind are looked for so often. */
const draftLookMs = 3_600_000;
/** Of bodies that stand in the blob store and are worked on at the same time; as values they take several times as much. */
const mostBodyBytes = 64 * 1024 * 1024;

export async function startWorker(env: WorkerEnv, log: Logger): Promise<RunningWorker> {
  const url = env.DATABASE_URL;
  const queue = { databaseUrl: url, redisUrl: env.REDIS_URL };
  const masterKey = readMasterKey(env.PATCHBAY_MASTER_KEY);
  const database = openDatabase({ url, role: 'app', max: 4 });
  await verifyMasterKey(url, masterKey);
  const { rules, problems } = parseEgressAllow(env.PATCHBAY_EGRESS_ALLOW);
  if (problems.length > 0) throw new Error(`PATCHBAY_EGRESS_ALLOW: ${problems.join('; ')}`);
  const session = await openSession({ url, kind: 'worker' });
  const egress = createEgress({ allow: rules, maySend: session.mayStartEffects });
  const blobs = openBlobs(env, egress.http);
  const gates = new PgGateStore({ url });
  const putBlob = async (workspaceId: string, bytes: Uint8Array): Promise<string> =>
    (await blobs.putBlob(workspaceId, bytes)).sha256;
  const topics = new PgTopicStore({ url, longestChain });
  const operations = createOperationRunner({
    database,
    masterKey,
    egress,
    gates: { store: gates, owner: randomUUID(), now: session.now },
    publish: (message) => publishMessage(message, { store: topics, putBlob, maxLag: env.BACKLOG_LIMIT }),
    log: {
      info: (message, fields) => log.info(fields, message),
      warn: (message, fields) => log.warn(fields, message),
    },
  });
  const store = new PgRunStore({ url, session: session.id });
  const waits = new PgWaitStore({ url });
  const installation = await installKey(url);
  const accepts = new PgAcceptStore({ url, longestChain, inOrder: true });
  const deployments = new DeploymentSource({ url });
  const schedules = new ScheduleStore({ url });
  const subscriptions = new PgSubscriptionStore({ url });
  const polls = new PgPollStore({ url });
  const kept = new PgRetentionStore({ url });
  const plans = new PlanCache(deployments, (id) => findAction(id)?.manifest);
  const batches = new PgBatchStore({ url, session: session.id });
  const spillFolder = env.PATCHBAY_SPILL_DIR ?? join(tmpdir(), 'patchbay-records');
  await removeLostSpills(spillFolder);
  const codePool = createCodePool({ size: env.CODE_PROCESSES });
  const mapPool = createMapPool({ size: env.MAP_THREADS });
  const onError = (error: unknown): void => log.error({ err: error }, 'background work failed and will be tried again');

  await migrateQueue(queue);
  const producer = createWakeUpProducer(queue, { onError });
  const accept = {
    store: accepts,
    putBlob,
    wakeUp: (runId: RunId) => producer.send(runId),
    nowMs: () => session.now().getTime(),
  };
  /** Runs that may go on: here if there is room, else wherever there is. */
  const start = (runIds: readonly RunId[]): void => {
    if (pool.free > 0) void pool.takeOver(runIds).catch(onError);
    else for (const runId of runIds) producer.send(runId);
  };
  const calls = new PgCallStore({ url, wakeUp: (runId) => start([runId]) });
  const giveTurns = turnsAfter({ store, plans, onError, start });
  const settleCalls = callsAfter({ calls, plans, onError });
  const pool: RunPool = new RunPool({
    limit: env.WORKER_CONCURRENCY,
    store,
    drivers: {
      store,
      plans,
      operations,
      code: codeDriver(codePool),
      maps: mapDriver(mapPool),
      waits,
      parked: new ParkedRuns(),
      calls: callDriver({ store: calls, accept, plans }),
      linkTo: answerLinks(installation, env.PUBLIC_URL),
      records: recordsDriver({ operations, batches, blobs, spillFolder }),
      now: session.now,
      mayStartEffects: session.mayStartEffects,
      room: new ByteBudget(mostBodyBytes),
      readBlob: (workspaceId, name) => blobs.getBlob(workspaceId, name),
      putBlob: (workspaceId, content) => blobs.putBlob(workspaceId, content),
      idempotencyKey: idempotencyKeys(installation),
      onFault: (runId, fault) =>
        log.error(
          {
            runId,
            err: fault,
          },
          'a run failed by a fault of ours',
        ),
    },
    onEnded: (run) => {
      settleCalls(run);
      giveTurns(run);
    },
  });
  const readBlob = (workspaceId: string, name: string): Promise<Uint8Array> => blobs.getBlob(workspaceId, name);
  const maxQueued = env.BACKLOG_LIMIT;
  const delivery = startTopicDelivery({ subscriptions, plans, accept, readBlob, maxQueued, onError });
  const listener = await listen({
    url,
    channels: [cancelChannel, deploymentChannel, topicChannel],
    onNotice: (channel, payload) => {
      if (channel === cancelChannel) pool.cancel(payload);
      else if (channel === topicChannel) delivery.look();
      else plans.forgetBindings();
    },
    onReconnect: () => plans.forgetBindings(),
  });
  const consumer = await createWakeUpConsumer(queue, { onWakeUp: (runIds) => pool.takeOver(runIds), onError });
  const sweeper = startSweeper({
    store,
    calls,
    pool,
    queueReachable: () => consumer.reachable(),
    wakeUp: (runId) => producer.send(runId),
    onError,
  });
  const scheduler = startScheduler({ schedules, deployments, plans, onError, accept });
  const poller = startPoller({ store: polls, polls: operations, plans, accept, maxQueued, onError });
  const retention = startRetention({
    store: kept,
    shelf: openShelf(env, egress.http),
    now: session.now,
    pauseMs: env.RETENTION_PAUSE_S * 1_000,
    onRemoved: (removed) => log.info(removed, 'removed what was kept as long as the settings say'),
    onTrouble: (error, flowId) => log.warn({ err: error, flowId }, 'old runs of a flow could not be removed'),
    onError,
  });
  const drafts = startDuty({
    everyMs: draftLookMs,
    work: async () => void (await blobs.removeOldDrafts(new Date())),
    onError,
  });
  drafts.look();
  const metrics = await serveMetrics(env.METRICS_PORT, pool);

  return {
    metricsPort: metrics.port,
    stop: async () => {
      await Promise.all([scheduler.stop(), delivery.stop(), poller.stop(), retention.stop(), drafts.stop()]);
      await sweeper.stop();
      // The pool first: a wake-up that waits for room lets its job go, so that the consumer can close.
      await pool.drain(graceMs);
      await Promise.all([codePool[Symbol.asyncDispose](), mapPool[Symbol.asyncDispose]()]);
      await consumer.close();
      // What could not be handed over in time: that this process ends is no fault of theirs.
      await store.handBack().catch(onError);
      await session.end();
      await Promise.all([producer.close(), listener.close(), metrics.close()]);
      await Promise.all([
        store.close(),
        waits.close(),
        calls.close(),
        batches.close(),
        accepts.close(),
        deployments.close(),
        schedules.close(),
        subscriptions.close(),
        polls.close(),
        kept.close(),
        topics.close(),
        operations.close(),
      ]);
      await Promise.all([egress.close(), gates.close(), database.close()]);
    },
  };
}
