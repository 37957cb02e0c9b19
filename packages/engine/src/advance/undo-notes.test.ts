// Whether a step has something to take back, and with what, is settled as soon as it has succeeded.
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { describe, expect, test } from 'vitest';
import type { OperationCall } from '../drivers/index.ts';
import { advanceOnce } from '../testing/advance-once.ts';
import { aCall } from '../testing/a-call.ts';

const undo = (of: string, when?: string) => ({
  operation: 'http.request',
  input: { undo: { mode: 'expression' as const, expr: `"${of}"` } },
  ...(when === undefined ? {} : { when }),
});

/** Stock is reserved, the card charged or declined, and the run stops with all of it taken back. */
async function order(answer: (call: OperationCall) => Json, when: string) {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('reserve', { compensate: undo('reserve') })
    .withAction('charge', { compensate: undo('charge', when), onUnknown: 'assumeDone' })
    .withStop('over', { undo: true })
    .to('start', 'reserve')
    .to('reserve', 'charge')
    .to('charge', 'over')
    .build();
  const undone: Json[] = [];
  const call = (one: OperationCall): Promise<Json> => {
    if (one.input['undo'] === undefined) return Promise.resolve(answer(one));
    undone.push(one.input['undo']);
    return Promise.resolve({});
  };
  const { end, steps, faults } = await advanceOnce(doc, {
    operation: aCall('unsafe'),
    drivers: { operations: { call } },
  });
  expect(faults).toEqual([]);
  return { end, steps, undone };
}
const answering = (status: number) => (): Json => ({ status });
const when = 'steps.charge.status = 201';

describe('a condition on the undo of a step', () => {
  test('that holds has it taken back; the run that stops so has succeeded', async () => {
    const { end, steps, undone } = await order(answering(201), when);
    expect(undone).toEqual(['charge', 'reserve']);
    expect([steps.get('charge')?.status, steps.get('reserve')?.status]).toEqual(['compensated', 'compensated']);
    expect(end).toMatchObject({ status: 'succeeded', deadLetter: null });
  });

  test('that does not hold leaves it out: there was no effect', async () => {
    const { end, steps, undone } = await order(answering(402), when);
    expect(undone).toEqual(['reserve']);
    expect([steps.get('charge')?.status, steps.get('reserve')?.status]).toEqual(['succeeded', 'compensated']);
    expect(steps.get('charge')).not.toHaveProperty('undo');
    expect(end).toMatchObject({ status: 'succeeded', deadLetter: null });
  });

  test('is not asked of a step that is only assumed to be done: it is taken back', async () => {
    const { undone } = await order(({ path }) => {
      if (path === 'charge')
        throw Object.assign(new Error('no answer'), { name: 'ConnectorError', kind: 'transient', effect: 'unknown' });
      return {};
    }, when);
    expect(undone).toEqual(['charge', 'reserve']);
  });

  test('that gives neither true nor false puts the step in the dead letters, and the walk goes on', async () => {
    const { end, undone } = await order(answering(201), 'steps.charge.status');
    expect(undone).toEqual(['reserve']);
    expect(end).toMatchObject({
      status: 'failed',
      deadLetter: {
        kind: 'undo',
        remaining: [{ path: 'charge', why: expect.stringContaining('neither true nor false') as string }],
      },
    });
  });
});

test('a container that is undone as a whole stands for its body also after the run has waited', async () => {
  const doc = aFlow()
    .withTrigger('start')
    .withTry('both')
    .withAction('reserve', { compensate: undo('reserve') })
    .withDelay('rest', '5')
    .withFail('no', '"No."')
    .to('start', 'both')
    .to('both', 'reserve', 'body')
    .to('both', 'rest')
    .to('rest', 'no')
    .build();
  const nodes = doc.nodes.map((node) => (node.kind === 'try' ? { ...node, compensate: undo('both') } : node));
  // At this level nothing is written before the run waits: all of it stands in one checkpoint.
  const light = { ...doc, nodes, settings: { ...doc.settings, level: 'light' as const } };
  const undone: Json[] = [];
  const call = ({ input }: OperationCall): Promise<Json> => {
    if (input['undo'] !== undefined) undone.push(input['undo']);
    return Promise.resolve({});
  };
  let nowMs = 0;
  const drivers = { operations: { call }, now: () => new Date(nowMs) };
  const first = await advanceOnce(light, { operation: aCall('keyed'), drivers });
  expect(first.end?.status).toBe('waiting');
  nowMs = 600_000;
  const second = await first.again();
  expect(second.end).toMatchObject({ status: 'failed', deadLetter: null });
  expect(undone).toEqual(['both']);
});
