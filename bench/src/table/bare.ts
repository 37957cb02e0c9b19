// What the same machine does without the product: a bare Fastify that echoes, and a bare BullMQ with jobs that do nothing.
//   node bench/src/table/bare.ts echo            prints its address and serves
//   node bench/src/table/bare.ts jobs URL COUNT  prints jobs per second
import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import Fastify from 'fastify';
import pg from 'pg';

async function echo(): Promise<void> {
  const app = Fastify();
  app.post('/', (request) => request.body);
  console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
}

const atOnce = 50;

/** One job per run, added one by one from many callers, as whoever uses a queue without more thought does. */
async function jobs(address: string, count: number): Promise<void> {
  const url = new URL(address);
  const onRedis = url.protocol.startsWith('redis');
  if (!onRedis) {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await runMigrations(client);
    await client.end();
  }
  let done = 0;
  const finished = Promise.withResolvers<undefined>();
  const process = (): Promise<void> => {
    done += 1;
    if (done === count) finished.resolve(undefined);
    return Promise.resolve();
  };
  const add = async (queue: { add(name: string, data: object): Promise<unknown> }): Promise<void> => {
    let next = 0;
    const adding = async (): Promise<void> => {
      while (next < count) await queue.add('job', { n: next++ });
    };
    await Promise.all(Array.from({ length: atOnce }, adding));
  };
  const begun = performance.now();
  const options = { defaultJobOptions: { removeOnComplete: true } };
  if (onRedis) {
    const connection = { host: url.hostname, port: Number(url.port), maxRetriesPerRequest: null };
    const { Queue, Worker } = withBackend(createRedisBackend);
    const queue = new Queue('bare', { connection, ...options });
    const worker = new Worker('bare', process, { connection, concurrency: atOnce });
    await add(queue);
    await finished.promise;
    report(begun, count);
    await Promise.all([queue.close(), worker.close()]);
  } else {
    const connection = { connectionString: address, max: 8 };
    const { Queue, Worker } = withBackend(createPostgresBackend);
    const queue = new Queue('bare', { connection, ...options });
    const worker = new Worker('bare', process, { connection, concurrency: atOnce });
    await add(queue);
    await finished.promise;
    report(begun, count);
    await Promise.all([queue.close(), worker.close()]);
  }
}

function report(begun: number, count: number): void {
  console.log(`${(count / ((performance.now() - begun) / 1_000)).toFixed(0)} jobs/s`);
}

const [, , what, address = '', count = '5000'] = process.argv;
await (what === 'echo' ? echo() : jobs(address, Number(count)));
