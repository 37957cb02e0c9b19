// Order records through a real run of the product, in a worker that has just started.
// usage: node bench/src/records-run.ts [aggregate | sort | join | code] [records ...]      (100000 1000000)
import { startRigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import { measureRecords } from './table/records-run.ts';

const [end = 'aggregate', ...given] = process.argv.slice(2);
if (end !== 'aggregate' && end !== 'sort' && end !== 'join' && end !== 'code')
  throw new Error('usage: records-run.ts [aggregate | sort | join | code] [records ...]');
await using postgres = await startRigPostgres(['--durable']);
for (const count of given.length === 0 ? [100_000, 1_000_000] : given.map(Number)) {
  const { ms, peakMb, cpuMs, loopMaxMs, loopP99Ms, customers } = await measureRecords(
    { postgres, redisUrl: undefined },
    count,
    end,
  );
  const figures = [
    `${ms.toFixed(0)} ms`,
    `worker ${peakMb.toFixed(0)} MB at its peak, ${cpuMs.toFixed(0)} ms CPU`,
    `event loop late by ${loopMaxMs.toFixed(0)} ms at most, P99 ${loopP99Ms.toFixed(0)} ms`,
    `${customers} rows`,
  ];
  console.log(`${count} orders, ${end}: ${figures.join('; ')}`);
}
