// npm run storm -- --seed 7 --minutes 5 [--workers 3]
// Prints the seed, what happened when, and the verdict; the exit code says the same.
import { parseArgs } from 'node:util';
import { startRigPostgres } from '../../fixtures/rig/postgres.ts';
import { storm } from './storm.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '2' },
    workers: { type: 'string', default: '3' },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}, ${values.minutes} minutes, ${values.workers} workers`);
await using postgres = await startRigPostgres(['--durable']);
const verdict = await storm({
  seed,
  minutes: Number(values.minutes),
  workers: Number(values.workers),
  postgres,
  say: (line) => console.log(line),
});
const { accepted, refused, runs, replays, calls, faults, open, violations } = verdict;
console.log(
  `${faults} faults; ${accepted} events accepted, ${refused} of bursts refused with 429, ${runs} runs, ${replays} replays, ${calls} requests at the target, ${open ?? '?'} runs open`,
);
for (const { invariant, says } of violations.slice(0, 50)) console.log(`${invariant} BROKEN: ${says}`);
const holds = violations.length === 0 && open === 0;
console.log(
  holds
    ? `seed ${seed}: I1–I16 hold`
    : `seed ${seed}: ${violations.length} violations, ${open ?? 'unknown'} runs left open`,
);
process.exitCode = holds ? 0 : 1;
