// The two flows of the hot path, as documents for the public API.
const fixed = (value: unknown) => ({ mode: 'fixed', value });
const mapped = (path: string) => ({ mode: 'mapped', path });
const node = (name: string, row: number) => ({ id: name, name, label: name, position: { x: 0, y: row * 112 } });
const edge = (from: string, to: string, port = 'out') => ({
  id: `${from}-${port}-${to}`,
  from: { node: from, port },
  to: { node: to, port: 'in' },
});
const flow = (name: string, nodes: object[], edges: object[]) => ({
  schemaVersion: 1,
  name,
  nodes,
  edges,
  slots: [],
  notes: [],
  settings: {
    level: 'durable',
    replyTimeoutMs: 3e4,
  },
});

const hook = (reply: 'sync' | 'accepted') => ({
  ...node('hook', 0),
  kind: 'trigger',
  operation: 'webhook.receive',
  input: { auth: fixed('open'), reply: fixed(reply) },
});

const order = 'trigger.body';
/** Ten fields: texts joined, lower-cased and cut, numbers compared and counted. */
const tenFields = {
  orderId: { expr: `${order}.id` },
  customer: { expr: `${order}.customer.firstName & " " & ${order}.customer.lastName` },
  email: { expr: `LOWER(${order}.customer.email)` },
  city: { expr: `${order}.shipTo.city` },
  country: { expr: `${order}.shipTo.country` },
  date: { expr: `LEFT(${order}.createdAt, 10)` },
  total: { expr: `${order}.total` },
  currency: { expr: `${order}.currency` },
  itemCount: { expr: `COUNT(${order}.items)` },
  priority: { expr: `IF(${order}.total > 500, "high", "normal")` },
};
const map = (name: string, row: number, fields: object) => ({
  ...node(name, row),
  kind: 'map',
  mapping: { map: 1, root: { fields } },
});

/** webhook → map ten fields → reply. */
export const syncFlow = flow(
  'Bench: map and reply',
  [
    hook('sync'),
    map('map', 1, tenFields),
    { ...node('reply', 2), kind: 'respond', status: fixed(200), body: mapped('steps.map') },
  ],
  [edge('hook', 'map'), edge('map', 'reply')],
);

/** The same, worked out in the server and written after the answer. */
export const expressFlow = {
  ...syncFlow,
  name: 'Bench: map and reply, express',
  settings: { ...syncFlow.settings, level: 'express' },
};

/** webhook → filter → map → branch → map → HTTP: five nodes behind the webhook. */
export const asyncFlow = (sinkUrl: string) =>
  flow(
    'Bench: five nodes to a sink',
    [
      hook('accepted'),
      { ...node('valid', 1), kind: 'filter', condition: `COUNT(${order}.items) > 0` },
      map('map', 2, tenFields),
      {
        ...node('size', 3),
        kind: 'branch',
        mode: 'first',
        branches: [{ port: 'big', label: 'big', condition: 'steps.map.total > 500' }],
      },
      map('enrich', 4, {
        orderId: { expr: 'steps.map.orderId' },
        customer: { expr: 'steps.map.customer' },
        total: { expr: 'steps.map.total' },
        segment: { expr: 'IF(steps.map.total > 500, "A", "B")' },
      }),
      {
        ...node('send', 5),
        kind: 'action',
        operation: 'http.request',
        input: {
          method: fixed('POST'),
          url: fixed(`${sinkUrl}/orders`),
          body: mapped('steps.enrich'),
          repeat: fixed('key'),
        },
      },
    ],
    [
      edge('hook', 'valid'),
      edge('valid', 'map'),
      edge('map', 'size'),
      edge('size', 'enrich', 'big'),
      edge('size', 'enrich', 'otherwise'),
      edge('enrich', 'send'),
    ],
  );

export const orderBody = (index: number): string =>
  JSON.stringify({
    id: `ORD-${index}`,
    createdAt: '2026-03-29T01:58:44Z',
    currency: 'EUR',
    total: 100 + (index % 1_000),
    customer: { firstName: 'Ingrid', lastName: 'Solheim', email: 'Ingrid.Solheim@Example.com' },
    shipTo: { street: 'Lærkevej 3', city: 'København NV', zip: '2400', country: 'DK' },
    items: Array.from({ length: 3 }, (_, line) => ({
      sku: `SKU-${line}`,
      title: 'Mug, red',
      quantity: 2,
      price: 12.9,
    })),
  });
