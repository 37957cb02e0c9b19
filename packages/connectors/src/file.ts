import {
  ConnectorError,
  defineConnector,
  defineRecordReader,
  defineRecordWriter,
  FieldSchema,
} from '@patchbay/connector-sdk';
import type { Files, Json, OperationContext, RecordBatches, WholeWriter } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { formatFields, FormatInput } from './http/format-fields.ts';
import {
  formatOf,
  readRecords,
  writeRecords,
  writtenExtension,
  writtenFormatOptions,
  writtenFormats,
  writtenMediaType,
} from './http/record-format.ts';
import { blankAsAbsent } from './http/request.ts';

function filesOf({ files }: OperationContext): Files {
  if (files !== undefined) return files;
  throw new ConnectorError('invalidInput', 'Files exist in runs only: there is nothing to try here.', {
    effect: 'none',
    next: 'Start a test run of the flow.',
  });
}

async function* eventRecords(context: OperationContext, input: FormatInput): AsyncGenerator<Json[]> {
  const { event } = filesOf(context);
  if (event === null) {
    throw new ConnectorError('invalidInput', 'The event that started this run has no body.', {
      effect: 'none',
      next: 'Whoever sends the events sends the file as the body of the request.',
    });
  }
  yield* readRecords(await event.open(), formatOf(input.format, { mediaType: event.mediaType }), input);
}

const WriteInput = z.object({
  name: z.string().trim().min(1, 'is empty').max(200),
  format: blankAsAbsent(z.enum(writtenFormats).default('csv')),
  schema: blankAsAbsent(FieldSchema.optional()),
  path: blankAsAbsent(z.string().optional()),
  root: blankAsAbsent(z.string().trim().max(200).optional()),
  delimiter: blankAsAbsent(z.string().length(1, 'must be one character').optional()),
});
type WriteInput = z.output<typeof WriteInput>;

/** What the codec of a format is told. */
function writeOptions({ format, schema, path, root, delimiter }: WriteInput): Parameters<typeof writeRecords>[2] {
  switch (format) {
    case 'csv':
      return { schema, ...(delimiter === undefined ? {} : { delimiter }) };
    case 'xml':
      return { schema, path, root: root ?? schema?.['x-xml']?.name ?? 'root' };
    case 'json':
    case 'jsonl':
      return {};
    case 'excel':
    case 'fixed-width':
    case 'avro':
      return { schema };
  }
}

/** Control characters and what parts folders have no place in the name of a file. */
const unfitInNames = /[\p{Cc}/\\]/gu;

function writer(context: OperationContext, input: WriteInput): WholeWriter {
  const { name, format } = input;
  const plain = name.replaceAll(unfitInNames, '_');
  const extension = `.${writtenExtension(format)}`;
  const facts = {
    name: plain.toLowerCase().endsWith(extension) ? plain : `${plain}${extension}`,
    mediaType: writtenMediaType(format),
  };
  return {
    type: 'whole',
    write: async (rows) => {
      const counted = { records: 0 };
      const passing = async function* (): RecordBatches {
        for await (const batch of rows) {
          counted.records += batch.length;
          yield batch;
        }
      };
      const { sizeBytes } = await filesOf(context).write(facts, writeRecords(passing(), format, writeOptions(input)));
      return { records: counted.records, name: facts.name, sizeBytes };
    },
  };
}

/** Files that come with the event, and files that a run leaves behind. */
export const file = defineConnector({
  id: 'file',
  name: 'Files',
  description:
    'Reads the records of a file that was sent to the flow, and writes records to a file that is kept with the run.',
  icon: 'file-spreadsheet',
  category: 'connector',
  operations: [
    defineRecordReader({
      id: 'file.readEvent',
      name: 'Read records of the event',
      description: 'Reads the body of the event that started the run as a file of records, however large it is.',
      icon: 'file-input',
      connection: 'none',
      summary: 'the body of the event',
      fields: [...formatFields],
      sideEffect: { cases: [], otherwise: 'read' },
      output: {},
      samples: [{ input: { format: 'csv' }, output: { order: '1042', customer: 'C7', gross: '120.50' } }],
      input: FormatInput,
      read: eventRecords,
    }),
    defineRecordWriter({
      id: 'file.writeRecords',
      name: 'Write records to a file',
      description: 'Writes all records to one file, which is kept with the run and downloaded from its page.',
      icon: 'file-output',
      connection: 'none',
      summary: '{name}',
      fields: [
        { name: 'name', label: 'Name of the file', control: 'text', required: true, placeholder: 'orders' },
        {
          name: 'format',
          label: 'Format',
          control: 'select',
          dynamic: false,
          default: 'csv',
          options: writtenFormatOptions,
        },
        {
          name: 'schema',
          label: 'Schema',
          description:
            'What the file is to hold: the columns and their order, the elements of XML with their namespaces, the places of fixed width. With “Where the records stand” it is the schema of the whole document, else of one record.',
          control: 'schema',
          dynamic: false,
          shapes: {
            of: 'records',
            path: 'path',
            format: 'format',
            needs: { 'fixed-width': 'x-pos', avro: 'x-avro' },
          },
          showWhen: { field: 'format', in: ['csv', 'excel', 'xml', 'fixed-width', 'avro'] },
        },
        {
          name: 'path',
          label: 'Where the records stand',
          description:
            'The way to the records below the root element, such as orders.order. Empty: there is one record.',
          control: 'text',
          dynamic: false,
          placeholder: 'order',
          showWhen: { field: 'format', in: ['xml'] },
        },
        {
          name: 'root',
          label: 'Root element',
          description: 'Empty: as the schema says, else “root”.',
          control: 'text',
          dynamic: false,
          advanced: true,
          placeholder: 'Orders',
          showWhen: { field: 'format', in: ['xml'] },
        },
        {
          name: 'delimiter',
          label: 'Delimiter',
          description: 'Empty: a comma.',
          control: 'text',
          dynamic: false,
          advanced: true,
          placeholder: ';',
          showWhen: { field: 'format', in: ['csv'] },
        },
      ],
      // The file is named by what is in it: written twice, it is there once.
      sideEffect: { cases: [], otherwise: 'keyed' },
      output: {
        type: 'object',
        properties: { records: { type: 'integer' }, name: { type: 'string' }, sizeBytes: { type: 'integer' } },
        required: ['records', 'name', 'sizeBytes'],
      },
      samples: [
        {
          input: { name: 'orders', format: 'csv' },
          output: { records: 9_000, name: 'orders.csv', sizeBytes: 412_800 },
        },
      ],
      input: WriteInput,
      open: (context, input) => Promise.resolve(writer(context, input)),
    }),
  ],
});
