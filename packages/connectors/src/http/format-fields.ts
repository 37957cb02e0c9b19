// Formats of files of records, as fields of a step: what is read, and how.
import { codecs } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';
import { FieldSchema } from '@patchbay/connector-sdk';
import type { FieldDefinition } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { blankAsAbsent } from './request.ts';

/** Formats that records are read in. */
export const formats = [
  'csv',
  'excel',
  'jsonl',
  'json',
  'xml',
  'fixed-width',
  'avro',
  'x12',
  'edifact',
  'hl7',
] as const satisfies readonly FormatId[];
export type RecordFormat = (typeof formats)[number];
const options = formats.map((format) => ({ value: format as string, label: codecs[format].title }));

/** With these a step says where in the document the records stand; “auto”, as the file may be one of them. */
export const formatsWithWay: readonly string[] = ['auto', 'json', 'xml'];

export const formatFields: readonly FieldDefinition[] = [
  {
    name: 'format',
    label: 'Format',
    control: 'select',
    dynamic: false,
    default: 'auto',
    options: [{ value: 'auto', label: 'As the file says' }, ...options],
  },
  {
    name: 'schema',
    label: 'Schema',
    description:
      'What the file holds: types, lists, and of fixed width the places of the fields. The steps behind it know the fields then. With “Where the records stand” it is the schema of the whole document, else of one record.',
    control: 'schema',
    dynamic: false,
    shapes: { of: 'records', path: 'path', format: 'format', needs: { 'fixed-width': 'x-pos' } },
  },
  {
    name: 'path',
    label: 'Where the records stand',
    description: 'For JSON and XML: the way to the list in the document, such as data.orders.',
    control: 'text',
    dynamic: false,
    placeholder: 'data.orders',
    showWhen: { field: 'format', in: [...formatsWithWay] },
  },
  {
    name: 'lists',
    label: 'Elements that may come more than once',
    description:
      'For XML without a schema, parted by commas, from below the root on: order.line. They are lists even where only one of them comes.',
    control: 'text',
    dynamic: false,
    placeholder: 'order.line, order.note',
    showWhen: { field: 'format', in: ['auto', 'xml'] },
  },
  {
    name: 'sheet',
    label: 'Sheet',
    description: 'For Excel: its name, or its place from 1. Empty: the first that is not hidden.',
    control: 'text',
    dynamic: false,
    placeholder: 'Orders',
    showWhen: { field: 'format', in: ['auto', 'excel'] },
  },
  {
    name: 'delimiter',
    label: 'Delimiter',
    description: 'For CSV. Empty: found out from the beginning of the file.',
    control: 'text',
    dynamic: false,
    advanced: true,
    placeholder: ';',
    showWhen: { field: 'format', in: ['auto', 'csv'] },
  },
  {
    name: 'header',
    label: 'The first line names the columns',
    control: 'boolean',
    dynamic: false,
    advanced: true,
    default: true,
    showWhen: { field: 'format', in: ['auto', 'csv', 'excel'] },
  },
  {
    name: 'ragged',
    label: 'Lines with too few or too many cells',
    control: 'select',
    dynamic: false,
    advanced: true,
    default: 'error',
    options: [
      { value: 'error', label: 'Fail' },
      { value: 'pad', label: 'Fill up with nothing' },
    ],
    showWhen: { field: 'format', in: ['auto', 'csv'] },
  },
  {
    name: 'encoding',
    label: 'Encoding',
    description: 'Empty: found out.',
    control: 'text',
    dynamic: false,
    advanced: true,
    placeholder: 'utf-8',
  },
];

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

export const FormatInput = z.object({
  format: blankAsAbsent(z.enum(['auto', ...formats]).default('auto')),
  schema: blankAsAbsent(FieldSchema.optional()),
  path: blankAsAbsent(z.string().optional()),
  lists: blankAsAbsent(z.string().transform(namesIn).optional()),
  sheet: blankAsAbsent(z.string().trim().optional()),
  delimiter: blankAsAbsent(z.string().length(1, 'must be one character').optional()),
  header: blankAsAbsent(z.boolean().default(true)),
  ragged: blankAsAbsent(z.enum(['error', 'pad']).default('error')),
  encoding: blankAsAbsent(z.string().optional()),
});
export type FormatInput = z.output<typeof FormatInput>;
