// Order records from a JSON Lines file: read, map 12 fields, filter, aggregate per customer, write; against the same written by
// hand, each in a process of its own. Bars: 100,000 within 1.5 s and 300 MB; a million in linear time and flat memory.
// usage: node bench/src/records.ts [records ...]      (100000 1000000)
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { jsonLinesCodec } from '@patchbay/codecs';
import { aggregateRecords, filterRecords, mapRecords, recordChain, sortRecords, Spill } from '@patchbay/engine/records';
import { seededContext } from '@patchbay/mapping';
import { MappingDocument } from '@patchbay/model/mapping';
import { measures, orderLines, twelveFields } from './table/order-file.ts';
import type { Order } from './table/order-file.ts';

const mapping = MappingDocument.parse({
  map: 1,
  sources: { orders: {} },
  root: {
    for: 'orders',
    as: 'o',
    fields: twelveFields('o'),
  },
});

const megabyte = 1024 * 1024;

/** How the operations of the product do it. `sort` sorts all records by a text instead of grouping them: it spills. */
async function byEngine(file: string, out: string, end: 'aggregate' | 'sort'): Promise<void> {
  await using spill = new Spill(join(tmpdir(), 'patchbay-bench-spill'));
  const last =
    end === 'sort'
      ? sortRecords([{ by: 'item.name' }, { by: 'item.gross', descending: true }])
      : aggregateRecords({ groupBy: [{ name: 'customer', expr: 'item.customer' }], measures });
  const context = seededContext({ now: 1_774_785_600_000, effectRoot: 'bench', path: 'chain' });
  const rows = recordChain(
    jsonLinesCodec.read(createReadStream(file, { highWaterMark: 256 * 1024 })),
    [mapRecords(mapping), filterRecords('item.paid'), last],
    { scope: {}, context, memoryBytes: 64 * megabyte, spill },
  );
  await pipeline(Readable.from(jsonLinesCodec.write(rows)), createWriteStream(out));
}

/** Exact by the decimal digits, as ROUND is. */
const round = (value: number): number => Number(`${Math.round(Number(`${value}e2`))}e-2`);

async function byHand(file: string, out: string): Promise<void> {
  const groups = new Map<string, { customer: string; orders: number; gross: number; largest: number }>();
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 256 * 1024 }) })) {
    const o = JSON.parse(line) as Order;
    const made = {
      number: o.name.replace('#', ''),
      day: o.created_at.slice(0, 10),
      currency: o.currency,
      customer: o.customer.id,
      name: `${o.customer.last_name}, ${o.customer.first_name}`,
      email: o.customer.email ?? 'none',
      city: `${o.address.zip} ${o.address.city}`,
      country: o.address.country.toLowerCase(),
      net: o.quantity * o.price,
      gross: round(o.quantity * o.price * (1 + o.vat / 100)),
      paid: o.status === 'paid',
      size: o.quantity > 4 ? 'large' : 'small',
    };
    if (!made.paid) continue;
    const group = groups.get(made.customer);
    if (group === undefined)
      groups.set(made.customer, { customer: made.customer, orders: 1, gross: made.gross, largest: made.net });
    else {
      group.orders += 1;
      group.gross += made.gross;
      group.largest = Math.max(group.largest, made.net);
    }
  }
  await pipeline(
    Readable.from(Array.from(groups.values(), (group) => `${JSON.stringify(group)}\n`)),
    createWriteStream(out),
  );
}

interface Measured {
  readonly ms: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** The best of some runs, each in a process of its own: others may be at work on the machine. */
function measured(way: string, file: string, { out, runs }: { out: string; runs: number }): Measured {
  const all = Array.from({ length: runs }, () => measuredOnce(way, file, out));
  return all.reduce((best, one) => (one.ms < best.ms ? one : best));
}

function measuredOnce(way: string, file: string, out: string): Measured {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'way', way, file, out], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`“${way}” ended with ${child.status}`);
  return JSON.parse(child.stdout.toString()) as Measured;
}

async function runWay(way: string, file: string, out: string): Promise<void> {
  const before = performance.now();
  if (way === 'hand') await byHand(file, out);
  else await byEngine(file, out, way === 'sort' ? 'sort' : 'aggregate');
  const ms = performance.now() - before;
  const { user, system } = process.cpuUsage();
  process.stdout.write(
    JSON.stringify({
      ms,
      cpuMs: (user + system) / 1_000,
      peakMb: process.resourceUsage().maxRSS / 1024,
    } satisfies Measured),
  );
}

async function table(counts: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-records-'));
  try {
    for (const count of counts) {
      const file = join(folder, 'orders.jsonl');
      await pipeline(Readable.from(orderLines(count)), createWriteStream(file));
      const sizeMb = (statSync(file).size / megabyte).toFixed(0);
      process.stdout.write(`${count} orders, ${sizeMb} MB\n`);
      const how = { out: join(folder, 'out'), runs: count > 200_000 ? 1 : 3 };
      const hand = measured('hand', file, how);
      for (const [way, words] of [
        ['hand', 'read → map 12 → filter → aggregate → write, by hand'],
        ['engine', 'the same by the operations'],
        ['sort', 'read → map 12 → filter → sort all → write'],
      ] as const) {
        const { ms, cpuMs, peakMb } = way === 'hand' ? hand : measured(way, file, how);
        const cells = [
          words.padEnd(54),
          `${ms.toFixed(0)} ms`.padStart(9),
          `${cpuMs.toFixed(0)} ms CPU`.padStart(13),
          `${peakMb.toFixed(0)} MB`.padStart(7),
          `ratio ${(hand.ms / ms).toFixed(2)}`,
        ];
        process.stdout.write(`  ${cells.join('  ')}\n`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [command, way = '', file = '', out = ''] = process.argv.slice(2);
if (command === 'way') await runWay(way, file, out);
else {
  const counts = process.argv.slice(2).map(Number).filter(Number.isInteger);
  await table(counts.length === 0 ? [100_000, 1_000_000] : counts);
}
