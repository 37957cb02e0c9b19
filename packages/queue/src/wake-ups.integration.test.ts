import { randomUUID } from 'node:crypto';
import { testDatabase, testRedisUrl } from '@patchbay/db/testing';
import { RunId } from '@patchbay/model/identity';
import { describe, expect, test, vi } from 'vitest';
import { backendOf, createWakeUpConsumer, createWakeUpProducer, migrateQueue } from './index.ts';
import type { QueueAddress } from './index.ts';

const redisUrl = testRedisUrl();
const runs = (count: number): RunId[] => Array.from({ length: count }, () => RunId.parse(randomUUID()));
const fail = (error: unknown): void => {
  throw error;
};

describe.each([
  ['postgresql', true],
  ['redis', redisUrl !== undefined],
])('wake-ups over %s', (backend, isThere) => {
  const address = (databaseUrl: string): QueueAddress =>
    backend === 'redis' ? { databaseUrl, redisUrl: redisUrl ?? '' } : { databaseUrl };

  test.runIf(isThere)('arrive, every run once, many in one job', async () => {
    await using db = await testDatabase();
    const queue = address(db.url);
    expect(backendOf(queue)).toBe(backend);
    await migrateQueue(queue);
    const received: RunId[] = [];
    let jobs = 0;
    const consumer = await createWakeUpConsumer(queue, {
      onWakeUp: async (runIds) => {
        jobs += 1;
        received.push(...runIds);
      },
      onError: fail,
    });
    const producer = createWakeUpProducer(queue, { onError: fail });
    const sent = runs(300);
    for (const runId of sent) producer.send(runId);
    await vi.waitFor(() => expect(received).toHaveLength(sent.length), { timeout: 60_000 });
    expect(new Set(received)).toEqual(new Set(sent));
    expect(jobs).toBeLessThanOrEqual(10);
    await producer.ping();
    expect(consumer.reachable()).toBe(true);
    await producer.close();
    await consumer.close();
  });

  test.runIf(isThere)('wait for a consumer that starts later', async () => {
    await using db = await testDatabase();
    const queue = address(db.url);
    await migrateQueue(queue);
    const producer = createWakeUpProducer(queue, { onError: fail });
    const [only] = runs(1);
    if (only === undefined) throw new Error('no run');
    producer.send(only);
    await producer.close();
    const received: RunId[] = [];
    const consumer = await createWakeUpConsumer(queue, {
      onWakeUp: async (runIds) => {
        received.push(...runIds);
      },
      onError: fail,
    });
    await vi.waitFor(() => expect(received).toContain(only), { timeout: 60_000 });
    await consumer.close();
  });

  test.runIf(isThere)('arrive though an earlier one that began with the same run still waits', async () => {
    await using db = await testDatabase();
    const queue = address(db.url);
    await migrateQueue(queue);
    const ids = runs(3);
    for (const together of [ids.slice(0, 1), ids]) {
      const producer = createWakeUpProducer(queue, { onError: fail });
      for (const runId of together) producer.send(runId);
      await producer.close();
    }
    const received = new Set<RunId>();
    const consumer = await createWakeUpConsumer(queue, {
      onWakeUp: async (runIds) => {
        for (const runId of runIds) received.add(runId);
      },
      onError: fail,
    });
    await vi.waitFor(() => expect([...received]).toEqual(expect.arrayContaining(ids)), { timeout: 60_000 });
    await consumer.close();
  });
});

test('while the queue takes none, only so many gather, and the rest is left to the sweeper', async () => {
  await using db = await testDatabase();
  const producer = createWakeUpProducer({ databaseUrl: db.url }, { onError: () => undefined });
  for (const runId of runs(50_000)) producer.send(runId);
  expect(producer.gathered).toBe(10_000);
  await producer.close();
});
