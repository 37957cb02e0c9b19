// Order records as they are exported: the same ones wherever they are measured.
export interface Order {
  id: number;
  name: string;
  created_at: string;
  currency: string;
  customer: { id: string; first_name: string; last_name: string; email: string | null };
  address: { street: string; zip: string; city: string; country: string };
  quantity: number;
  price: number;
  vat: number;
  status: string;
  note: string;
}

export function order(at: number): Order {
  const customer = (at * 7919) % 10_000;
  return {
    id: at,
    name: `#${100_000 + at}`,
    created_at: `2026-0${1 + (at % 9)}-1${at % 10}T08:${10 + (at % 50)}:00Z`,
    currency: at % 3 === 0 ? 'EUR' : 'NOK',
    customer: {
      id: `C${customer}`,
      first_name: `First${customer % 97}`,
      last_name: `Last${customer % 89}`,
      email: at % 5 === 0 ? null : `c${customer}@example.com`,
    },
    address: {
      street: `Street ${at % 200}`,
      zip: String(10_000 + (at % 5_000)),
      city: `City ${at % 300}`,
      country: 'NO',
    },
    quantity: 1 + (at % 7),
    price: 10 + (at % 900) / 10,
    vat: at % 2 === 0 ? 25 : 12,
    status: at % 10 === 0 ? 'cancelled' : 'paid',
    note: 'Leave it with the neighbours, please; the bell does not work.',
  };
}

/** As JSON Lines, some at a time. */
export function* orderLines(count: number): Generator<string> {
  for (let from = 0; from < count; from += 500) {
    let text = '';
    for (let at = from; at < Math.min(from + 500, count); at += 1) text += `${JSON.stringify(order(at))}\n`;
    yield text;
  }
}

/** One payment for each order, in another order than the orders. */
export function* paymentLines(count: number): Generator<string> {
  for (let from = 0; from < count; from += 500) {
    let text = '';
    for (let at = from; at < Math.min(from + 500, count); at += 1) {
      const paid = count - 1 - at;
      const payment = {
        id: `P${at}`,
        order: String(100_000 + paid),
        amount: (paid % 900) / 4,
        method: 'card',
        reference: `ref-${paid * 31}`,
      };
      text += `${JSON.stringify(payment)}\n`;
    }
    yield text;
  }
}

/** The mapping of twelve fields, over the record by this name. */
export const twelveFields = (o: string): Record<string, { expr: string }> => ({
  number: { expr: `SUBSTITUTE(${o}.name, '#', '', 1)` },
  day: { expr: `LEFT(${o}.created_at, 10)` },
  currency: { expr: `${o}.currency` },
  customer: { expr: `${o}.customer.id` },
  name: { expr: `${o}.customer.last_name & ', ' & ${o}.customer.first_name` },
  email: { expr: `${o}.customer.email ?? 'none'` },
  city: { expr: `${o}.address.zip & ' ' & ${o}.address.city` },
  country: { expr: `LOWER(${o}.address.country)` },
  net: { expr: `${o}.quantity * ${o}.price` },
  gross: { expr: `ROUND(${o}.quantity * ${o}.price * (1 + ${o}.vat / 100), 2)` },
  paid: { expr: `${o}.status = 'paid'` },
  size: { expr: `IF(${o}.quantity > 4, 'large', 'small')` },
});

/** The same fields, as a user writes them in a step of code over records. */
export const twelveInCode = `const { customer, address } = item;
const net = item.quantity * item.price;
return {
  number: item.name.replace('#', ''),
  day: item.created_at.slice(0, 10),
  currency: item.currency,
  customer: customer.id,
  name: customer.last_name + ', ' + customer.first_name,
  email: customer.email ?? 'none',
  city: address.zip + ' ' + address.city,
  country: address.country.toLowerCase(),
  net,
  gross: Math.round(net * (100 + item.vat)) / 100,
  paid: item.status === 'paid',
  size: item.quantity > 4 ? 'large' : 'small',
};`;

export const measures = [
  { name: 'orders', kind: 'count' as const },
  { name: 'gross', kind: 'sum' as const, of: 'item.gross' },
  { name: 'largest', kind: 'max' as const, of: 'item.net' },
];
