import { schemaProblems } from '@patchbay/connector-sdk';
import { createEgress } from '@patchbay/connector-sdk/egress';
import { testContext } from '@patchbay/connector-sdk/testing';
import type { Json, RecordWriter } from '@patchbay/connector-sdk';
import { afterAll, expect, it } from 'vitest';
import { sampleOrder, sampleOrderSchema } from './sample/orders.ts';
import { sample } from './sample.ts';

const egress = createEgress({ allow: [] });
afterAll(() => egress.close());
const context = testContext(egress, {});
const [reader, writer] = sample.operations;

async function read(count: Json): Promise<Json[]> {
  if (reader?.kind !== 'action' || reader.read === undefined) throw new Error('no reader');
  const records: Json[] = [];
  for await (const batch of reader.read(context, { count })) records.push(...batch);
  return records;
}

it('reads so many orders, the same ones each time, each as its schema says', async () => {
  const orders = await read(2_345);
  expect(orders).toHaveLength(2_345);
  expect(await read(2_345)).toEqual(orders);
  expect(orders.flatMap((order) => schemaProblems(sampleOrderSchema, order))).toEqual([]);
  expect(new Set(orders.map((order) => (order as { number: string }).number)).size).toBe(2_345);
});

it('refuses a number of orders that is none', async () => {
  await expect(read(0)).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(read(1_000_001)).rejects.toMatchObject({ kind: 'invalidInput' });
});

it('takes records, and refuses a batch that holds one without the field', async () => {
  if (writer?.kind !== 'action' || writer.open === undefined) throw new Error('no writer');
  const write = async (rows: readonly Json[], refuses: string): Promise<void> => {
    const target: RecordWriter = (await writer.open?.(context, { refuses })) as RecordWriter;
    if (target.type !== 'batches') throw new Error('no batches');
    await target.write({ rows, number: 0, idempotencyKey: 'k' });
  };
  const rows = [sampleOrder(0), { ...sampleOrder(1), note: '' }];
  await write(rows, '');
  await write(rows, 'number');
  await expect(write(rows, 'note')).rejects.toMatchObject({ kind: 'invalidInput', effect: 'none' });
});
