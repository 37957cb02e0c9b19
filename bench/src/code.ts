// How fast records go through the code sandbox (a process apart, an isolate per message, JSON both ways), by records per message,
// against the same function called in this process. Also what one message costs when nothing is in it.
// usage: node bench/src/code.ts [records]
import { createCodePool } from '@patchbay/sandbox';
import type { CodeJob } from '@patchbay/sandbox';

interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
}
interface Order {
  readonly id: number;
  readonly customer: { readonly name: string; readonly country: string };
  readonly lines: readonly Line[];
}
interface Invoice {
  readonly number: string;
  readonly name: string;
  readonly total: number;
  readonly skus: readonly string[];
}

const text = `
  const total = item.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return {
    number: 'A-' + String(item.id).padStart(8, '0'),
    name: item.customer.name.trim().toUpperCase(),
    total: Math.round(total * 100) / 100,
    skus: item.lines.map((line) => line.sku),
  };`;

const inProcess = (item: Order): Invoice => ({
  number: `A-${String(item.id).padStart(8, '0')}`,
  name: item.customer.name.trim().toUpperCase(),
  total: Math.round(item.lines.reduce((sum, line) => sum + line.quantity * line.price, 0) * 100) / 100,
  skus: item.lines.map((line) => line.sku),
});

const order = (id: number): Order => ({
  id,
  customer: { name: ` Customer ${id % 977} `, country: 'NO' },
  lines: Array.from({ length: 3 }, (_, at) => ({
    sku: `SKU-${id % 50}-${at}`,
    quantity: (id + at) % 7,
    price: 9.95 + at,
  })),
});

const job = (records: readonly Order[]): CodeJob => ({
  code: { text, language: 'typescript' },
  scope: { vars: {} },
  records: records as unknown as CodeJob['records'] & object,
  clock: { now: 0, seed: 'bench', path: 'code' },
  timeoutMs: 60_000,
  memoryMb: 128,
  group: 'bench',
});

const count = Number(process.argv[2] ?? 50_000);
const orders = Array.from({ length: count }, (_, at) => order(at));
const bytes = JSON.stringify(orders).length;
console.log(`${count} orders of ${Math.round(bytes / count)} bytes`);

function plain(): number {
  const start = performance.now();
  let made = 0;
  for (const one of orders) made += inProcess(one).skus.length;
  return made > 0 ? count / ((performance.now() - start) / 1_000) : 0;
}

/** What every process apart must pay: the records as text and back, and the result as text and back. */
function plainWithJson(): number {
  const start = performance.now();
  const given = JSON.parse(JSON.stringify(orders)) as Order[];
  JSON.parse(JSON.stringify(given.map(inProcess)));
  return count / ((performance.now() - start) / 1_000);
}

const pool = createCodePool({ size: 1 });
await pool.run(job(orders.slice(0, 10)));
plain();
const bare = plain();
const withJson = plainWithJson();
const show = (name: string, perSecond: number): void =>
  console.log(
    `${name.padEnd(34)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} records/s   ${(perSecond / bare).toFixed(3)} of the function, ${(perSecond / withJson).toFixed(2)} of it with JSON`,
  );
show('the function in this process', bare);
show('the same with JSON both ways', withJson);
for (const size of [1, 10, 100, 1_000, 5_000]) {
  const some = orders.slice(0, Math.min(count, size * 400));
  const start = performance.now();
  for (let at = 0; at < some.length; at += size) await pool.run(job(some.slice(at, at + size)));
  show(`code, ${size} a message`, some.length / ((performance.now() - start) / 1_000));
}
const messages = 300;
const start = performance.now();
for (let at = 0; at < messages; at += 1) await pool.run({ ...job([]), records: [] });
console.log(`an empty message ${((performance.now() - start) / messages).toFixed(2)} ms`);
await pool[Symbol.asyncDispose]();
