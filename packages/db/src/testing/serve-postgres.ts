// A PostgreSQL of its own for tests that talk to the product from outside: prints its address as one line, ends with
// its parent (when standard input closes) and leaves nothing behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded/index.ts';

const dir = await mkdtemp(join(tmpdir(), 'patchbay-target-'));
const server = await startEmbeddedPostgres({ dir, settings: ['fsync=off', 'full_page_writes=off'] });
process.stdout.write(`${server.url('postgres')}\n`);

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await server.stop();
  await rm(dir, { recursive: true, force: true });
  process.exit(0);
};
process.stdin.resume();
process.stdin.on('end', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
