// A step that names a schema of the library: what a run keeps holds the name, what is called gets the schema that the version holds.
import type { OperationManifest } from '@patchbay/model/connector';
import type { FieldValue } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { CheckpointData } from '@patchbay/model/run';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { expect, test } from 'vitest';
import type { OperationCall } from '../drivers/index.ts';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce } from '../testing/advance-once.ts';
import { memoryRecords, readerOf } from '../testing/memory-records.ts';

const content: DataSchema = {
  type: 'object',
  properties: { no: { type: 'integer', description: 'large '.repeat(100) } },
};
const named = (schema: string, given?: DataSchema): FieldValue => ({
  mode: 'schema',
  schema,
  ...(given === undefined ? {} : { content: given }),
});
const shaped = { schema: named('Order@3', content) };
const kept = { schema: { schema: 'Order@3' } };
const fixed = (value: Json): FieldValue => ({ mode: 'fixed', value });

/** Sends, fails, and takes back what was sent. */
const undoing = () =>
  aFlow()
    .withTrigger('start')
    .withAction('send', {
      input: { ...shaped, url: fixed('/a') },
      compensate: { operation: 'http.request', input: { ...shaped, url: fixed('/undo') } },
    })
    .withFail('no', '"No."')
    .to('start', 'send')
    .to('send', 'no')
    .build();

const calling = () => {
  const calls: OperationCall['input'][] = [];
  const call = ({ input }: OperationCall): Promise<Json> => {
    calls.push(input);
    return Promise.resolve({});
  };
  return { calls, drivers: { operations: { call } } };
};

test('its records and the note of its undo hold the name, each call the content', async () => {
  const { calls, drivers } = calling();
  const { steps, faults } = await advanceOnce(undoing(), { operation: aCall('keyed'), drivers });
  expect(faults).toEqual([]);
  expect(calls.map(({ url }) => url)).toEqual(['/a', '/undo']);
  for (const { schema } of calls) expect(schema).toEqual(content);
  expect(steps.get('send')).toMatchObject({
    status: 'compensated',
    input: { ...kept, url: '/a' },
    undo: { input: { ...kept, url: '/undo' } },
  });
  expect(JSON.stringify([...steps.values()])).not.toContain('large');
});

test('each turn of a loop gets the same object, which is read once', async () => {
  const { calls, drivers } = calling();
  const doc = aFlow()
    .withTrigger('start')
    .withForEach('loop', '[1, 2, 3]')
    .withAction('send', { input: shaped })
    .to('start', 'loop')
    .to('loop', 'send', 'each')
    .build();
  const { faults } = await advanceOnce(doc, { operation: aCall('keyed'), drivers });
  expect(faults).toEqual([]);
  expect(calls).toHaveLength(3);
  expect(new Set(calls.map(({ schema }) => schema)).size).toBe(1);
});

const noted = (schema: Json): CheckpointData =>
  ({
    steps: [
      {
        path: 'send',
        nodeId: 'send',
        status: 'succeeded',
        ports: ['out'],
        attempts: [],
        output: {},
        startedAt: new Date(0).toISOString(),
        undo: { input: { schema, url: '/undo' } },
      },
    ] as never,
  }) as never;

test('a note that a run wrote before goes out as it stands; one with another schema is left to a person', async () => {
  const { calls, drivers } = calling();
  const operation = aCall('keyed');
  await advanceOnce(undoing(), { operation, drivers, before: noted({ type: 'array' }) });
  expect(calls).toEqual([{ schema: { type: 'array' }, url: '/undo' }]);
  const { end } = await advanceOnce(undoing(), { operation, drivers, before: noted({ schema: 'Order@2' }) });
  expect(calls).toHaveLength(1);
  expect(end).toMatchObject({
    deadLetter: { kind: 'undo', remaining: [{ path: 'send', why: expect.stringContaining('Order@2') as string }] },
  });
});

test('a step over records keeps the name as well', async () => {
  const read: Json[] = [];
  const records = memoryRecords({
    read: ({ input }) => {
      read.push(input['schema'] ?? null);
      return Promise.resolve(readerOf([{ n: 1 }]));
    },
  });
  const doc = aFlow()
    .withTrigger('start')
    .withAction('read', { input: shaped, records: { does: 'read' } })
    .withRecordFilter('some', 'true')
    .to('start', 'read')
    .to('read', 'some')
    .build();
  const operation = aCall('read', { records: 'read' });
  const { steps, faults } = await advanceOnce(doc, { operation, drivers: { records } });
  expect(faults).toEqual([]);
  expect(read).toEqual([content]);
  expect(steps.get('read')).toMatchObject({ status: 'succeeded', input: kept });
});

const field = (name: string, rest: object = {}): OperationManifest['fields'][number] => ({
  name,
  label: name,
  control: 'text',
  required: false,
  dynamic: false,
  advanced: false,
  ...rest,
});

test.each([
  ['json', 'succeeded', 1],
  ['xml', 'failed', 0],
])(
  'a schema that the library lacks matters where its field is shown: with %s the step has %s',
  async (type, ended, count) => {
    const operation = aCall('read', {
      fields: [field('type'), field('schema', { control: 'schema', showWhen: { field: 'type', in: ['xml'] } })],
    });
    const doc = aFlow()
      .withTrigger('start')
      .withAction('send', { input: { type: fixed(type), schema: named('Gone@1') } })
      .to('start', 'send')
      .build();
    const { calls, drivers } = calling();
    const { steps } = await advanceOnce(doc, { operation, drivers });
    expect(steps.get('send')?.status).toBe(ended);
    expect(calls).toEqual(Array.from({ length: count }, () => ({ type })));
  },
);
