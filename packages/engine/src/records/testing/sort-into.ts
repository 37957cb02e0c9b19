// Sorts records with next to no memory and says what became of it: for a test that needs a process of its own.
// usage: node sort-into.ts FOLDER
import { readdirSync } from 'node:fs';
import { seededContext } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { recordChain } from '../record-chain.ts';
import type { Row } from '../record-step.ts';
import { sortRecords } from '../sort-records.ts';
import { Spill } from '../spill/spill.ts';

const folder = process.argv[2] ?? '';

async function* orders(): AsyncGenerator<Row[]> {
  for (let chunk = 0; chunk < 50; chunk += 1) {
    yield Array.from({ length: 100 }, (_, at) => ({ key: (at * 7919) % 100, text: 'x'.repeat(100) }));
  }
}

async function sorted(): Promise<string> {
  await using spill = new Spill(folder);
  const context = seededContext({ now: 0, effectRoot: 'test', path: 'sort' });
  let count = 0;
  const run = { scope: {}, context, memoryBytes: 100_000, spill };
  for await (const rows of recordChain(orders(), [sortRecords([{ by: 'item.key' }])], run)) count += rows.length;
  return `${count} records`;
}

const outcome = await sorted().catch((thrown: unknown) =>
  thrown instanceof AppError ? `${thrown.code}: ${thrown.userMessage}` : String(thrown),
);
process.stdout.write(JSON.stringify({ outcome, left: readdirSync(folder) }));
