// A small shop's mapping, and what the checker says of it in short: for the tests of checks.
import type { QuickFix } from '@patchbay/model/errors';
import { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { checkMapping } from '../rules/check-mapping.ts';

export const line: DataSchema = {
  type: 'object',
  required: ['sku', 'qty', 'tags'],
  additionalProperties: false,
  properties: {
    sku: { type: 'string', maxLength: 20 },
    qty: { type: 'integer' },
    price: { type: 'number' },
    note: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
export const order: DataSchema = {
  type: 'object',
  required: ['id', 'lines', 'status', 'day', 'at'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['new', 'paid', 'gone'] },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    total: { type: 'number' },
    lines: { type: 'array', items: line },
  },
};
export const product: DataSchema = {
  type: 'object',
  required: ['sku', 'no'],
  properties: { sku: { type: 'string' }, no: { type: 'integer' } },
};

export type Options = { target?: DataSchema; rest?: object; root?: object };

export const documentOf = (fields: object, { target, rest = {}, root = {} }: Options = {}): MappingDocument =>
  MappingDocument.parse({
    map: 1,
    sources: { order: { schema: order }, products: { schema: { type: 'array', items: product } } },
    ...(target === undefined ? {} : { target: { schema: target } }),
    root: { ...root, fields },
    ...rest,
  });
export const all = (fields: object, options?: Options) =>
  checkMapping(documentOf(fields, options), {}).diagnostics.filter(({ code }) => code !== 'mapping.unusedFields');
/** `code field` of each, without the remarks that expressions themselves make. */
export const found = (fields: object, options?: Options): string[] =>
  all(fields, options)
    .filter(({ code, severity }) => severity !== 'info' || code.startsWith('mapping.'))
    .map(({ severity, code, at }) => `${severity} ${code} ${at.field?.replace('mapping', '')}`);
export const fixesOf = (fields: object, options?: Options): QuickFix[] =>
  all(fields, options).flatMap(({ fixes = [], severity }) => (severity === 'info' ? [] : fixes));

export const object = (properties: Record<string, DataSchema>, required: string[] = []): DataSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
