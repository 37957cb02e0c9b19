// How fast each format is read and written: 10,000 orders, by CPU time, against JSON.parse of the same orders.
// usage: node bench/src/codecs.ts [orders] [rounds]
import { csvCodec, jsonCodec, jsonLinesCodec } from '@patchbay/codecs';
import type { Codec, ReadOptions, WriteOptions } from '@patchbay/codecs';
import { avroCodec } from '@patchbay/codecs/avro';
import { edifactCodec, x12Codec } from '@patchbay/codecs/edi';
import { excelCodec } from '@patchbay/codecs/excel';
import { fixedWidthCodec } from '@patchbay/codecs/fixed-width';
import { hl7Codec } from '@patchbay/codecs/hl7';
import { xmlCodec } from '@patchbay/codecs/xml';
import { inferSchema } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';
import { randomOf } from '../../e2e/fixtures/random.ts';

const count = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);

const random = randomOf(11);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

interface Line {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: number;
}

interface Order {
  readonly id: number;
  readonly name: string;
  readonly date: string;
  readonly currency: string;
  readonly buyer: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  readonly country: string;
  readonly lines: readonly Line[];
}

const orders = Array.from({ length: count }, (_, at): Order => ({
  id: 5_871_340_126_401 + at,
  name: `PO-${1042 + at}`,
  date: `2026-${pick(['01', '02', '11'])}-${pick(['03', '17', '28'])}`,
  currency: pick(['EUR', 'GBP', 'NOK']),
  buyer: pick(['Solheim and Son AS', 'Nunez Imports', 'Zhang Trading']),
  street: pick(['Storgata 14', 'Hauptstr. 5', 'Calle Mayor 3']),
  zip: pick(['5003', '50667', '28013']),
  city: pick(['Bergen', 'Koln', 'Madrid']),
  country: pick(['NO', 'DE', 'ES']),
  lines: Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({
    sku: pick(['MUG-RED-350', 'LMP-DSK-02', 'GFT-WRAP']),
    title: pick(['Mug, red, 350 ml', 'Desk lamp', 'Gift wrap']),
    quantity: 1 + Math.floor(random() * 4),
    price: Math.round(random() * 20_000) / 100,
  })),
}));

const nested = orders as unknown as JsonObject[];
const nestedSchema: DataSchema = inferSchema([nested.slice(0, 100)]);
/** One row a line, as tables have it. */
const rows = orders.flatMap(({ lines, ...order }) => lines.map((line): JsonObject => ({ ...order, ...line })));
const rowSchema: DataSchema = inferSchema([rows.slice(0, 100)]);

const widths: Readonly<Record<string, number>> = {
  id: 14,
  name: 10,
  date: 10,
  currency: 3,
  buyer: 20,
  street: 20,
  zip: 6,
  city: 8,
  country: 2,
  sku: 12,
  title: 20,
  quantity: 4,
  price: 9,
};
function fixedSchema(): DataSchema {
  let start = 1;
  const properties = Object.entries(widths).map(([name, length]): [string, DataSchema] => {
    const type = name === 'id' || name === 'quantity' ? 'integer' : name === 'price' ? 'number' : 'string';
    const field: DataSchema = { type, 'x-pos': { start, length, ...(type === 'number' ? { decimals: 2 } : {}) } };
    start += length;
    return [name, field];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

const avroSchema: Json = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    ...['name', 'date', 'currency', 'buyer', 'street', 'zip', 'city', 'country'].map((name) => ({
      name,
      type: 'string',
    })),
    {
      name: 'lines',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Line',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'quantity', type: 'int' },
            { name: 'price', type: 'double' },
          ],
        },
      },
    },
  ],
};

const x12 = orders.map((order): JsonObject => ({
  beg: { beg01: '00', beg02: 'SA', beg03: order.name, beg05: order.date },
  cur: { cur01: 'BY', cur02: order.currency },
  n1: [
    {
      n101: 'ST',
      n102: order.buyer,
      n3: [{ n301: order.street }],
      n4: { n401: order.city, n403: order.zip, n404: order.country },
    },
  ],
  po1: order.lines.map((line, at) => ({
    po101: String(at + 1),
    po102: line.quantity,
    po103: 'EA',
    po104: line.price,
    po106: 'VN',
    po107: line.sku,
    pid: [{ pid01: 'F', pid05: line.title }],
  })),
}));

const edifact = orders.map((order): JsonObject => ({
  bgm: { bgm0101: '220', bgm02: order.name, bgm03: '9' },
  dtm: [{ dtm0101: '137', dtm0102: order.date.replaceAll('-', ''), dtm0103: '102' }],
  nad: [
    {
      nad01: 'DP',
      nad0401: order.buyer,
      nad0501: order.street,
      nad06: order.city,
      nad08: order.zip,
      nad09: order.country,
    },
  ],
  cux: [{ cux0101: '2', cux0102: order.currency, cux0103: '9' }],
  lin: order.lines.map((line, at) => ({
    lin01: String(at + 1),
    lin0301: line.sku,
    lin0302: 'SA',
    imd: [{ imd01: 'F', imd0304: line.title }],
    qty: [{ qty0101: '21', qty0102: line.quantity }],
    pri: [{ pri0101: 'AAA', pri0102: line.price }],
  })),
}));

