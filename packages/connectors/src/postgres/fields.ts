// Fields that several operations of the connector share.
import { Json } from '@patchbay/connector-sdk';
import type { FieldDefinition } from '@patchbay/connector-sdk';
import * as z from 'zod';

export const absentWhenBlank = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema);

export const Values = absentWhenBlank(z.union([z.array(Json), z.record(z.string(), Json)]).default({}));
export const TimeoutMs = absentWhenBlank(z.int().min(1).max(600_000).default(30_000));
export const MaxRows = absentWhenBlank(z.int().min(1).max(1_000_000).default(10_000));
const Row = z.record(z.string(), Json);
export const Rows = z.union([z.array(Row), Row.transform((row) => [row])]);
/** A list of names, or names in one text, split by commas. */
export const Names = absentWhenBlank(
  z
    .union([z.array(z.string()), z.string().transform((text) => text.split(','))])
    .default([])
    .transform((names) => names.map((name) => name.trim()).filter((name) => name !== '')),
);

export const timeoutField: FieldDefinition = {
  name: 'timeoutMs',
  label: 'Time limit in milliseconds',
  control: 'number',
  dynamic: false,
  advanced: true,
  default: 30_000,
  schema: { type: 'integer', minimum: 1, maximum: 600_000 },
};
export const maxRowsField: FieldDefinition = {
  name: 'maxRows',
  label: 'Largest number of rows',
  control: 'number',
  dynamic: false,
  advanced: true,
  default: 10_000,
  schema: { type: 'integer', minimum: 1, maximum: 1_000_000 },
};
export const valuesField: FieldDefinition = {
  name: 'values',
  label: 'Values',
  description:
    'Bound to :name in the statement; a list is bound to $1, $2 and so on. Never written into the statement.',
  control: 'entries',
};
export const tableField: FieldDefinition = {
  name: 'table',
  label: 'Table',
  control: 'select',
  required: true,
  dynamic: false,
  discover: 'tables',
  placeholder: 'public.article',
};
export const rowsField: FieldDefinition = {
  name: 'rows',
  label: 'Row or list of rows',
  description: 'Column names and their values. A list is written in one statement, together or not at all.',
  control: 'rows',
  required: true,
  discover: 'columns',
};
export const keyColumnsField: FieldDefinition = {
  name: 'keyColumns',
  label: 'Key columns',
  description: 'Which columns say that it is the same row. Empty: the primary key.',
  control: 'text',
  dynamic: false,
  placeholder: 'order_number, line_no',
};
export const returningField: FieldDefinition = {
  name: 'returning',
  label: 'Hand back the written rows',
  control: 'boolean',
  dynamic: false,
  advanced: true,
  default: false,
};

export const resultSchema = {
  type: 'object',
  properties: {
    rowCount: { type: 'integer', description: 'Rows read or written' },
    rows: { type: 'array', items: { type: 'object' } },
  },
  required: ['rowCount', 'rows'],
} as const;
