// A PostgreSQL of its own for tests that talk to the product from outside: prints its address as one line, ends with
// its parent (when standard input closes) and leaves nothing behind.
//   --durable      waits for the disk, as an installation does
//   --dir FOLDER   data in this folder, which is kept, instead of a new one
//   name=value     further settings of the server
// Lines on standard input: `crash` ends it like a power cut, `revive` starts it again; each is answered by its own word.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { isAlive, startEmbeddedPostgres } from '../embedded/index.ts';

const { values, positionals } = parseArgs({
  options: { durable: { type: 'boolean', default: false }, dir: { type: 'string' } },
  allowPositionals: true,
});
const dir = values.dir ?? (await mkdtemp(join(tmpdir(), 'patchbay-target-')));
const settings = [...(values.durable ? [] : ['fsync=off', 'full_page_writes=off']), ...positionals];
const server = await startEmbeddedPostgres({ dir, settings });
process.stdout.write(`${server.url('postgres')}\n`);

const crash = async (): Promise<void> => {
  const { pid } = server;
  process.kill(pid, 'SIGQUIT');
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
};

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await server.stop();
  if (values.dir === undefined) await rm(dir, { recursive: true, force: true });
  process.exit(0);
};
const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const work = line === 'crash' ? crash() : server.revive();
  void work.then(() => process.stdout.write(`${line}\n`));
});
input.on('close', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