/** HL7 knows no orders of goods: observations in their place, one for each line. */
const hl7 = orders.map((order): JsonObject => ({
  patient_result: [
    {
      patient: {
        pid: {
          pid_3: [{ pid_3_1: String(order.id), pid_3_5: 'MR' }],
          pid_5: [{ pid_5_1: order.buyer }],
          pid_11: [{ pid_11_1: order.street, pid_11_3: order.city, pid_11_5: order.zip, pid_11_6: order.country }],
        },
      },
      order_observation: [
        {
          obr: { obr_1: 1, obr_4_1: order.name, obr_7: order.date },
          obx: order.lines.map((line, at) => ({
            obx_1: at + 1,
            obx_2: 'NM',
            obx_3_1: line.sku,
            obx_3_2: line.title,
            obx_5: [{ obx_5_1: String(line.price) }],
            obx_6_1: 'EA',
            obx_11: 'F',
          })),
        },
      ],
    },
  ],
}));

interface Subject {
  readonly name: string;
  readonly codec: Codec;
  readonly value: Json;
  readonly read?: object;
  readonly write?: object;
}

const now = '2026-03-29T14:05:00Z';
const subjects: readonly Subject[] = [
  { name: 'JSON', codec: jsonCodec, value: nested },
  { name: 'JSON Lines', codec: jsonLinesCodec, value: nested },
  {
    name: 'XML by schema',
    codec: xmlCodec,
    value: nested,
    read: { path: 'order', schema: { ...nestedSchema.items, 'x-xml': { name: 'order' } } },
    write: { path: 'order', root: 'orders' },
  },
  { name: 'XML', codec: xmlCodec, value: nested, read: { path: 'order' }, write: { path: 'order', root: 'orders' } },
  { name: 'CSV', codec: csvCodec, value: rows },
  { name: 'CSV by schema', codec: csvCodec, value: rows, read: { schema: rowSchema } },
  {
    name: 'fixed width',
    codec: fixedWidthCodec,
    value: rows,
    read: { schema: fixedSchema() },
    write: { schema: fixedSchema() },
  },
  { name: 'Excel', codec: excelCodec, value: rows },
  { name: 'Avro', codec: avroCodec, value: nested, write: { avroSchema } },
  {
    name: 'X12',
    codec: x12Codec,
    value: x12,
    write: { guide: '850', now, envelope: { isa: { isa06: 'A', isa08: 'B' } } },
  },
  {
    name: 'EDIFACT',
    codec: edifactCodec,
    value: edifact,
    write: { guide: 'ORDERS', now, envelope: { unb: { unb0201: 'A', unb0301: 'B' } } },
  },
  { name: 'HL7', codec: hl7Codec, value: hl7, write: { guide: 'ORU_R01', now } },
];

/** Milliseconds of CPU, the best of the rounds. */
async function cpuMs(work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

function* chunksOf(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function streamed(codec: Codec, bytes: Uint8Array, options: object): Promise<number> {
  let records = 0;
  for await (const batch of codec.read(chunksOf(bytes), options as ReadOptions)) records += batch.length;
  return records;
}

const text = JSON.stringify(nested);
const reference = await cpuMs(() => JSON.parse(text));
console.log(`${count} orders with ${rows.length} lines, best of ${rounds} rounds, CPU time`);
console.log(
  `reference: JSON.parse of the orders ${reference.toFixed(0)} ms. Ratios: reference ÷ time, so 1 is as fast as JSON.parse.`,
);
console.log('format           size MB    records   read ms  orders/s  ratio  stream ms  ratio  write ms');
for (const { name, codec, value, read = {}, write = {} } of subjects) {
  const bytes = codec.writeAll(value, write as WriteOptions);
  const records = await streamed(codec, bytes, read);
  const expected = Array.isArray(value) ? value.length : 1;
  if (records !== expected) throw new Error(`${name}: ${expected} records were written, and ${records} were read`);
  const whole = await cpuMs(() => codec.readAll(bytes, read as ReadOptions));
  const stream = await cpuMs(() => streamed(codec, bytes, read));
  const writing = await cpuMs(() => codec.writeAll(value, write as WriteOptions));
  const cells = [
    name.padEnd(15),
    (bytes.length / 1e6).toFixed(1).padStart(8),
    String(records).padStart(10),
    whole.toFixed(0).padStart(9),
    Math.round((count / whole) * 1000)
      .toLocaleString('en')
      .padStart(9),
    (reference / whole).toFixed(2).padStart(6),
    stream.toFixed(0).padStart(10),
    (reference / stream).toFixed(2).padStart(6),
    writing.toFixed(0).padStart(9),
  ];
  console.log(cells.join(' '));
}
