// A source that gives other records after a worker was lost: what was sent is not doubled, and nothing is left out unsaid.
import { expect, test, vi } from 'vitest';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab, sessionsEnd, soon } from './lab.ts';
import { batchTarget, onlyRun, shopDatabase, start } from './records-lab.ts';

test.each([
  { repeat: 'key', status: 'failed', came: [['b', 'c']], error: 'recordsChanged' },
  {
    repeat: 'safe',
    status: 'succeeded',
    came: [['b', 'c'], ['a', 'b'], ['c', 'd'], ['e']],
    error: undefined,
  },
])('records that changed before they are sent again ($repeat)', async ({ repeat, status, came, error }) => {
  await using target = await batchTarget();
  await using shop = await shopDatabase();
  await shop.sql.query(`CREATE TABLE orders AS SELECT unnest(ARRAY['b', 'c', 'd', 'e']) AS id`);
  await using lab = await openLab({ egressAllow: [shop.allow, target.allow] });
  lab.doors.push(await lab.rig.server());
  const draft = new RecordsDraft()
    .slot('db', 'postgres')
    .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
    .write('send', 'http.writeRecords', { input: { method: 'POST', url: target.url, batchSize: 2, repeat } })
    .to('hook', 'read')
    .to('read', 'send')
    .build('Orders out');
  const { hook } = await publishWith(lab.rig.api, draft, { db: await connectDatabase(lab.rig.api, shop.address) });
  // The first batch was taken, the second one was about to be sent.
  const doomed = await lab.rig.worker({ failpoint: 'mark-batches:answered:2' });
  await start(lab, hook);
  await vi.waitFor(() => expect(doomed.isGone).toBe(true), soon);
  await sessionsEnd(lab);
  await shop.sql.query(`INSERT INTO orders VALUES ('a')`);
  await lab.rig.worker();
  await lab.settled(60_000);
  const run = await onlyRun(lab);
  expect(run.status).toBe(status);
  expect(run.steps.get('send')?.error?.code).toBe(error);
  expect(target.came).toEqual(came);
});
