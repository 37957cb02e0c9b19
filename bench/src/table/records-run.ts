// Order records through a real run: a file over HTTP → map 12 fields → filter → aggregate per customer → upsert into PostgreSQL, in a
// worker that has just started.
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { postEvent } from '../../../e2e/fixtures/live-flow.ts';
import { newDatabase } from '../../../e2e/fixtures/rig/postgres.ts';
import type { RigPostgres } from '../../../e2e/fixtures/rig/postgres.ts';
import { connectDatabase, publishWith, RecordsDraft } from '../../../e2e/fixtures/rig/records-flow.ts';
import { openRig } from '../../../e2e/fixtures/rig/rig.ts';
import { freePort } from '../../../e2e/fixtures/free-port.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import { measures, orderLines, paymentLines, twelveFields, twelveInCode } from './order-file.ts';

export interface RecordsFigure {
  /** From the event's acceptance to the run's end, by the database's clock. */
  readonly ms: number;
  /** Of the worker, since it started. */
  readonly peakMb: number;
  readonly cpuMs: number;
  /** The longest that the worker's event loop was late, and its 99th percentile. */
  readonly loopMaxMs: number;
  readonly loopP99Ms: number;
  readonly customers: number;
}

/**
 * How the records end: summed per customer; all of them sorted, which spills; or joined with as many payments from a reader of
 * their own, which spills on both sides, then summed. `code`: as `aggregate`, the twelve fields made by a user's code.
 */
export type RecordsEnd = 'aggregate' | 'sort' | 'join' | 'code';

export interface RecordsBackend {
  readonly postgres: RigPostgres;
  /** Where the queue lives; undefined: in the database. */
  readonly redisUrl: string | undefined;
}

