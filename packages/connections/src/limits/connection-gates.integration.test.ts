// Two processes' gates over one real database: what limits promise, they promise over all workers together.
import { randomUUID } from 'node:crypto';
import { PgGateStore } from '@patchbay/db/run-store';
import { testDatabase } from '@patchbay/db/testing';
import type { TestDatabase } from '@patchbay/db/testing';
import type { ConnectionLimits } from '@patchbay/model/connector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConnectionGates } from './connection-gates.ts';
import type { GatePermit } from './connection-gate.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

class Process implements AsyncDisposable {
  readonly #store = new PgGateStore({ url: db.url });
  readonly #gates: ConnectionGates;
  swaps = 0;

  constructor() {
    const store = {
      swap: (...args: Parameters<PgGateStore['swap']>) => {
        this.swaps += 1;
        return this.#store.swap(...args);
      },
    };
    const onError = (error: unknown): void => {
      throw error;
    };
    this.#gates = new ConnectionGates({ store, owner: randomUUID(), now: () => new Date(), onError });
  }

  /** Asks until it may go; null once the next turn is more than a moment away. */
  async enter(connection: Connection, limits: ConnectionLimits, back = false): Promise<GatePermit | null> {
    const entrance = await this.#gates.enter(connection, limits, { back });
    return entrance.type === 'go' ? entrance.permit : null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gates.close();
    await this.#store.close();
  }
}

interface Connection {
  readonly workspaceId: string;
  readonly connectionId: string;
}
const aConnection = (): Connection => ({ workspaceId: randomUUID(), connectionId: randomUUID() });
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a rate holds over two processes, and those who ask together share a statement', async () => {
  await using one = new Process();
  await using two = new Process();
  const connection = aConnection();
  const limits: ConnectionLimits = { rate: { calls: 40, per: 'hour' } };
  const asked = [one, two].flatMap((process) => Array.from({ length: 50 }, () => process.enter(connection, limits)));
  const through = (await Promise.all(asked)).filter((permit) => permit !== null);
  expect(through).toHaveLength(40);
  expect(one.swaps + two.swaps).toBeLessThan(10);
});

test('calls at the same time are never more than allowed over two processes, and all get their turn', async () => {
  await using one = new Process();
  await using two = new Process();
  const connection = aConnection();
  const limits: ConnectionLimits = { concurrent: 3 };
  let now = 0;
  let most = 0;
  const call = async (process: Process): Promise<void> => {
    let permit = await process.enter(connection, limits);
    while (permit === null) permit = await process.enter(connection, limits, true);
    now += 1;
    most = Math.max(most, now);
    await nextTurn();
    now -= 1;
    permit.end(null);
  };
  await Promise.all([one, two].flatMap((process) => Array.from({ length: 30 }, () => call(process))));
  expect(most).toBeLessThanOrEqual(3);
  expect(most).toBeGreaterThan(1);
});

test('failures that one process saw pause the calls of the other', async () => {
  await using one = new Process();
  await using two = new Process();
  const connection = aConnection();
  const breaker = { failurePercent: 50, minCalls: 2, windowMs: 60_000, pauseMs: 60_000 };
  for (const permit of await Promise.all([one.enter(connection, { breaker }), one.enter(connection, { breaker })])) {
    permit?.end('It did not answer.');
  }
  await expect.poll(() => two.enter(connection, { breaker }), { timeout: 60_000 }).toBeNull();
});

test('a call that waits is told why, when nobody can be asked', async () => {
  const gates = new ConnectionGates({
    store: { swap: () => Promise.reject(new Error('away')) },
    owner: 'a',
    now: () => new Date(0),
    onError: () => undefined,
  });
  const entrance = await gates.enter(aConnection(), { concurrent: 1 }, { back: false });
  expect(entrance).toMatchObject({ type: 'hold', reason: 'unreachable' });
  await gates.close();
});
