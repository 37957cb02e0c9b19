// Large data without a system: 100,000 made-up orders stream through steps over records.
import { FlowDocument } from '@patchbay/model/flow';
import type { TemplateView } from '../template.contract.ts';

const fixed = (value: unknown): object => ({ mode: 'fixed', value });
const at = (row: number): object => ({ x: 80, y: 80 + row * 96 });

const nodes = [
  {
    id: 'start',
    name: 'start',
    label: 'Start by hand',
    kind: 'trigger',
    operation: 'manual.start',
    input: { sample: fixed({}) },
  },
  {
    id: 'read',
    name: 'read',
    label: 'Read orders',
    kind: 'action',
    operation: 'sample.readOrders',
    input: { count: fixed(100_000) },
    records: { does: 'read' },
  },
  {
    id: 'map',
    name: 'map',
    label: 'Map 12 fields',
    kind: 'map',
    records: {},
    mapping: {
      map: 1,
      root: {
        fields: {
          number: { expr: 'SUBSTITUTE(item.number, "ORD-", "")' },
          day: { expr: 'LEFT(item.placedAt, 10)' },
          currency: { expr: 'item.currency' },
          customer: { expr: 'item.customer.id' },
          name: { expr: 'item.customer.lastName & ", " & item.customer.firstName' },
          email: { expr: 'item.customer.email' },
          city: { expr: 'item.address.zip & " " & item.address.city' },
          country: { expr: 'LOWER(item.address.country)' },
          net: { expr: 'ROUND(item.quantity * item.price, 2)' },
          gross: { expr: 'ROUND(item.quantity * item.price * (1 + item.vat / 100), 2)' },
          cancelled: { expr: 'item.status = "cancelled"' },
          size: { expr: 'IF(item.quantity > 4, "large", "small")' },
        },
      },
    },
  },
  {
    id: 'filter',
    name: 'filter',
    label: 'Without cancelled ones',
    kind: 'filter',
    condition: 'not item.cancelled',
    records: {},
  },
  {
    id: 'aggregate',
    name: 'aggregate',
    label: 'One record per customer',
    kind: 'aggregate',
    items: '',
    records: {},
    groupBy: [{ name: 'customer', expr: 'item.customer' }],
    measures: [
      { name: 'name', kind: 'first', of: 'item.name' },
      { name: 'email', kind: 'first', of: 'item.email' },
      { name: 'orders', kind: 'count' },
      { name: 'gross', kind: 'sum', of: 'item.gross' },
      { name: 'largest', kind: 'max', of: 'item.gross' },
    ],
  },
  {
    id: 'sort',
    name: 'sort',
    label: 'The best customers first',
    kind: 'sort',
    items: '',
    records: {},
    keys: [{ by: 'item.gross', order: 'desc' }],
  },
  {
    id: 'write',
    name: 'write',
    label: 'Write customers',
    kind: 'action',
    operation: 'sample.writeRecords',
    input: { refuses: fixed('email') },
    records: { does: 'write', onBad: 'leaveOut' },
  },
];

const ids = nodes.map(({ id }) => id);

export const ordersPerCustomer: TemplateView = {
  id: 'orders-per-customer',
  name: 'Orders per customer',
  description:
    '100,000 orders are read one after the other, mapped, filtered, summed up for each customer and written. No step holds them all.',
  needs: [],
  document: FlowDocument.parse({
    schemaVersion: 1,
    name: 'Orders per customer',
    description:
      'Made-up orders, summed up for each customer. Put your own system in the place of the first and the last step.',
    nodes: nodes.map((node, row) => ({ ...node, position: at(row) })),
    edges: ids.slice(1).map((to, index) => ({
      id: `e${index + 1}`,
      from: { node: ids[index], port: 'out' },
      to: { node: to, port: 'in' },
    })),
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 30_000 },
    notes: [
      {
        id: 'note_refused',
        text: 'The sample target takes no customer without an e-mail address: 20 are left out, and kept to be looked at.',
        position: { x: 328, y: 636 },
        size: { width: 240, height: 92 },
      },
    ],
  }),
};
