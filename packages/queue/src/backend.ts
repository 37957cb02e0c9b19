// The one seam between the two backends of BullMQ: Redis when its address is given, else PostgreSQL.
import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import type { JobsOptions, Processor, QueueOptions, WorkerOptions } from 'bullmq';
import pg from 'pg';

export interface QueueAddress {
  /** The database; its schema `bullmq` holds the queue when there is no Redis. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

export type QueueBackendName = 'postgresql' | 'redis';
export const backendOf = (address: QueueAddress): QueueBackendName =>
  address.redisUrl === undefined ? 'postgresql' : 'redis';

/** Losing a wake-up costs a sweep, so the queue's own commits need not wait for the disk. */
const queueSession = '-c synchronous_commit=off';
const connectionsPerClass = 3;

const postgresConnection = (databaseUrl: string) => ({
  connectionString: databaseUrl,
  options: queueSession,
  max: connectionsPerClass,
  keepAlive: true,
});

function redisConnection(redisUrl: string) {
  const url = new URL(redisUrl);
  return {
    host: url.hostname,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.pathname.length > 1 ? { db: Number(url.pathname.slice(1)) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
  };
}

/** What both backends have in common, as far as it is used. */
export interface JobQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  getJobCounts(...types: 'waiting'[]): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface JobWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export function createQueue(address: QueueAddress, name: string, options: Omit<QueueOptions, 'connection'>): JobQueue {
  if (address.redisUrl === undefined) {
    const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
    return new PostgresQueue(name, { ...options, connection: postgresConnection(address.databaseUrl) });
  }
  const { Queue: RedisQueue } = withBackend(createRedisBackend);
  return new RedisQueue(name, { ...options, connection: redisConnection(address.redisUrl) });
}

export function createWorker(
  address: QueueAddress,
  name: string,
  { process, ...options }: Omit<WorkerOptions, 'connection'> & { process: Processor },
): JobWorker {
  if (address.redisUrl === undefined) {
    const { Worker: PostgresWorker } = withBackend(createPostgresBackend);
    return new PostgresWorker(name, process, { ...options, connection: postgresConnection(address.databaseUrl) });
  }
  const { Worker: RedisWorker } = withBackend(createRedisBackend);
  return new RedisWorker(name, process, { ...options, connection: redisConnection(address.redisUrl) });
}

/** Creates or updates the queue's tables; nothing to do for Redis. */
export async function migrateQueue(address: QueueAddress): Promise<void> {
  if (address.redisUrl !== undefined) return;
  const client = new pg.Client({ connectionString: address.databaseUrl });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
