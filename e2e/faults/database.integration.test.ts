// The ground itself: PostgreSQL ends and comes back, the disk is full.
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { chain, FlowDraft } from '../fixtures/rig/flow-document.ts';
import { newDatabase, startRigPostgres } from '../fixtures/rig/postgres.ts';
import { mountRefused, smallDisk } from '../fixtures/small-disk.ts';
import { events, openLab, soon, statuses } from './lab.ts';

test('F6: PostgreSQL loses its power twice while runs are under way', async () => {
  await using postgres = await startRigPostgres(['--durable']);
  await using lab = await openLab({ databaseUrl: await newDatabase(postgres.url) });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  lab.target.answer({ afterMs: 200 });
  const sending = sender.sendAll(events(300), 20);
  for (let time = 0; time < 2; time += 1) {
    const seen = lab.target.calls.length;
    await vi.waitFor(() => expect(lab.target.calls.length).toBeGreaterThan(seen + 60), soon);
    await postgres.crash();
    await delay(2_000);
    await postgres.revive();
  }
  await sending;
  await lab.settled(90_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 300 }]);
  expect(await lab.verdict()).toEqual([]);
});

test('F14: the disk of the database is full for a while', async ({ skip }) => {
  await using disk = await smallDisk(220);
  if (disk === undefined) return skip(mountRefused);
  const args = ['--durable', '--dir', join(disk.dir, 'pg'), 'min_wal_size=32MB', 'max_wal_size=48MB'];
  await using postgres = await startRigPostgres(args);
  await using lab = await openLab({ databaseUrl: await newDatabase(postgres.url) });
  lab.doors.push(await lab.rig.server());
  await lab.rig.worker();
  const { sender } = await lab.flow(chain(lab.target.url));
  await sender.sendAll(events(50), 10);
  lab.target.answer({ afterMs: 100 });
  const sending = sender.sendAll(
    Array.from({ length: 400 }, (_, index) => ({ id: `full${index}`, filler: `${index}`.repeat(6_000) })),
    20,
  );
  const filler = join(disk.dir, 'filler');
  execFileSync('sh', ['-c', `head -c 300M /dev/zero > ${filler} 2>/dev/null || true`]);
  await vi.waitFor(() => expect(sender.refused.get('503') ?? 0).toBeGreaterThan(5), soon);
  await rm(filler);
  // It ends itself when it cannot write its log; whoever runs it starts it again.
  await postgres.revive();
  await sending;
  await lab.settled(90_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 450 }]);
  expect(await lab.verdict()).toEqual([]);
});

test('F14: the disk of large payloads is full', async ({ skip }) => {
  await using disk = await smallDisk(1);
  if (disk === undefined) return skip(mountRefused);
  await using lab = await openLab({ blobDir: disk.dir });
  // The reserve that is kept free by itself is larger than this disk: here it is to run full.
  const server = await lab.rig.server({ env: { MIN_FREE_DISK_MB: '0' } });
  lab.doors.push(server);
  await lab.rig.worker();
  const { sender } = await lab.flow(
    new FlowDraft(lab.target.url).hook().effect('reserve').to('hook', 'reserve').build('Large'),
  );
  await writeFile(join(disk.dir, 'filler'), Buffer.alloc(900_000));
  const large = { id: 'large', filler: 'x'.repeat(400_000) };
  const sending = sender.send(large);
  await vi.waitFor(() => expect(sender.refused.get('503') ?? 0).toBeGreaterThan(1), soon);
  await sender.send({ id: 'small' });
  await rm(join(disk.dir, 'filler'));
  await sending;
  await lab.settled(30_000);
  expect(await statuses(lab)).toEqual([{ status: 'succeeded', runs: 2 }]);
  // The large one stands in the blob store, where the checker does not look for its id.
  const admin = new pg.Client({ connectionString: lab.rig.databaseUrl });
  await admin.connect();
  const { rows } = await admin.query('SELECT count(*)::int AS blobs FROM event WHERE blob IS NOT NULL');
  await admin.end();
  expect(rows).toEqual([{ blobs: 1 }]);
  expect(new Set(lab.target.calls.map((call) => call.event))).toEqual(new Set(['large', 'small']));
});
