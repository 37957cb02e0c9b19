// I14 and I15: messages for subscribers, batches of records.
import { describe, expect, test } from 'vitest';
import { aRun, aStep } from './evidence-rows.ts';
import { noEvidence, violationsOf } from './index.ts';
import type { BatchCall, Evidence } from './index.ts';

const run = aRun();
const batch = (records: readonly string[], given: Partial<BatchCall> = {}): BatchCall => ({
  event: 'e1',
  step: 'send',
  key: `K ${records.join()}`,
  carriedOut: true,
  records,
  ...given,
});
const all = ['1', '2', '3', '4'];
/** A run that publishes, sends four records in two batches and keeps them. */
const good: Evidence = {
  ...noEvidence,
  readAt: 1_000,
  runs: [run],
  steps: [aStep('say'), aStep('send'), aStep('keep')],
  graphs: new Map([
    [
      'f',
      {
        nodes: [
          { id: 'say', kind: 'action', operation: 'topic.publish' },
          { id: 'send', kind: 'action' },
          { id: 'keep', kind: 'action' },
        ],
        edges: [],
      },
    ],
  ]),
  published: [{ runId: 'r1', path: 'say' }],
  messages: [
    { message: 'm1', subscriber: 's1', wanted: 1, got: 1 },
    { message: 'm1', subscriber: 's2', wanted: 2, got: 2 },
    { message: 'm1', subscriber: 's3', wanted: 0, got: 0 },
  ],
  batches: [batch(['1', '2']), batch(['1', '2'], { carriedOut: false }), batch(['3', '4'])],
  recordsToSend: [{ event: 'e1', step: 'send', records: all }],
  files: [{ event: 'e1', step: 'keep', records: all }],
};
const broken = (given: Partial<Evidence>): string[] => {
  const violations = violationsOf({ ...good, ...given });
  expect(new Set(violations.map(({ invariant }) => invariant)).size).toBeLessThanOrEqual(1);
  return violations.map(({ invariant, says }) => `${invariant} ${says}`);
};

test('what went as it should breaks nothing', () => {
  expect(violationsOf(good)).toEqual([]);
});

describe('I14', () => {
  test('a step that published twice', () => {
    const published = [...good.published, ...good.published];
    expect(broken({ published })).toEqual(['I14 step say of run r1 published 2 messages']);
  });

  test('a step that succeeded and published nothing', () => {
    expect(broken({ published: [] })).toEqual(['I14 step say of run r1 succeeded, and its message is not there']);
    expect(
      broken({ published: [], steps: [aStep('say', { status: 'failed' }), aStep('send'), aStep('keep')] }),
    ).toEqual([]);
  });

  test.each([
    ['lost', { wanted: 1, got: 0 }],
    ['doubled', { wanted: 1, got: 2 }],
    ['let through by a filter that does not', { wanted: 0, got: 1 }],
    ['replayed twice over', { wanted: 2, got: 3 }],
  ])('a message that was %s', (_, { wanted, got }) => {
    const messages = [{ message: 'm1', subscriber: 's1', wanted, got }];
    expect(broken({ messages })).toEqual([`I14 message m1 started ${got} runs of s1, and ${wanted} was to be`]);
  });
});

describe('I15', () => {
  test('a batch that was carried out twice', () => {
    expect(broken({ batches: [batch(['1', '2']), batch(['1', '2']), batch(['3', '4'])] })).toEqual([
      'I15 step e1 send: of 4 records 2 are there more than once',
    ]);
  });

  test('records that did not come, though the step says that they did', () => {
    expect(broken({ batches: [batch(['1', '2'])] })).toEqual(['I15 step e1 send: of 4 records 2 are missing']);
    expect(
      broken({ batches: [batch(['1', '2'])], steps: [aStep('say'), aStep('send', { status: 'started' })] }),
    ).toEqual([]);
  });

  test('a record that nobody sent', () => {
    expect(broken({ batches: [batch(['1', '2']), batch(['3', '4', '5'])] })).toEqual([
      'I15 step e1 send: of 4 records 1 are strange',
    ]);
  });

  test('a key that stands for two batches', () => {
    const key = 'K';
    expect(broken({ batches: [batch(['1', '2'], { key }), batch(['3', '4'], { key })] })).toEqual([
      'I15 key K stands for 2 different batches',
    ]);
  });

  test('a file that lacks a record, and one that holds one twice', () => {
    const files = [
      { event: 'e1', step: 'keep', records: ['1', '2', '3'] },
      { event: 'e1', step: 'copy', records: ['1', '2', '3', '4', '4'] },
    ];
    expect(broken({ files })).toEqual([
      'I15 the file of e1 keep: of 4 records 1 are missing',
      'I15 the file of e1 copy: of 4 records 1 are there more than once',
    ]);
  });
});
