// Records through real runs: exact results and counts, also when the worker is killed in the middle.
import { expect, inject, test, vi } from 'vitest';
import pg from 'pg';
import { newDatabase } from '../fixtures/rig/postgres.ts';
import { connectDatabase, publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';

interface StepView {
  readonly path: string;
  readonly status: string;
  readonly records?: { in: number; out: number; failed: number; batches?: number; first?: unknown[] };
  readonly error?: { code: string; message: string };
  readonly output?: unknown;
}

/** A database beside the product's, reachable for flows. */
async function shopDatabase(): Promise<{
  address: string;
  allow: string;
  sql: pg.Client;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const address = await newDatabase(inject('databaseServerUrl'), 'template0');
  const sql = new pg.Client({ connectionString: address });
  await sql.connect();
  const { hostname, port } = new URL(address);
  return { address, allow: `${hostname}:${port}`, sql, [Symbol.asyncDispose]: () => sql.end() };
}

async function start(lab: Lab, hook: string): Promise<void> {
  const answer = await fetch(`${lab.rig.api === undefined ? '' : (lab.doors[0]?.url ?? '')}${hook}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(202);
}

const onlyRun = async (lab: Lab): Promise<{ status: string; steps: Map<string, StepView> }> => {
  const [item] = await lab.rig.api.all<{ id: string }>('/runs');
  const view = await lab.rig.api.request<{ run: { status: string }; steps: StepView[] }>('GET', `/runs/${item?.id}`);
  return { status: view.run.status, steps: new Map(view.steps.map((step) => [step.path, step])) };
};

test(
  'records go from a table through a map into another; a killed worker sends no batch twice over',
  { timeout: 120_000 },
  async () => {
    await using shop = await shopDatabase();
    await shop.sql.query(
      `CREATE TABLE orders AS SELECT n AS id, 'C' || n % 700 AS customer, (n % 90 + 0.5)::float8 AS price FROM generate_series(1, 9500) n`,
    );
    await shop.sql.query('CREATE TABLE copies (id int PRIMARY KEY, customer text, gross float8, writes int DEFAULT 0)');
    await shop.sql.query(
      `CREATE FUNCTION counted() RETURNS trigger AS $$ BEGIN NEW.writes := OLD.writes + 1; RETURN NEW; END $$ LANGUAGE plpgsql`,
    );
    await shop.sql.query('CREATE TRIGGER counted BEFORE UPDATE ON copies FOR EACH ROW EXECUTE FUNCTION counted()');
    await using lab = await openLab({ egressAllow: [shop.allow] });
    lab.doors.push(await lab.rig.server());
    const connection = await connectDatabase(lab.rig.api, shop.address);
    const draft = new RecordsDraft()
      .slot('db', 'postgres')
      .read('read', 'postgres.readRecords', { slot: 'db', input: { sql: 'SELECT * FROM orders ORDER BY id' } })
      .map('shape', { id: 'item.id', customer: 'LOWER(item.customer)', gross: 'item.price * 2' })
      .write('write', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.copies' } })
      .to('hook', 'read')
      .to('read', 'shape')
      .to('shape', 'write')
      .build('Copies');
    const { hook } = await publishWith(lab.rig.api, draft, { db: connection });
    // Dies when the fifth mark has been answered: four batches are known as taken, the fifth was about to be sent.
    const doomed = await lab.rig.worker({ failpoint: 'mark-batches:answered:5' });
    await start(lab, hook);
    await vi.waitFor(() => expect(doomed.isGone).toBe(true), { timeout: 30_000, interval: 50 });
    await lab.rig.worker();
    await lab.settled(60_000);
    const { status, steps } = await onlyRun(lab);
    expect(status).toBe('succeeded');
    const counts = { in: 9_500, out: 9_500, failed: 0 };
    expect(steps.get('read')?.records).toMatchObject(counts);
    expect(steps.get('shape')?.records).toMatchObject(counts);
    expect(steps.get('write')?.records).toMatchObject({ ...counts, batches: 10 });
    expect(steps.get('shape')?.records?.first?.[0]).toEqual({ id: 1, customer: 'c1', gross: 3 });
    expect(steps.get('write')?.output).toEqual({ records: 9_500, batches: 10 });
    const { rows } = await shop.sql.query(
      `SELECT count(*)::int AS copies, sum(writes)::int AS again,
      (SELECT count(*)::int FROM copies c JOIN orders o USING (id) WHERE c.customer = lower(o.customer) AND c.gross = o.price * 2) AS right
     FROM copies`,
    );
    // Four batches were known as taken and were not sent again.
    expect(rows[0]).toMatchObject({ copies: 9_500, right: 9_500 });
    expect(rows[0].again).toBeLessThanOrEqual(1_000);
  },
);
