// The product as a person starts it: how long until it is ready the second time, and what it needs while nothing happens.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startUntil, stopChild } from '../../../e2e/fixtures/child-process.ts';
import { freePort } from '../../../e2e/fixtures/free-port.ts';
import { memoryMb } from './memory.ts';

export interface StartFigures {
  readonly secondStartMs: number;
  readonly idleMemoryMb: number;
}

const idleAfterMs = 10_000;

/** `redisUrl`: where the queue lives; undefined: in the database. The memory of a Redis is its own and not counted. */
export async function startFigures(redisUrl: string | undefined): Promise<StartFigures> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const queue = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
  const env = { ...inherited, ...queue, PATCHBAY_HOME: home, PORT: String(await freePort()) };
  const start = async (): Promise<{ stop: () => Promise<void>; ms: number }> => {
    const begun = performance.now();
    const { child } = await startUntil(['scripts/start.mjs', '--no-open'], {
      env,
      ready: (output) => /ready: (\S+#\S+)/.exec(output)?.[1],
      timeoutMs: 180_000,
    });
    return { ms: performance.now() - begun, stop: () => stopChild(child) };
  };
  try {
    await (await start()).stop();
    const second = await start();
    await delay(idleAfterMs);
    const idleMemoryMb = await memoryMb(home);
    await second.stop();
    return { secondStartMs: second.ms, idleMemoryMb };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
