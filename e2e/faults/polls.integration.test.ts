// A poll that reads a real database, with workers that die at every boundary between its runs and its cursor.
import { expect, inject, test, vi } from 'vitest';
import pg from 'pg';
import { newDatabase } from '../fixtures/rig/postgres.ts';
import { publishBound } from '../fixtures/live-flow.ts';
import { connectDatabase } from '../fixtures/rig/records-flow.ts';
import { openLab, soon } from './lab.ts';

const fixed = (value: unknown) => ({ mode: 'fixed', value });

const document = {
  schemaVersion: 1,
  name: 'News',
  nodes: [
    {
      id: 'news',
      name: 'news',
      label: 'New rows',
      kind: 'trigger',
      operation: 'postgres.newRows',
      slot: 'shop',
      position: { x: 0, y: 0 },
      input: {
        table: fixed('public.orders'),
        column: fixed('at'),
        lookBackSeconds: fixed(5),
        begin: fixed('beginning'),
        every: fixed(1),
        unit: fixed('seconds'),
      },
    },
    {
      id: 'map',
      name: 'map',
      label: 'Map',
      kind: 'map',
      position: { x: 0, y: 112 },
      mapping: { map: 1, root: { fields: { order: { expr: 'trigger.body.id' } } } },
    },
  ],
  edges: [{ id: 'e', from: { node: 'news', port: 'out' }, to: { node: 'map', port: 'in' } }],
  slots: [{ name: 'shop', label: 'Shop', connector: 'postgres' }],
  notes: [],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
};

test('F18: each row starts one run, although workers die around the accept, the cursor and the lease, and rows share their times', async () => {
  const address = await newDatabase(inject('databaseServerUrl'), 'template0');
  const { hostname, port } = new URL(address);
  const sql = new pg.Client({ connectionString: address });
  await sql.connect();
  try {
    await sql.query('CREATE TABLE orders (id int PRIMARY KEY, at timestamptz NOT NULL)');
    // Fifty rows to a time, so that pages part rows of the same time.
    await sql.query(
      `INSERT INTO orders SELECT n, now() - interval '1 hour' + (n / 50) * interval '1 second' FROM generate_series(1, 2000) n`,
    );
    await using lab = await openLab({ egressAllow: [`${hostname}:${port}`] });
    lab.doors.push(await lab.rig.server());
    const flowId = await publishBound(lab.rig.api, document, {
      shop: await connectDatabase(lab.rig.api, address),
    });
    const points = [
      'polls-due:answered',
      'accept:sent:2',
      'accept:answered:4',
      'poll-moved:before:2',
      'poll-moved:sent:2',
      'poll-moved:answered:2',
    ];
    for (const failpoint of points) {
      const doomed = await lab.rig.worker({ failpoint });
      await doomed.ended;
      // The lease of the dead lasts a minute; its end is not what this is about.
      await lab.rig.db.query('UPDATE poll SET lease_until = NULL');
    }
    await lab.rig.worker();
    await sql.query(`INSERT INTO orders SELECT n, now() FROM generate_series(2001, 2100) n`);
    const runs = async (): Promise<{ runs: number; orders: number }> => {
      const { rows } = await lab.rig.db.query<{ runs: number; orders: number }>(
        `SELECT count(*)::int AS runs, count(DISTINCT convert_from(e.body, 'UTF8')::json ->> 'id')::int AS orders
           FROM run r JOIN event e ON e.id = r.event_id WHERE r.flow_id = $1`,
        [flowId],
      );
      return rows[0] ?? { runs: 0, orders: 0 };
    };
    await vi.waitFor(async () => expect((await runs()).orders).toBe(2_100), soon);
    await lab.settled(60_000);
    expect(await runs()).toEqual({ runs: 2_100, orders: 2_100 });
  } finally {
    await sql.end();
  }
});
