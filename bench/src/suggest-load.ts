// Two large schemas about the same things in two styles, made from a seed: what auto-map's time is measured on.
import type { DataSchema } from '@patchbay/model/schema';

const parties = [
  'buyer',
  'supplier',
  'ship to',
  'bill to',
  'carrier',
  'payer',
  'manufacturer',
  'contact',
  'employee',
  'bank',
];
const topics = [
  'order',
  'invoice',
  'delivery',
  'payment',
  'contract',
  'product',
  'campaign',
  'project',
  'warehouse',
  'return',
];
const sections = ['address', 'terms', 'reference', 'status', 'audit', 'tax', 'discount', 'schedule', 'package', 'note'];
const properties = [
  'number', 'date', 'name', 'code', 'type', 'street', 'postal code', 'city', 'country', 'quantity',
  'unit price', 'amount', 'currency', 'email', 'phone', 'description', 'status', 'priority', 'weight', 'language',
]; // prettier-ignore
const odd = ['flux', 'gamma', 'zeta', 'kilo', 'omega', 'delta', 'sigma', 'alpha', 'theta', 'lambda'];

const camel = (text: string): string => text.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
const snake = (text: string): string => text.replaceAll(' ', '_');
const short: Readonly<Record<string, string>> = {
  number: 'no',
  date: 'dt',
  quantity: 'qty',
  amount: 'amt',
  description: 'desc',
  buyer: 'customer',
  supplier: 'vendor',
  'postal code': 'zip',
  delivery: 'shipment',
};

/** `count` leaves in objects of 20, every fourth object inside an array. `plain` is camelCase, `terse` snake_case with short forms. */
export function largeSchema(count: number, style: 'plain' | 'terse'): DataSchema {
  const word = (text: string): string => (style === 'plain' ? camel(text) : snake(short[text] ?? text));
  const root: Record<string, DataSchema> = {};
  for (let start = 0; start < count; start += properties.length) {
    const at = start / properties.length;
    const party = parties[at % 10] ?? '';
    const topic = topics[Math.floor(at / 10) % 10] ?? '';
    const section = sections[Math.floor(at / 100) % 10] ?? '';
    const rare = `${odd[at % 10]} ${odd[(at * 7 + 3) % 10]} ${at}`;
    const fields: Record<string, DataSchema> = {};
    for (const [place, property] of properties.entries()) {
      if (start + place >= count) break;
      const name = place % 5 === 0 ? `${party} ${property}` : place % 7 === 0 ? `${rare} ${property}` : property;
      fields[
        name.split(' ').length > 2
          ? word(name)
          : name
              .split(' ')
              .map(word)
              .join(style === 'plain' ? 'X' : '_')
      ] = {
        type: place % 3 === 0 ? 'number' : 'string',
      };
    }
    const object: DataSchema = { type: 'object', properties: fields };
    const name = word(`${party} ${topic} ${section}`);
    root[name] = at % 4 === 3 ? { type: 'array', items: object } : object;
  }
  return { type: 'object', properties: root };
}
