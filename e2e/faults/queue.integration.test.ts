// The queue is lost, down, emptied or full: it costs delay, and nothing else.
import { setTimeout as delay } from 'node:timers/promises';
import { inject, expect, test } from 'vitest';
import { chain } from '../fixtures/rig/flow-document.ts';
import { startRedisServer } from '../fixtures/rig/redis-server.ts';
import { events, openLab, statuses } from './lab.ts';
import type { Lab } from './lab.ts';

/** So many events show how fast runs go. */
const atPace = 600;

/** Two products, one of which loses its queue. */
interface Pair {
  readonly whole: Lab;
  readonly lost: Lab;
  /** Runs of an event each that both have ended; the pace of the one without the queue against that of the one with it. */
  readonly ended: { whole: number; lost: number };
  readonly perSecond: (which: 'whole' | 'lost', count?: number) => Promise<number>;
}

async function pairOf(whole: Lab, lost: Lab): Promise<Pair> {
  const [wholeSender, lostSender] = await Promise.all(
    [whole, lost].map(async (lab) => {
      lab.doors.push(await lab.rig.server());
      await lab.rig.worker();
      return (await lab.flow(chain(lab.target.url))).sender;
    }),
  );
  const ended = { whole: 0, lost: 0 };
  const perSecond = async (which: 'whole' | 'lost', count = atPace): Promise<number> => {
    const [lab, sender] = which === 'whole' ? [whole, wholeSender] : [lost, lostSender];
    const sending = events(count, `${which} ${ended[which]}, `);
    const start = performance.now();
    await sender?.sendAll(sending, 50);
    await lab.settled(60_000);
    ended[which] += count;
    return count / ((performance.now() - start) / 1_000);
  };
  await perSecond('whole');
  await perSecond('lost');
  return { whole, lost, ended, perSecond };
}

/** One beside the other, so that what else this machine does is as much in the way of both; of up to six rounds the best counts. */
async function expectHalfThePace({ perSecond }: Pair, without: string): Promise<void> {
  const atFirst = await perSecond('lost');
  const rounds: { readonly whole: number; readonly lost: number }[] = [];
  const best = (): number => Math.max(0, ...rounds.map((round) => round.lost / round.whole));
  while (rounds.length < 6 && best() < 0.5)
    rounds.push({ whole: await perSecond('whole'), lost: await perSecond('lost') });
  const paces = rounds.map((round) => `${round.lost.toFixed(0)} of ${round.whole.toFixed(0)}`).join(', ');
  console.log(`F4: ${without}, of runs/s with it: ${paces}; at first ${atFirst.toFixed(0)}`);
  expect(best()).toBeGreaterThanOrEqual(0.5);
}

async function expectNothingLost({ whole, lost, ended }: Pair): Promise<void> {
  for (const [lab, runs] of [
    [whole, ended.whole],
    [lost, ended.lost],
  ] as const) {
    expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs }]);
    expect(await lab.verdict()).toEqual([]);
  }
}

test('F4: the queue lives in the database, and its schema is dropped', async () => {
  await using whole = await openLab();
  await using lost = await openLab();
  const pair = await pairOf(whole, lost);
  await lost.rig.db.query('DROP SCHEMA bullmq CASCADE');
  await expectHalfThePace(pair, 'without the schema of the queue');
  await expectNothingLost(pair);
});

test('F4: Redis is down for a minute', async ({ skip }) => {
  if (inject('redisUrl') === '') skip('no redis-server is on the path of this machine');
  await using own = await startRedisServer();
  await using others = await startRedisServer();
  await using whole = await openLab({ redisUrl: others.url });
  await using lost = await openLab({ redisUrl: own.url });
  const pair = await pairOf(whole, lost);
  await own.kill();
  const downSince = performance.now();
  await expectHalfThePace(pair, 'without Redis');
  while (performance.now() - downSince < 60_000) {
    await pair.perSecond('lost', 5);
    await delay(500);
  }
  await own.start();
  await pair.perSecond('lost');
  await expectNothingLost(pair);
});

test('F4: Redis is emptied, killed without a trace, and back empty', async ({ skip }) => {
  if (inject('redisUrl') === '') skip('no redis-server is on the path of this machine');
  await using redis = await startRedisServer();
  await using lab = await openLab({ redisUrl: redis.url });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  await sender.sendAll(events(100), 20);
  await redis.command('FLUSHALL');
  await sender.sendAll(events(100, 'flushed'), 20);
  await redis.kill();
  await sender.sendAll(events(100, 'killed'), 20);
  await lab.settled(30_000);
  await redis.start();
  await sender.sendAll(events(100, 'back'), 20);
  await lab.settled(30_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 400 }]);
  expect(await lab.verdict()).toEqual([]);
});

test('F5: the queue is full and takes nothing', async ({ skip }) => {
  if (inject('redisUrl') === '') skip('no redis-server is on the path of this machine');
  await using redis = await startRedisServer(['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction']);
  await using lab = await openLab({ redisUrl: redis.url });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  await redis.command('SET', 'filler', 'x'.repeat(1_500_000));
  await redis.command('CONFIG', 'SET', 'maxmemory', '1mb');
  await sender.sendAll(events(200), 20);
  await lab.settled(45_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 200 }]);
  expect(await lab.verdict()).toEqual([]);
});
