import { MappingDocument } from '@patchbay/model/mapping';
import type { MappingBundle } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { viewOf } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';

const text: DataSchema = { type: 'string' };
const number: DataSchema = { type: 'number' };
const integer: DataSchema = { type: 'integer' };
const list = (items: DataSchema): DataSchema => ({ type: 'array', items });
const structure = (properties: Record<string, DataSchema>, required: string[] = []): DataSchema => ({
  type: 'object',
  required,
  properties,
});

/** An order with lines, tags of lines, parcels with their own lines, and a name that needs back-ticks. */
export const orderSchema: DataSchema = structure({
  id: integer,
  name: text,
  'odd name': text,
  total: text,
  paid: { type: 'boolean' },
  placed: { type: 'string', format: 'date-time' },
  keywords: list(text),
  customer: structure({ first_name: text, last_name: text, email: { type: ['string', 'null'] } }),
  ship: structure({ street: text, city: text, zip: text }),
  lines: list(
    structure({
      sku: text,
      qty: integer,
      price: text,
      ready: { type: 'string', format: 'date' },
      tags: list(structure({ key: { enum: ['gift', 'colour'] }, value: text })),
    }),
  ),
  extras: list(structure({ sku: text, qty: integer })),
  parcels: list(structure({ no: text, items: list(structure({ sku: text, qty: integer })) })),
});

export const productsSchema: DataSchema = list(structure({ sku: text, title: text, price: number }, ['sku']));

export const invoiceSchema: DataSchema = structure(
  {
    id: text,
    number: integer,
    total: number,
    count: integer,
    date: { type: 'string', format: 'date' },
    status: { enum: ['new', 'done'] },
    words: list(text),
    numbers: list(number),
    customer: structure({ firstName: text, lastName: text, email: text, vat: text }),
    address: structure({ street: text, city: text, zip: text }),
    items: list(
      structure({
        sku: text,
        title: text,
        quantity: integer,
        amount: number,
        parts: list(structure({ key: text, value: text })),
      }),
    ),
    boxes: list(structure({ no: text, contents: list(structure({ sku: text, qty: integer })) })),
    free: {},
  },
  ['id'],
);

/** A document over `order` and the lookup source `products`, with these rules. */
export function orderDocument(
  fields: unknown,
  more: Partial<Record<keyof MappingDocument, unknown>> = {},
): MappingDocument {
  return MappingDocument.parse({
    map: 1,
    sources: { order: { schema: orderSchema }, products: { schema: productsSchema, role: 'lookup', key: 'sku' } },
    target: { schema: invoiceSchema },
    root: { fields },
    ...more,
  });
}

export const orderView = (
  fields: unknown = {},
  more: Partial<Record<keyof MappingDocument, unknown>> = {},
  library?: MappingBundle,
): MappingView => viewOf(orderDocument(fields, more), { library });

/** The rules of a document without its sources and its target. */
export const fieldsOf = ({ root }: MappingDocument): unknown => root.fields;
