// Wiring of the server: what stands on what, in the order of start and, backwards, of stop.
import { hkdfSync, randomUUID } from 'node:crypto';
import {
  apiPlugin,
  createServices,
  openMapPool,
  openSessions,
  openWorkPool,
  startBulkRunner,
  TopicBus,
} from '@patchbay/api';
import { createEgress, createOperationRunner, listManifests, parseEgressAllow } from '@patchbay/connections';
import { openBlobs } from '@patchbay/db/blob-store';
import { openDatabase } from '@patchbay/db/client';
import { openIdentityPool } from '@patchbay/db/repositories';
import {
  BulkStore,
  deploymentChannel,
  DeploymentSource,
  installKey,
  listen,
  liveChannel,
  openSession,
  PgAcceptStore,
  PgGateStore,
  PgTopicStore,
  RunCommands,
  RunReader,
  WaitAnswers,
} from '@patchbay/db/run-store';
import type { MasterKey } from '@patchbay/db/secret-box';
import { readMasterKey, verifyMasterKey } from '@patchbay/db/secret-box';
import { startDuty } from '@patchbay/engine/duty';
import { longestChain, publishMessage } from '@patchbay/engine/topics';
import type { RunId } from '@patchbay/model/identity';
import { resumeTokens } from '@patchbay/engine';
import { createWakeUpProducer, migrateQueue } from '@patchbay/queue';
import { createCodePool } from '@patchbay/sandbox';
import type { Logger } from 'pino';
import type { ServerEnv } from './env.ts';
import { approveRoutes } from './answers/approve.routes.ts';
import { healthRoutes } from './health.routes.ts';
import { createHttpApp } from './http-app.ts';
import { serveMetrics } from './metrics.ts';
import { openWebhooks } from './open-webhooks.ts';
import { webRoutes } from './web.routes.ts';

