// Made-up orders of a shop: the order at a place is the same one wherever and whenever it is made.
import type { DataSchema, JsonObject } from '@patchbay/connector-sdk';

const firstNames = ['Ada', 'Bilal', 'Chiara', 'Dmitri', 'Elif', 'Femke', 'Goran', 'Hanne', 'Ines', 'Jonas', 'Kaja'];
const lastNames = ['Novak', 'Østby', 'Rossi', 'Demir', 'de Vries', 'Müller', 'Kovač', 'Lindqvist', 'Silva', 'Brandt'];
const places = [
  { city: 'Oslo', zip: '0150', country: 'NO' },
  { city: 'Wien', zip: '1060', country: 'AT' },
  { city: 'Ljubljana', zip: '1000', country: 'SI' },
  { city: 'Porto', zip: '4050', country: 'PT' },
  { city: 'Utrecht', zip: '3511', country: 'NL' },
  { city: 'Malmö', zip: '211 20', country: 'SE' },
  { city: 'Bologna', zip: '40121', country: 'IT' },
];
const streets = ['Market Street', 'Harbour Road', 'Mill Lane', 'Station Road', 'Church Street'];
const statuses = ['paid', 'paid', 'paid', 'shipped', 'paid', 'paid', 'cancelled', 'shipped', 'paid', 'paid'];

const customers = 2_000;
const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2026, 0, 1);

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/** One customer in a hundred gave no e-mail address. */
function customerOf(at: number): { id: string; firstName: string; lastName: string; email: string | null } {
  const number = (at * 7_919) % customers;
  const id = `C${String(number).padStart(5, '0')}`;
  return {
    id,
    firstName: pick(firstNames, number * 7),
    lastName: pick(lastNames, number * 3),
    email: number % 100 === 17 ? null : `${id.toLowerCase()}@example.com`,
  };
}

/** @param at Counted from 0. */
export function sampleOrder(at: number): JsonObject {
  const place = pick(places, at * 3);
  const placed = new Date(firstDayMs + (at % 300) * dayMs + ((at * 61) % 86_400) * 1_000);
  return {
    number: `ORD-${100_000 + at}`,
    placedAt: placed.toISOString(),
    status: pick(statuses, at * 7),
    currency: 'EUR',
    customer: customerOf(at),
    address: { street: `${pick(streets, at)} ${1 + (at % 90)}`, ...place },
    quantity: 1 + (at % 7),
    // Amounts whose sums are exact in the binary numbers of JSON.
    price: 9 + ((at * 37) % 240),
    vat: at % 4 === 0 ? 0 : 25,
  };
}

const text: DataSchema = { type: 'string' };
const structure = (properties: Readonly<Record<string, DataSchema>>): DataSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

export const sampleOrderSchema: DataSchema = structure({
  number: text,
  placedAt: { type: 'string', format: 'date-time' },
  status: { enum: ['paid', 'shipped', 'cancelled'] },
  currency: text,
  customer: structure({ id: text, firstName: text, lastName: text, email: { type: ['string', 'null'] } }),
  address: structure({ street: text, city: text, zip: text, country: text }),
  quantity: { type: 'integer' },
  price: { type: 'number', description: 'Of one piece, without tax' },
  vat: { type: 'number', description: 'In percent' },
});
