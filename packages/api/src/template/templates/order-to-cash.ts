// The flagship: an order crosses a database and two APIs. A declined card gives the stock back, a refused parcel the money too.
import { EdgeId, NodeId, NodeName } from '@patchbay/model/flow';
import type { FieldValue, FieldValues, FlowDocument, FlowEdge, FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import type { TemplateView } from '../template.contract.ts';
import { canonicalOrderMapping } from './canonical-order.ts';
import { sampleOrder } from './sample-order.ts';

const fixed = (value: Json): FieldValue => ({ mode: 'fixed', value });
const mapped = (path: string): FieldValue => ({ mode: 'mapped', path });
const formula = (expr: string): FieldValue => ({ mode: 'expression', expr });
const entries = (values: Readonly<Record<string, FieldValue>>): FieldValue => ({
  mode: 'entries',
  entries: Object.entries(values).map(([name, value]) => ({ name, value })),
});

/** The main path runs down the column at x = 0, with a wider step after the branch for its labels. */
const at = (row: number, column = 0) => ({ x: column * 344, y: row * 96 + (row > 4 ? 32 : 0) });
const named = (name: string, label: string) => ({ id: NodeId.parse(name), name: NodeName.parse(name), label });

/** Articles are locked in the order of their numbers, so that orders which share some never wait for each other in a circle. */
const reserveSql = `WITH wanted AS (
  SELECT * FROM jsonb_to_recordset(:lines::jsonb) AS line("lineNo" integer, sku text, quantity integer)
), reserved AS (
  INSERT INTO reservation (order_number, line_no, sku, quantity)
  SELECT :orderNumber, "lineNo", sku, quantity FROM wanted
  ON CONFLICT DO NOTHING
  RETURNING sku, quantity
), sums AS (
  SELECT sku, sum(quantity)::integer AS quantity FROM reserved GROUP BY sku
), locked AS (
  SELECT sku FROM article WHERE sku IN (SELECT sku FROM sums) ORDER BY sku FOR NO KEY UPDATE
), taken AS (
  UPDATE article SET on_hand = on_hand - sums.quantity
  FROM locked JOIN sums USING (sku) WHERE article.sku = locked.sku
)
SELECT count(*)::integer AS lines FROM reserved`;

const releaseSql = `WITH released AS (
  UPDATE reservation SET released_at = now()
  WHERE order_number = :orderNumber AND released_at IS NULL
  RETURNING sku, quantity
), sums AS (
  SELECT sku, sum(quantity)::integer AS quantity FROM released GROUP BY sku
), locked AS (
  SELECT sku FROM article WHERE sku IN (SELECT sku FROM sums) ORDER BY sku FOR NO KEY UPDATE
), given_back AS (
  UPDATE article SET on_hand = on_hand + sums.quantity
  FROM locked JOIN sums USING (sku) WHERE article.sku = locked.sku
)
SELECT count(*)::integer AS lines FROM released`;

/** One statement that may run twice: conflicts and released lines are left alone. */
const statement = (sql: string, values: Readonly<Record<string, FieldValue>>): FieldValues => ({
  statements: fixed([{ sql }]),
  values: entries(values),
  repeatable: fixed(true),
});
const orderNumber = mapped('steps.map.orderNumber');

const trigger: FlowNode = {
  ...named('order_created', 'Order created'),
  kind: 'trigger',
  operation: 'webhook.receive',
  slot: 'shop',
  position: at(0),
  dedupeKey: 'trigger.body.id',
  sample: sampleOrder,
  input: {
    auth: fixed('hmac'),
    signatureHeader: fixed('X-Shop-Signature'),
    algorithm: fixed('sha256'),
    encoding: fixed('base64'),
    reply: fixed('sync'),
  },
};

const mainPath: FlowNode[] = [
  trigger,
  { ...named('map', 'Map to canonical order'), kind: 'map', position: at(1), mapping: canonicalOrderMapping },
  {
    ...named('reserve', 'Reserve stock'),
    kind: 'action',
    operation: 'postgres.transaction',
    slot: 'inventory',
    position: at(2),
    input: statement(reserveSql, { orderNumber, lines: mapped('steps.map.lines') }),
    compensate: {
      operation: 'postgres.transaction',
      slot: 'inventory',
      input: statement(releaseSql, { orderNumber }),
    },
  },
  {
    ...named('charge', 'Charge card'),
    kind: 'action',
    operation: 'http.request',
    slot: 'payment',
    position: at(3),
    input: {
      method: fixed('POST'),
      url: fixed('/charges'),
      body: entries({
        amountMinor: formula('INTEGER(ROUND(steps.map.totals.gross * 100, 0))'),
        currency: mapped('steps.map.currency'),
        token: mapped('trigger.body.payment_token'),
        reference: orderNumber,
      }),
      acceptStatus: fixed('201, 402'),
      repeat: fixed('key'),
    },
    compensate: {
      operation: 'http.request',
      slot: 'payment',
      when: 'steps.charge.status = 201',
      input: {
        method: fixed('POST'),
        url: formula('"/charges/" & steps.charge.body.id & "/refunds"'),
        acceptStatus: fixed('201'),
        repeat: fixed('key'),
      },
    },
  },
  {
    ...named('accepted', 'Card accepted?'),
    kind: 'branch',
    position: at(4),
    mode: 'first',
    branches: [{ port: 'declined', label: 'declined (402)', condition: 'steps.charge.status = 402' }],
  },
  {
    ...named('parcel', 'Book parcel'),
    kind: 'action',
    operation: 'http.request',
    slot: 'carrier',
    position: at(5),
    input: {
      method: fixed('POST'),
      url: fixed('/parcels'),
      body: entries({
        to: entries({
          name: formula('LEFT(steps.map.shipTo.name, 35)'),
          lines: formula('[LEFT(steps.map.shipTo.street, 35)]'),
          postcode: mapped('steps.map.shipTo.postalCode'),
          city: mapped('steps.map.shipTo.city'),
          countryIso3: mapped('steps.map.shipTo.country'),
        }),
        weightGrams: formula('INTEGER(ROUND(steps.map.totals.weightKg * 1000, 0)) + 150'),
        service: formula('IF(steps.map.priority = "express", "exp", "std")'),
        reference: orderNumber,
      }),
      acceptStatus: fixed('201'),
      notExecutedStatus: fixed('422, 503'),
    },
  },
  {
    ...named('answer', 'Answer the shop'),
    kind: 'respond',
    position: at(6),
    status: fixed(200),
    body: entries({
      orderNumber,
      paymentId: mapped('steps.charge.body.id'),
      trackingNumber: mapped('steps.parcel.body.trackingNo'),
    }),
  },
];

const declinedPath: FlowNode[] = [
  {
    ...named('answer_declined', 'Answer: declined'),
    kind: 'respond',
    position: at(5, -1),
    status: fixed(402),
    body: entries({ orderNumber, status: fixed('declined'), declineCode: mapped('steps.charge.body.declineCode') }),
  },
  {
    ...named('stop_declined', 'Order declined'),
    kind: 'stop',
    position: at(6, -1),
    reason: fixed('The card was declined: the stock is released.'),
    undo: true,
  },
];

const refusedPath: FlowNode[] = [
  {
    ...named('answer_refused', 'Answer: no parcel'),
    kind: 'respond',
    position: at(5, 1),
    status: fixed(422),
    body: entries({ orderNumber, status: fixed('notShipped'), reason: mapped('errors.parcel.message') }),
  },
  {
    ...named('fail_refused', 'No parcel'),
    kind: 'fail',
    position: at(6, 1),
    code: 'notShipped',
    message: mapped('errors.parcel.message'),
  },
];

const edge = (from: string, to: string, port = 'out'): FlowEdge => ({
  id: EdgeId.parse(`${from}-${to}`),
  from: { node: NodeId.parse(from), port },
  to: { node: NodeId.parse(to), port: 'in' },
});

const document: FlowDocument = {
  schemaVersion: 1,
  name: 'Order to cash',
  description:
    'A shop posts an order. It is mapped, its stock reserved, the card charged and a parcel booked; the shop gets the tracking number. What cannot be shipped is taken back: the money refunded, the stock released.',
  nodes: [...mainPath, ...declinedPath, ...refusedPath],
  edges: [
    edge('order_created', 'map'),
    edge('map', 'reserve'),
    edge('reserve', 'charge'),
    edge('charge', 'accepted'),
    edge('accepted', 'answer_declined', 'declined'),
    edge('answer_declined', 'stop_declined'),
    edge('accepted', 'parcel', 'otherwise'),
    edge('parcel', 'answer'),
    edge('parcel', 'answer_refused', 'error'),
    edge('answer_refused', 'fail_refused'),
  ],
  slots: [
    { name: 'shop', label: 'Shop webhook', connector: 'webhook' },
    { name: 'inventory', label: 'Inventory DB', connector: 'postgres' },
    { name: 'payment', label: 'Payment API', connector: 'http' },
    { name: 'carrier', label: 'Parcel API', connector: 'http' },
  ],
  settings: { level: 'durable', replyTimeoutMs: 30_000 },
  notes: [
    {
      id: NodeId.parse('note_once'),
      text: 'Nothing is charged twice: the idempotency key is the run and the step, the same on every attempt.',
      position: { x: -264, y: 280 },
      size: { width: 216, height: 92 },
    },
    {
      id: NodeId.parse('note_undo'),
      text: '“Reserve stock” and “Charge card” say how they are undone. When the run fails, is cancelled or stops with “take back”, that is done, the last first.',
      position: { x: 304, y: 152 },
      size: { width: 216, height: 128 },
    },
  ],
};

export const orderToCash: TemplateView = {
  id: 'order-to-cash',
  name: document.name,
  description: document.description ?? '',
  needs: [
    'the shop’s webhook secret',
    'a PostgreSQL database with the stock',
    'a payment API that honours idempotency keys',
    'a parcel API',
  ],
  document,
};
