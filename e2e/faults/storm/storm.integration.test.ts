// A short storm with a new seed each day: when it fails, `npm run storm -- --seed N` brings it back.
import { expect, test } from 'vitest';
import { startRigPostgres } from '../../fixtures/rig/postgres.ts';
import { storm } from './storm.ts';

const minutes = 2;

test('a storm of random faults breaks no invariant', async () => {
  const seed = Math.floor(Date.now() / 86_400_000);
  const timeline: string[] = [];
  await using postgres = await startRigPostgres(['--durable']);
  const verdict = await storm({ seed, minutes, workers: 2, postgres, say: (line) => timeline.push(line) });
  const story = `seed ${seed}\n${timeline.join('\n')}`;
  expect(verdict.violations, story).toEqual([]);
  expect(verdict.open, story).toBe(0);
  expect(verdict.accepted).toBeGreaterThan(20);
  // Of events whose answer was lost some have a run.
  expect(verdict.runs, story).toBeGreaterThanOrEqual(verdict.accepted);
  for (const count of [verdict.undone, verdict.fires, verdict.missed]) expect(count, story).toBeGreaterThan(5);
  for (const count of [verdict.refused, verdict.cancelled, verdict.replays]) expect(count, story).toBeGreaterThan(0);
  console.log(
    `storm of seed ${seed}: ${verdict.faults} faults, ${verdict.runs} runs, ${verdict.refused} events refused, ${verdict.undone} taken back, I1–I16 hold`,
  );
});
