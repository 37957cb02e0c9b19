import { setImmediate } from 'node:timers/promises';
import { ConnectorError, defineConnector, defineRecordReader, defineRecordWriter } from '@patchbay/connector-sdk';
import { isJsonObject } from '@patchbay/connector-sdk';
import type { Json, RecordBatches } from '@patchbay/connector-sdk';
import * as z from 'zod';
import { sampleOrder, sampleOrderSchema } from './sample/orders.ts';

const batchSize = 1_000;
const mostOrders = 1_000_000;

async function* orders(count: number, signal: AbortSignal): RecordBatches {
  for (let from = 0; from < count; from += batchSize) {
    signal.throwIfAborted();
    yield Array.from({ length: Math.min(batchSize, count - from) }, (_, index) => sampleOrder(from + index));
    // Nothing is waited for here, and whoever shares the process has a turn all the same.
    await setImmediate();
  }
}

const isMissing = (record: Json, field: string): boolean => {
  const value = isJsonObject(record) && Object.hasOwn(record, field) ? record[field] : undefined;
  return value === undefined || value === null || value === '';
};

/** To try steps over records with: nothing to connect, and the same data each time. */
export const sample = defineConnector({
  id: 'sample',
  name: 'Sample data',
  description: 'Made-up orders, and a target that keeps nothing: to try steps over records without any system.',
  icon: 'flask-conical',
  category: 'connector',
  operations: [
    defineRecordReader({
      id: 'sample.readOrders',
      name: 'Read sample orders',
      description: 'Made-up orders of a shop, the same ones each time.',
      icon: 'flask-conical',
      connection: 'none',
      summary: '{count} orders',
      fields: [
        {
          name: 'count',
          label: 'How many',
          description: 'One million at most.',
          control: 'number',
          required: true,
          default: 100_000,
          schema: { type: 'integer', minimum: 1, maximum: mostOrders },
        },
      ],
      sideEffect: { cases: [], otherwise: 'read' },
      output: sampleOrderSchema,
      samples: [{ input: { count: 100_000 }, output: sampleOrder(0) }],
      input: z.object({ count: z.int().min(1).max(mostOrders) }),
      read: ({ signal }, { count }) => orders(count, signal),
    }),
    defineRecordWriter({
      id: 'sample.writeRecords',
      name: 'Write to the sample target',
      description: 'Takes records, a thousand at a time, and keeps none of them.',
      icon: 'database',
      connection: 'none',
      summary: 'keeps nothing',
      fields: [
        {
          name: 'refuses',
          label: 'Refuses records without',
          description: 'A field. Records in which it is missing or empty are refused, as a real target refuses some.',
          control: 'text',
          dynamic: false,
          placeholder: 'email',
        },
      ],
      sideEffect: { cases: [], otherwise: 'keyed' },
      output: {
        type: 'object',
        properties: { records: { type: 'integer' }, batches: { type: 'integer' } },
        required: ['records'],
      },
      samples: [{ input: { refuses: 'email' }, output: { records: 1_980, batches: 2 } }],
      input: z.object({ refuses: z.string().trim().optional() }),
      open: (_context, { refuses = '' }) =>
        Promise.resolve({
          type: 'batches',
          batchSize,
          writesByKey: true,
          write: ({ rows }) => {
            if (refuses === '' || !rows.some((row) => isMissing(row, refuses))) return Promise.resolve();
            return Promise.reject(
              new ConnectorError('invalidInput', `The sample target takes no record without “${refuses}”.`, {
                effect: 'none',
                next: 'Fill the field in the map before this step, or let the step leave such records out.',
              }),
            );
          },
          close: () => Promise.resolve(),
        }),
    }),
  ],
});
