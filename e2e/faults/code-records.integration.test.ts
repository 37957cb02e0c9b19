// Code over records through real runs: exact results and counts, its failed records kept, and nothing sent twice over when the worker,
// or the process of the sandbox, is killed in the middle.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab } from './lab.ts';
import { batchTarget, onlyRun, shopDatabase, start } from './records-lab.ts';

const code = `
if (item.id % 1000 === 0) throw new Error('round number');
if (index === 0) console.log('the first of', typeof input.rate);
return { id: String(item.id), gross: item.price * input.rate, chance: Math.random() };`;

test(
  'code makes one record of each and leaves bad ones out; after a crash of the worker no batch that was taken is sent again',
  { timeout: 300_000 },
  async () => {
    await using shop = await shopDatabase();
    await shop.sql.query(
      `CREATE TABLE orders AS SELECT n AS id, (n % 90 + 0.5)::float8 AS price FROM generate_series(1, 9500) n`,
    );
    await using target = await batchTarget();
    await using lab = await openLab({ egressAllow: [shop.allow, target.allow] });
    lab.doors.push(await lab.rig.server());
    const draft = new RecordsDraft()
      .slot('db', 'postgres')
      .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
      .step('some', 'filter', { condition: 'item.id <= 9000' })
      .node('shape', 'code', {
        language: 'javascript',
        code,
        inputs: [{ name: 'rate', value: '2' }],
        records: { onBad: 'leaveOut' },
      })
      .write('send', 'http.writeRecords', {
        input: { url: target.url, method: 'POST', batchSize: 1_000, repeat: 'key' },
      })
      .to('hook', 'read')
      .to('read', 'some')
      .to('some', 'shape')
      .to('shape', 'send')
      .build('Code over records');
    const { hook } = await publishWith(lab.rig.api, draft, { db: await connectDatabase(lab.rig.api, shop.address) });
    // Four batches are known as taken, the fifth was about to be sent.
    const doomed = await lab.rig.worker({ failpoint: 'mark-batches:answered:5' });
    await start(lab, hook);
    await vi.waitFor(() => expect(doomed.isGone).toBe(true), { timeout: 30_000, interval: 50 });
    const before = target.came.length;
    await lab.rig.worker();
    await lab.settled(60_000);
    const { status, steps } = await onlyRun(lab);
    expect(status).toBe('succeeded');
    expect(steps.get('shape')).toMatchObject({
      status: 'succeeded',
      records: { in: 9_000, out: 8_991, failed: 9 },
      console: { lines: [{ level: 'log', text: 'the first of number' }] },
    });
    expect(steps.get('shape')?.records?.first?.[0]).toMatchObject({ id: '1', gross: 3 });
    expect(steps.get('send')?.records).toMatchObject({ in: 8_991, out: 8_991, failed: 0, batches: 9 });
    // Only the one under way may have come twice; batches that hold chance are the same when they are made again.
    expect(target.came.length).toBeLessThanOrEqual(10);
    expect(before).toBeGreaterThanOrEqual(4);
    const ids = new Set(target.came.flat());
    expect(ids.size).toBe(8_991);
    expect(ids.has('1000')).toBe(false);
    const [run] = await lab.rig.api.all<{ id: string }>('/runs');
    const kept = await lab.rig.api.request<{
      records: { position: number; record: { id: number }; message: string }[];
    }>('GET', `/runs/${run?.id}/steps/failed-records?path=shape`);
    expect(kept.records.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n * 1_000 - 1));
    expect(kept.records[0]).toMatchObject({ record: { id: 1_000 }, message: expect.stringContaining('round number') });
  },
);

/** Processes that run code for this worker. */
function sandboxesOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        const isOurs = Number(parent) === pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('code/child');
        return isOurs ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

test('a sandbox that is killed in the middle does its part again', { timeout: 300_000 }, async () => {
  await using shop = await shopDatabase();
  await shop.sql.query('CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 9000) n');
  await shop.sql.query('CREATE TABLE copies (id int PRIMARY KEY, at int)');
  await using lab = await openLab({ egressAllow: [shop.allow] });
  lab.doors.push(await lab.rig.server());
  const connection = await connectDatabase(lab.rig.api, shop.address);
  const draft = (name: string, text: string) =>
    new RecordsDraft()
      .slot('db', 'postgres')
      .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
      .node('shape', 'code', { language: 'javascript', code: text, inputs: [], timeoutMs: 5_000, records: {} })
      .write('save', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.copies' } })
      .to('hook', 'read')
      .to('read', 'shape')
      .to('shape', 'save')
      .build(name);
  const slow = 'for (const end = index % 2000 === 0 ? 3e8 : 0, n = { at: 0 }; n.at < end; n.at += 1);';
  const { hook } = await publishWith(lab.rig.api, draft('Slow', `${slow} return { id: item.id, at: index };`), {
    db: connection,
  });
  const worker = await lab.rig.worker();
  await start(lab, hook);
  const [sandbox] = await vi.waitFor(
    () => {
      const found = sandboxesOf(worker.pid);
      expect(found.length).toBeGreaterThan(0);
      return found;
    },
    { timeout: 30_000, interval: 20 },
  );
  process.kill(sandbox ?? 0, 'SIGKILL');
  await lab.settled(60_000);
  const { status, steps } = await onlyRun(lab);
  expect(status).toBe('succeeded');
  expect(steps.get('shape')?.records).toMatchObject({ in: 9_000, out: 9_000, failed: 0 });
  const { rows } = await shop.sql.query(
    'SELECT count(*)::int AS n, count(*) FILTER (WHERE at = id - 1)::int AS right FROM copies',
  );
  expect(rows[0]).toEqual({ n: 9_000, right: 9_000 });
});
