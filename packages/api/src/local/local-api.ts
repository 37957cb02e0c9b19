// The API for the console of an installation: the same procedures and checks, called in this process by the local operator.
import { listManifests } from '@patchbay/connections';
import { openBlobStore } from '@patchbay/db/blob-store';
import type { BlobStore } from '@patchbay/db/blob-store';
import { openDatabase } from '@patchbay/db/client';
import { listEnvironments, oldestWorkspace } from '@patchbay/db/repositories';
import { PgAcceptStore, PgTopicStore, RunCommands, RunReader, WaitAnswers } from '@patchbay/db/run-store';
import { longestChain } from '@patchbay/engine/topics';
import { AppError } from '@patchbay/model/errors';
import { EnvironmentId, WorkspaceId } from '@patchbay/model/identity';
import { randomUUID } from 'node:crypto';
import { consoleId } from '../identity/console-id.ts';
import { TopicBus } from '../live/topic-bus.ts';
import { appRouter } from '../router.ts';
import { createServices } from '../services.ts';
import type { Caller } from '../trpc/caller.ts';
import { createCallerFactory } from '../trpc/procedure.ts';

/** As a server's, unless it was told otherwise. */
const usualBacklog = 100_000;

const callerFor = createCallerFactory(appRouter);

export interface LocalApi extends AsyncDisposable {
  /** `call.flow.list({})`; rejects as the procedures do: see `appErrorOf`. */
  readonly call: ReturnType<typeof callerFor>;
}

export interface LocalApiOptions {
  readonly databaseUrl: string;
  readonly publicUrl: string;
  /** Null: large payloads are in a bucket, which only servers and workers reach. */
  readonly blobDir: string | null;
  readonly version: string;
}

const elsewhere = (): AppError =>
  AppError.because(
    'unavailable',
    'Connections are entered and tried in the web, where the server holds the master key.',
  );

/** @throws AppError `unavailable` when the database cannot be reached, `unprocessable` when nobody has signed in yet. */
export async function openLocalApi({
  databaseUrl: url,
  publicUrl,
  blobDir,
  version,
}: LocalApiOptions): Promise<LocalApi> {
  await using cleanup = new AsyncDisposableStack();
  const place = await whereToWork(url);
  const db = openDatabase({ url, role: 'app', max: 2 });
  cleanup.defer(() => db.close());
  const store = new PgAcceptStore({ url });
  const topicStore = new PgTopicStore({ url, longestChain });
  const runCommands = new RunCommands({ url });
  const runReader = new RunReader({ url });
  const waitAnswers = new WaitAnswers({ url });
  for (const one of [store, topicStore, runCommands, runReader, waitAnswers]) cleanup.defer(() => one.close());
  const blobs = blobDir === null ? noBlobs : openBlobStore(blobDir);
  const putBlob = async (workspaceId: string, bytes: Uint8Array): Promise<string> =>
    (await blobs.putBlob(workspaceId, bytes)).sha256;
  const services = createServices({
    db,
    manifests: listManifests(),
    masterKey: () => {
      throw elsewhere();
    },
    operations: {
      testConnection: () => Promise.reject(elsewhere()),
      tryConnection: () => Promise.reject(elsewhere()),
      discover: () => Promise.reject(elsewhere()),
      readNews: () => Promise.reject(elsewhere()),
      forget: () => undefined,
    },
    accept: {
      store,
      putBlob,
      // The workers find it at their next look.
      wakeUp: () => undefined,
      nowMs: Date.now,
    },
    topics: { store: topicStore, putBlob, maxLag: usualBacklog },
    runCommands,
    runReader,
    waitAnswers,
    readBlob: (workspaceId, name) => blobs.getBlob(workspaceId, name),
    openBlob: (workspaceId, name) => blobs.openBlob(workspaceId, name),
    live: new TopicBus(),
    publicUrl,
    version,
  });
  const requestId = randomUUID();
  const caller: Caller = {
    actor: { kind: 'localOperator', id: consoleId, name: 'Local operator', role: 'owner' },
    user: null,
    ...place,
    requestId,
  };
  const stack = cleanup.move();
  return {
    call: callerFor({ caller, requestId, services }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The console opens no connections of its own to the outside: what it cannot do there, the server can. */
const inBucket = async (): Promise<never> => {
  throw AppError.because(
    'unavailable',
    'Payloads above 64 KiB are kept in an object store, which the console cannot reach. Use the server’s pages or its REST API for this.',
  );
};
const noBlobs: BlobStore = {
  putBlob: inBucket,
  putStream: inBucket,
  getBlob: inBucket,
  openBlob: inBucket,
  removeOldDrafts: inBucket,
};

/** The first workspace of the installation and its first environment. */
async function whereToWork(url: string): Promise<{ workspaceId: WorkspaceId; environmentId: EnvironmentId }> {
  const owner = openDatabase({ url, role: 'owner', max: 1 });
  try {
    const found = await owner.outsideWorkspaces(async (tx) => {
      const workspace = await oldestWorkspace(tx);
      return { workspace, environments: workspace === null ? [] : await listEnvironments(tx, workspace.id) };
    });
    const [environment] = found.environments;
    if (found.workspace === null || environment === undefined) {
      throw AppError.because(
        'unprocessable',
        'Nobody has signed in to this installation yet, so it has no workspace. Start Patchbay (npm start) and open the sign-in link once.',
      );
    }
    return { workspaceId: WorkspaceId.parse(found.workspace.id), environmentId: EnvironmentId.parse(environment.id) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason =
      cause instanceof Error ? cause.message.split('\n').findLast((line) => line.trim() !== '') : String(cause);
    throw new AppError('unavailable', 'the database cannot be used', {
      userMessage: `The database cannot be used: ${reason ?? ''} Check that it runs and that “patchbay migrate” was run on it.`,
      cause,
    });
  } finally {
    await owner.close();
  }
}