export interface RunningServer {
  /** Where people reach it. */
  readonly url: string;
  readonly metricsPort: number;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

const version = '0.1.0';
/** Requests under way get this long once the server stops. */
const graceMs = 3_000;
/** Runs that do not heed a cancel are looked for so often. */
const cancelLookMs = 1_000;
/** Drafts that dead processes left behind are looked for so often. */
const draftLookMs = 3_600_000;
/** For the code of express flows, and to see whether code is code; they start when they are needed. */
const codeProcesses = 2;

/** Cookies are signed with a key of their own, which every server of the installation derives alike. */
const cookieSecret = (masterKey: MasterKey): string =>
  Buffer.from(hkdfSync('sha256', masterKey.bytes, '', 'patchbay session cookies 1', 32)).toString('base64');

export async function startServer(env: ServerEnv, log: Logger): Promise<RunningServer> {
  await using cleanup = new AsyncDisposableStack();
  const url = env.DATABASE_URL;
  const publicUrl = env.publicUrl ?? `http://localhost:${env.PORT}`;
  const queue = { databaseUrl: url, redisUrl: env.REDIS_URL };
  const masterKey = readMasterKey(env.PATCHBAY_MASTER_KEY);
  const db = openDatabase({ url, role: 'app' });
  cleanup.defer(() => db.close());
  await verifyMasterKey(url, masterKey);
  const { rules, problems } = parseEgressAllow(env.PATCHBAY_EGRESS_ALLOW);
  if (problems.length > 0) throw new Error(`PATCHBAY_EGRESS_ALLOW: ${problems.join('; ')}`);
  const egress = createEgress({ allow: rules });
  cleanup.defer(() => egress.close());
  const session = await openSession({ url, kind: 'server' });
  cleanup.defer(() => session.end());
  const gates = new PgGateStore({ url });
  cleanup.defer(() => gates.close());
  const blobs = openBlobs(env, egress.http);
  const putBlob = async (workspaceId: string, bytes: Uint8Array): Promise<string> =>
    (await blobs.putBlob(workspaceId, bytes)).sha256;
  const topics = { store: new PgTopicStore({ url, longestChain }), putBlob, maxLag: env.BACKLOG_LIMIT };
  cleanup.defer(() => topics.store.close());
  const operations = createOperationRunner({
    database: db,
    masterKey,
    egress,
    gates: { store: gates, owner: randomUUID(), now: session.now },
    publish: (message) => publishMessage(message, topics),
    log: { info: (message, fields) => log.info(fields, message), warn: (message, fields) => log.warn(fields, message) },
  });
  cleanup.defer(() => operations.close());
  const pool = openIdentityPool({ url });
  cleanup.defer(() => pool.end());
  const sessions = openSessions({ pool, secret: cookieSecret(masterKey), publicUrl });
  const store = new PgAcceptStore({ url });
  const runCommands = new RunCommands({ url });
  const runReader = new RunReader({ url });
  const deployments = new DeploymentSource({ url });
  const waitAnswers = new WaitAnswers({ url });
  for (const one of [store, runCommands, runReader, deployments, waitAnswers]) cleanup.defer(() => one.close());
  await migrateQueue(queue);
  const producer = createWakeUpProducer(queue, {
    onError: (error) => log.warn({ err: error }, 'the queue cannot be reached; workers look for themselves meanwhile'),
  });
  cleanup.defer(() => producer.close());
  const accept = {
    store,
    putBlob,
    wakeUp: (runId: RunId) => producer.send(runId),
    nowMs: () => session.now().getTime(),
  };
  const live = new TopicBus();
  const mapPool = cleanup.use(openMapPool());
  const workPool = cleanup.use(openWorkPool());
  const codePool = cleanup.use(createCodePool({ size: codeProcesses, maxWaiting: 1_000 }));
  const services = createServices({
    db,
    operations,
    accept,
    topics,
    runCommands,
    runReader,
    waitAnswers,
    live,
    mapPool,
    workPool,
    codePool,
    publicUrl,
    version,
    masterKey: () => masterKey,
    manifests: listManifests(),
    readBlob: (workspaceId, name) => blobs.getBlob(workspaceId, name),
    openBlob: (workspaceId, name) => blobs.openBlob(workspaceId, name),
  });

  const bulks = new BulkStore({ url });
  cleanup.defer(() => bulks.close());
  const bulkRunner = startBulkRunner({
    db,
    accept,
    runReader,
    bulks,
    onError: (error) => log.error({ err: error }, 'replays of many runs wait and will be tried again'),
  });
  cleanup.defer(() => bulkRunner.stop());
  const cancels = startDuty({
    everyMs: cancelLookMs,
    work: () => runCommands.expireCancels(),
    onError: (error) => log.warn({ err: error }, 'runs that were to be cancelled wait until the database answers'),
  });
  cleanup.defer(() => cancels.stop());

  const drafts = startDuty({
    everyMs: draftLookMs,
    work: async () => void (await blobs.removeOldDrafts(new Date())),
    onError: (error) => log.warn({ err: error }, 'payloads that were never completed could not be removed'),
  });
  cleanup.defer(() => drafts.stop());
  drafts.look();

  const tokens = resumeTokens(await installKey(url));
  const isHttps = publicUrl.startsWith('https:');
  const app = await createHttpApp({ log, isHttps, trustedProxies: env.trustedProxies });
  const hooks = await openWebhooks({
    app,
    url,
    session,
    store,
    accept,
    blobs,
    reader: runReader,
    deployments,
    operations,
    codePool,
    mapPool,
    log,
    resume: { tokens, answers: waitAnswers },
    limits: {
      maxQueued: env.BACKLOG_LIMIT,
      minFreeDiskBytes: env.MIN_FREE_DISK_MB * 1024 * 1024,
      blobDir: env.PATCHBAY_BLOB_DIR,
      maxBodyBytes: env.MAX_BODY_MB * 1024 * 1024,
    },
  });
  cleanup.defer(() => hooks.close());
  const metrics = await serveMetrics({
    app,
    port: env.METRICS_PORT,
    waitingReplies: () => hooks.replies.waiting,
    pendingAccepts: () => store.pending,
    openExpress: () => hooks.express.runs.open,
    unwrittenExpress: hooks.express.unwritten,
  });
  cleanup.defer(() => metrics.close());
  const listener = await listen({
    url,
    channels: [liveChannel, deploymentChannel],
    onNotice: (channel, payload) => (channel === liveChannel ? live.receive(payload) : hooks.forget()),
    onReconnect: () => {
      live.publishAll();
      hooks.forget();
    },
  });
  cleanup.defer(() => listener.close());
  healthRoutes(app, {
    checks: { database: () => db.outsideWorkspaces((tx) => tx.$queryRaw`SELECT 1`), queue: () => producer.ping() },
  });
  await app.register((instance, _options, done) => {
    apiPlugin(instance, { db, sessions, services, publicUrl, version, signInLinkFrom: env.signInLinkFrom });
    done();
  });
  approveRoutes(app, { db, waitAnswers, accept, tokens });
  await webRoutes(app, env.PATCHBAY_WEB_DIR);
  await app.listen({ host: env.HOST, port: env.PORT });

  const stack = cleanup.move();
  return {
    url: publicUrl,
    metricsPort: metrics.port,
    stop: async () => {
      // Callers that wait for a reply are told where to look for it; streams end when the time is over.
      await hooks.express.drain();
      await hooks.replies.close();
      const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(timer);
      await stack.disposeAsync();
    },
  };
}