export async function measureRecords(
  backend: RecordsBackend,
  count: number,
  end: RecordsEnd = 'aggregate',
): Promise<RecordsFigure> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-orders-'));
  await pipeline(Readable.from(orderLines(count)), createWriteStream(join(folder, 'orders.jsonl')));
  if (end === 'join')
    await pipeline(Readable.from(paymentLines(count)), createWriteStream(join(folder, 'payments.jsonl')));
  const server = createServer((request, response) => {
    const file = request.url === '/payments.jsonl' ? 'payments.jsonl' : 'orders.jsonl';
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    createReadStream(join(folder, file), { highWaterMark: 256 * 1024 }).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await measured(backend, { port, count, end });
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  { postgres, redisUrl }: RecordsBackend,
  { port, count, end }: { port: number; count: number; end: RecordsEnd },
): Promise<RecordsFigure> {
  const address = await newDatabase(postgres.url);
  const shop = new pg.Client({ connectionString: address });
  await shop.connect();
  await shop.query('CREATE TABLE sums (customer text PRIMARY KEY, orders int, gross float8, largest float8)');
  await shop.query('CREATE TABLE sorted (number text PRIMARY KEY, name text, gross float8)');
  const { hostname, port: databasePort } = new URL(address);
  const egressAllow = [`${hostname}:${databasePort}`, `127.0.0.1:${port}`];
  const queue = redisUrl === undefined ? {} : { redisUrl };
  await using rig = await openRig({ databaseUrl: await newDatabase(postgres.url), egressAllow, ...queue });
  const door = await rig.server();
  const flow = flowOf(port, end);
  const { hook } = await publishWith(rig.api, flow, { db: await connectDatabase(rig.api, address) });
  const metricsPort = await freePort();
  const worker = await rig.worker({
    env: { METRICS_PORT: String(metricsPort) },
    nodeArgs: (process.env['NODE_ARGS'] ?? '').split(' ').filter(Boolean),
  });
  await postEvent(`${door.url}${hook}`, {});
  let ms = Number.NaN;
  for (;;) {
    const { rows } = await rig.db.query<{ status: string; ms: number; error: string | null }>(
      `SELECT status, error, extract(epoch FROM finished_at - created_at)::float8 * 1000 AS ms FROM v_run`,
    );
    const [run] = rows;
    if (run?.status === 'succeeded') {
      ms = run.ms;
      break;
    }
    if (run?.status === 'failed' || run?.status === 'cancelled') throw new Error(`the run ${run.status}: ${run.error}`);
    await delay(50);
  }
  const peak = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${worker.pid}/status`, 'utf8'))?.[1];
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const lag = (name: string): number =>
    Number(new RegExp(`nodejs_eventloop_lag_${name}_seconds ([0-9.e-]+)`).exec(metrics)?.[1]) * 1_000;
  const { rows } = await shop.query<{ n: number; orders: number }>(
    end === 'sort'
      ? 'SELECT count(*)::int AS n, count(*)::int AS orders FROM sorted'
      : 'SELECT count(*)::int AS n, sum(orders)::int AS orders FROM sums',
  );
  await shop.end();
  const kept = {
    sort: Math.min(count, 1_000),
    aggregate: count - Math.ceil(count / 10),
    join: count,
    code: count - Math.ceil(count / 10),
  }[end];
  if (rows[0]?.orders !== kept) throw new Error(`${rows[0]?.orders} orders arrived, not ${kept}`);
  return {
    ms,
    peakMb: Number(peak) / 1024,
    cpuMs: (await cpuSecondsOf(worker.pid)) * 1_000,
    loopMaxMs: lag('max'),
    loopP99Ms: lag('p99'),
    customers: rows[0]?.n ?? 0,
  };
}

const paidMeasures = [
  { name: 'orders', kind: 'count' },
  { name: 'gross', kind: 'sum', of: 'item.gross' },
  { name: 'largest', kind: 'max', of: 'item.payment.amount' },
];

function flowOf(port: number, end: RecordsEnd): { name: string } {
  const read = new RecordsDraft()
    .slot('db', 'postgres')
    .read('orders', 'http.readRecords', { input: { url: `http://127.0.0.1:${port}/orders.jsonl` } });
  const fields = Object.entries(twelveFields('item')).map(([name, { expr }]) => [name, expr] as const);
  const shaped =
    end === 'code'
      ? read.node('shape', 'code', { language: 'javascript', code: twelveInCode, inputs: [], records: {} })
      : read.map('shape', Object.fromEntries(fields));
  const draft = shaped
    .step('paid', 'filter', { condition: end === 'aggregate' || end === 'code' ? 'item.paid' : 'true' })
    .to('hook', 'orders')
    .to('orders', 'shape')
    .to('shape', 'paid');
  if (end === 'aggregate' || end === 'code') {
    return draft
      .step('sums', 'aggregate', { groupBy: [{ name: 'customer', expr: 'item.customer' }], measures })
      .write('save', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.sums' } })
      .to('paid', 'sums')
      .to('sums', 'save')
      .build(end === 'code' ? 'Bench: sums of customers by code' : 'Bench: sums of customers');
  }
  if (end === 'join') {
    return draft
      .read('payments', 'http.readRecords', { input: { url: `http://127.0.0.1:${port}/payments.jsonl` } })
      .step('pair', 'join', {
        partners: '',
        key: 'item.number',
        partnerKey: 'item.order',
        as: 'payment',
        keep: 'inner',
      })
      .step('sums', 'aggregate', { groupBy: [{ name: 'customer', expr: 'item.customer' }], measures: paidMeasures })
      .write('save', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.sums' } })
      .to('hook', 'payments')
      .to('paid', 'pair')
      .to('payments', 'pair.partners')
      .to('pair', 'sums')
      .to('sums', 'save')
      .build('Bench: orders with their payments');
  }
  // All are sorted; what is written is little, so that the sort is what is measured.
  return draft
    .step('order', 'sort', {
      keys: [
        { by: 'item.name', order: 'asc' },
        { by: 'item.gross', order: 'desc' },
      ],
    })
    .step('first', 'filter', { condition: 'NUMBER(item.number) < 101000' })
    .map('cut', { number: 'item.number', name: 'item.name', gross: 'item.gross' })
    .write('save', 'postgres.upsertRecords', { slot: 'db', input: { table: 'public.sorted' } })
    .to('paid', 'order')
    .to('order', 'first')
    .to('first', 'cut')
    .to('cut', 'save')
    .build('Bench: all sorted');
}
