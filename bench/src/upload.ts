// What a large body costs: a CSV file sent to a webhook, read as records, written to a file of the run. Memory of server and worker
// before it and at their peak. Linux.
// usage: node bench/src/upload.ts [megabytes ...]      (100 500)
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { newDatabase, startRigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import type { RigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import { publishWith, RecordsDraft } from '../../e2e/fixtures/rig/records-flow.ts';
import { openRig } from '../../e2e/fixtures/rig/rig.ts';
import { cpuSecondsOf } from './table/cpu-time.ts';

const megabyte = 1024 * 1024;

/** Of a process, in MB; `VmRSS`: now, `VmHWM`: its peak since it was forgotten last. */
async function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(text)?.[1]) / 1024;
}

/** The peak of a start is none of a body's. */
async function forgetPeak(pid: number): Promise<number> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  return memoryOf(pid, 'VmRSS');
}

async function* orders(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id,customer,product,quantity,price,created\n');
  for (let sent = 0, id = 1; sent < bytes;) {
    const rows: string[] = [];
    for (; rows.length < 400; id += 1)
      rows.push(
        `${id},C${(id * 7919) % 3_000},${'a product with a name of some length'.repeat(3)},${id % 9},${id / 4},2026-01-02\n`,
      );
    const part = Buffer.from(rows.join(''));
    sent += part.length;
    yield part;
  }
}

async function measured(postgres: RigPostgres, megabytes: number): Promise<string> {
  await using rig = await openRig({ databaseUrl: await newDatabase(postgres.url), egressAllow: [] });
  const server = await rig.server();
  const draft = new RecordsDraft({ input: { maxBodyBytes: 2_000_000_000 } })
    .read('read', 'file.readEvent', { input: {} })
    .map('shape', { id: 'item.id', gross: 'NUMBER(item.quantity) * NUMBER(item.price)' })
    .write('keep', 'file.writeRecords', { input: { name: 'orders', format: 'csv' } })
    .to('hook', 'read')
    .to('read', 'shape')
    .to('shape', 'keep');
  const { hook } = await publishWith(rig.api, draft.build('Bench: upload'), {});
  const worker = await rig.worker();
  const send = async (bytes: number): Promise<void> => {
    const answer = await fetch(`${server.url}${hook}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: orders(bytes),
      duplex: 'half',
    } as RequestInit);
    if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
    const { runId } = (await answer.json()) as { runId: string };
    for (;;) {
      const { run } = await rig.api.request<{ run: { status: string } }>('GET', `/runs/${runId}`);
      if (run.status === 'succeeded') return;
      if (run.status === 'failed') throw new Error('the run failed');
      await delay(100);
    }
  };
  // What a first small one loads is not the price of a large one.
  await send(megabyte / 2);
  const before = { server: await forgetPeak(server.pid), worker: await forgetPeak(worker.pid) };
  const cpuBefore = await cpuSecondsOf(server.pid);
  await send(megabytes * megabyte);
  const cpu = (await cpuSecondsOf(server.pid)) - cpuBefore;
  const peak = { server: await memoryOf(server.pid, 'VmHWM'), worker: await memoryOf(worker.pid, 'VmHWM') };
  const figure = (who: 'server' | 'worker'): string =>
    `${who} ${before[who].toFixed(0)} → ${peak[who].toFixed(0)} MB at its peak`;
  return `${figure('server')}, ${cpu.toFixed(1)} s CPU; ${figure('worker')}`;
}

await using postgres = await startRigPostgres(['--durable']);
const given = process.argv.slice(2).map(Number);
for (const megabytes of given.length === 0 ? [100, 500] : given) {
  console.log(`${megabytes} MB: ${await measured(postgres, megabytes)}`);
}
