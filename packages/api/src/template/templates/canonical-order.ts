// The mapping of a shop's order to the canonical order, the heart of the template "Order to cash".
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';

const text: DataSchema = { type: 'string' };
const number: DataSchema = { type: 'number' };
const personal: DataSchema = { type: 'string', 'x-data-class': 'personal' };

const lineSchema: DataSchema = {
  type: 'object',
  required: ['lineNo', 'sku', 'quantity', 'unitPrice', 'lineTotal'],
  additionalProperties: false,
  properties: {
    lineNo: { type: 'integer', minimum: 1 },
    sku: text,
    description: text,
    quantity: { type: 'integer', minimum: 1 },
    unitPrice: number,
    lineTotal: { ...number, description: 'rounded half up to 2 decimals' },
    weightKg: number,
    note: { ...text, description: "name: value, joined by '; ', absent when there is none" },
  },
};

export const canonicalOrderSchema: DataSchema = {
  title: 'CanonicalOrder',
  type: 'object',
  required: ['orderNumber', 'sourceId', 'orderedAt', 'currency', 'customer', 'shipTo', 'lines', 'totals'],
  additionalProperties: false,
  properties: {
    orderNumber: { ...text, description: 'without the leading #' },
    sourceId: { ...text, description: 'the shop’s id, as text: ids pass 2^53' },
    orderedAt: { ...text, format: 'date-time', description: 'UTC' },
    currency: { ...text, pattern: '^[A-Z]{3}$' },
    customer: {
      type: 'object',
      required: ['name', 'email'],
      additionalProperties: false,
      properties: {
        name: { ...text, description: 'last name, first name' },
        email: { ...personal, format: 'email' },
        segments: { type: 'array', items: text },
      },
    },
    shipTo: {
      type: 'object',
      required: ['name', 'street', 'postalCode', 'city', 'country'],
      additionalProperties: false,
      properties: {
        name: personal,
        street: personal,
        postalCode: text,
        city: text,
        country: { ...text, description: 'ISO 3166-1 alpha-3' },
      },
    },
    lines: { type: 'array', minItems: 1, items: lineSchema },
    totals: {
      type: 'object',
      required: ['net', 'tax', 'gross', 'weightKg', 'pieces'],
      additionalProperties: false,
      properties: { net: number, tax: number, gross: number, weightKg: number, pieces: { type: 'integer' } },
    },
    priority: {
      enum: ['standard', 'express'],
      description: 'express when the customer is vip or the gross is 500 or more',
    },
  },
};

const order = 'trigger.body';

export const canonicalOrderMapping: MappingDocument = {
  map: 1,
  target: { schema: canonicalOrderSchema },
  lookups: {
    countries: {
      values: { DE: 'DEU', DK: 'DNK', ES: 'ESP', FR: 'FRA', GB: 'GBR', NO: 'NOR', SE: 'SWE', US: 'USA' },
    },
  },
  root: {
    fields: {
      orderNumber: { expr: `SUBSTITUTE(${order}.name, "#", "")` },
      sourceId: { expr: `"" & ${order}.id` },
      orderedAt: { expr: `TOZONE(${order}.created_at, "UTC")` },
      currency: { expr: `${order}.currency` },
      customer: {
        fields: {
          name: { expr: `${order}.customer.last_name & ", " & ${order}.customer.first_name` },
          email: { expr: `${order}.email` },
          segments: { expr: `FILTER(MAP(TEXTSPLIT(${order}.customer.tags, ","), tag -> TRIM(tag)), tag -> tag <> "")` },
        },
      },
      shipTo: {
        fields: {
          name: { expr: `${order}.shipping_address.name` },
          street: {
            expr: `TEXTJOIN(", ", true, ${order}.shipping_address.address1, ${order}.shipping_address.address2)`,
          },
          postalCode: { expr: `${order}.shipping_address.zip` },
          city: { expr: `${order}.shipping_address.city` },
          country: { lookup: 'countries', key: `${order}.shipping_address.country_code`, onNull: 'error' },
        },
      },
      lines: {
        for: `${order}.line_items`,
        as: 'line',
        fields: {
          lineNo: { expr: '$index + 1' },
          sku: { expr: 'line.sku' },
          description: { expr: 'line.title' },
          quantity: { expr: 'line.quantity' },
          unitPrice: { expr: 'NUMBER(line.price)', onNull: 'error' },
          lineTotal: { expr: 'ROUND(NUMBER(line.price) * line.quantity, 2)', onNull: 'error' },
          weightKg: { expr: 'ROUND(line.grams * line.quantity / 1000, 3)' },
          note: {
            when: 'COUNT(line.properties) > 0',
            expr: 'TEXTJOIN("; ", true, MAP(line.properties, property -> property.name & ": " & property.value))',
          },
        },
      },
      totals: {
        fields: {
          net: { expr: `ROUND(NUMBER(${order}.total_price) - NUMBER(${order}.total_tax), 2)`, onNull: 'error' },
          tax: { expr: `NUMBER(${order}.total_tax)`, onNull: 'error' },
          gross: { expr: `NUMBER(${order}.total_price)`, onNull: 'error' },
          weightKg: { expr: 'ROUND(SUM($target.lines.weightKg), 3)' },
          pieces: { expr: `SUM(${order}.line_items.quantity)` },
        },
      },
      priority: {
        expr: `IF(("vip" in $target.customer.segments) or $target.totals.gross >= 500, "express", "standard")`,
      },
    },
  },
};
