import { describe, expect, test } from 'vitest';
import { aCall, aRecord, aRun, aStep } from './evidence-rows.ts';
import { noEvidence, violationsOf } from './index.ts';
import type { Evidence, Graph, StepRecordRow, StepRow } from './index.ts';

const step = (path: string, given: Partial<StepRow> = {}): StepRow => aStep(path, { output: { n: 1 }, ...given });
const graph: Graph = {
  nodes: [
    { id: 'start', kind: 'trigger' },
    { id: 'size', kind: 'branch' },
    { id: 'charge', kind: 'action' },
    { id: 'small', kind: 'map' },
  ],
  edges: [
    { from: { node: 'start', port: 'out' }, to: { node: 'size' } },
    { from: { node: 'size', port: 'big' }, to: { node: 'charge' } },
    { from: { node: 'size', port: 'otherwise' }, to: { node: 'small' } },
  ],
};
/** A run as it should be. */
const good: Evidence = {
  ...noEvidence,
  readAt: 1_000,
  accepted: [{ event: 'e1', flowId: 'f' }],
  runs: [aRun()],
  steps: [
    step('start'),
    step('size', { ports: ['big'] }),
    step('charge'),
    step('small', { status: 'skipped', ports: [], output: null }),
  ],
  records: [aRecord()],
  attempts: [{ runId: 'r1', path: 'charge', startedAt: 45 }],
  calls: [aCall()],
  glimpses: [[{ id: 'r1', status: 'queued', fence: 0 }], [{ id: 'r1', status: 'running', fence: 1 }]],
  graphs: new Map([['f', graph]]),
  expected: new Map([
    [
      'r1',
      new Map([
        ['charge', 'succeeded'],
        ['small', 'skipped'],
      ] as const),
    ],
  ]),
  keyed: [{ key: 'customer 7', runIds: ['r1'], rule: { type: 'order' } }],
  schedules: [{ schedule: 's', planned: ['10:00', '10:05'], fired: ['10:05'], missed: ['10:00'] }],
};
const numbered = (one: StepRecordRow, place: number): StepRecordRow => ({ ...one, place });
/** A run that failed and was taken back. */
const undone = {
  runs: [aRun({ status: 'failed' as const })],
  graphs: new Map([
    [
      'f',
      {
        nodes: ['reserve', 'charge'].map((id) => ({ id, kind: 'action', compensate: {} })),
        edges: [{ from: { node: 'reserve', port: 'out' }, to: { node: 'charge' } }],
      },
    ],
  ]),
  expected: new Map(),
  keyed: [],
  attempts: [],
  steps: [
    step('reserve', { status: 'compensated' }),
    step('charge', { status: 'compensated' }),
    step('charge:c'),
    step('reserve:c'),
  ],
  records: (
    [
      ['reserve', 'succeeded'],
      ['charge', 'succeeded'],
      ['charge', 'compensated'],
      ['reserve', 'compensated'],
    ] as const
  )
    .map(([path, status]) => aRecord({ path, status }))
    .map(numbered),
  calls: ['reserve', 'charge', 'charge:c', 'reserve:c'].map((name, at) =>
    aCall({ step: name, key: `K${at}`, at: 50 + at }),
  ),
};
const without = (path: string): Pick<Evidence, 'steps' | 'calls'> => ({
  steps: undone.steps.flatMap((row) =>
    row.path === `${path}:c` ? [] : [row.path === path ? { ...row, status: 'succeeded' as const } : row],
  ),
  calls: undone.calls.filter((one) => one.step !== `${path}:c`),
});
const found = (broken: Partial<Evidence>): string[] => [
  ...new Set(violationsOf({ ...good, ...broken }).map(({ invariant }) => invariant)),
];

test('a run as it should be breaks nothing', () => {
  expect(violationsOf(good)).toEqual([]);
});

describe('what breaks an invariant is found', () => {
  const second = aRun({ id: 'r2', effectRoot: 'r2' });
  const overlapping = [aRun(), aRun({ id: 'r2', event: 'e2', startedAt: 50, finishedAt: 150 })];
  const cases: [string, string, Partial<Evidence>][] = [
    ['I1', 'an accepted event without a run', { accepted: [...good.accepted, { event: 'e9', flowId: 'f' }] }],
    ['I1', 'two original runs of one event', { runs: [aRun(), second], graphs: new Map(), calls: [] }],
    ['I2', 'an end that changed', { glimpses: [[{ id: 'r1', status: 'failed', fence: 1 }]] }],
    [
      'I2',
      'an end that was undone',
      {
        glimpses: [[{ id: 'r1', status: 'succeeded', fence: 1 }]],
        runs: [aRun({ status: 'running', finishedAt: null })],
      },
    ],
    ['I2', 'an end without its time', { runs: [aRun({ finishedAt: null })] }],
    ['I3', 'a run that nobody works on', { readAt: 90_000, runs: [aRun({ status: 'running', finishedAt: null })] }],
    [
      'I3',
      'a timer that was not heeded',
      { readAt: 90_000, runs: [aRun({ status: 'waiting', finishedAt: null, wakeAt: 20_000 })] },
    ],
    ['I4', 'two effects of one step', { calls: [aCall(), aCall({ at: 51 })] }],
    ['I4', 'two keys of one step', { calls: [aCall(), aCall({ key: 'K2', carriedOut: false })] }],
    ['I4', 'one key of two steps', { calls: [aCall(), aCall({ step: 'size' })] }],
    ['I5', 'an effect of an event without a run', { calls: [aCall({ event: 'e9' })] }],
    ['I5', 'an effect whose start was not recorded', { calls: [aCall({ step: 'refund' })] }],
    ['I6', 'a step that was settled twice', { records: [aRecord(), aRecord({ seq: 3, at: 90 })] }],
    ['I6', 'a call after the step was done', { calls: [aCall({ at: 2_000 })] }],
    ['I7', 'an output that is not the recorded one', { calls: [aCall({ used: { size: { n: 2 } } })] }],
    ['I8', 'a fence that went back', { glimpses: [[{ id: 'r1', status: 'running', fence: 4 }]] }],
    [
      'I9',
      'a step on a path that was not taken',
      { steps: good.steps.map((row) => (row.path === 'small' ? step('small') : row)), expected: new Map() },
    ],
    [
      'I9',
      'a step that was skipped on a path that was taken',
      {
        steps: good.steps.map((row) => (row.path === 'charge' ? step('charge', { status: 'skipped' }) : row)),
        expected: new Map(),
      },
    ],
    ['I9', 'a step that ran before what it needs', { steps: [step('start'), step('charge')], expected: new Map() }],
    [
      'I9',
      'another outcome than the model’s',
      { expected: new Map([['r1', new Map([['charge', 'failed' as const]])]]) },
    ],
    [
      'I10',
      'more at once than the key allows',
      { runs: overlapping, keyed: [{ key: 'k', runIds: ['r1', 'r2'], rule: { type: 'concurrency', limit: 1 } }] },
    ],
    [
      'I10',
      'an order that was turned round',
      {
        runs: [aRun({ startedAt: 200, finishedAt: 210 }), aRun({ id: 'r2', event: 'e2' })],
        keyed: [{ key: 'k', runIds: ['r1', 'r2'], rule: { type: 'order' } }],
      },
    ],
    [
      'I11',
      'an attempt after the grace of a cancel',
      {
        runs: [aRun({ status: 'cancelled', cancelAt: 0 })],
        attempts: [{ runId: 'r1', path: 'charge', startedAt: 11_000 }],
      },
    ],
    [
      'I11',
      'a call after the grace of a cancel',
      { runs: [aRun({ status: 'cancelled', cancelAt: 0 })], records: [], calls: [aCall({ at: 11_000 })] },
    ],
    [
      'I12',
      'a fire that is neither fired nor missed',
      { schedules: [{ schedule: 's', planned: ['1', '2'], fired: ['1'], missed: [] }] },
    ],
    [
      'I12',
      'a fire that happened twice',
      { schedules: [{ schedule: 's', planned: ['1'], fired: ['1', '1'], missed: [] }] },
    ],
    ['I12', 'a fire that was never planned', { schedules: [{ schedule: 's', planned: [], fired: ['1'], missed: [] }] }],
    [
      'I13',
      'an undo of what had not happened',
      { ...undone, calls: undone.calls.filter(({ step }) => step !== 'reserve') },
    ],
    [
      'I13',
      'an undo before its effect',
      { ...undone, calls: undone.calls.toReversed().map((one, at) => ({ ...one, at })) },
    ],
    [
      'I13',
      'an undo of the first before the last',
      { ...undone, records: [...undone.records.slice(0, 2), ...undone.records.slice(2).toReversed()].map(numbered) },
    ],
    [
      'I13',
      'a step that is left undone without a word',
      { ...undone, ...without('reserve'), records: undone.records.slice(0, 3) },
    ],
    ['I13', 'an undo in a run that went well', { ...undone, runs: [aRun()] }],
    [
      'I13',
      'a step that counts as undone, and nothing undid it',
      { ...undone, steps: undone.steps.filter(({ path }) => path !== 'reserve:c'), calls: undone.calls.slice(0, 3) },
    ],
    [
      'I4',
      'two undos of one effect',
      { ...undone, calls: [...undone.calls, aCall({ step: 'charge:c', key: 'K3', at: 56 })] },
    ],
    ['I16', 'a part whose run is gone', { loose: ['a checkpoint of a run that is gone: r9'] }],
  ];
  test.each(cases)('%s: %s', (invariant, _name, broken) => {
    expect(found(broken)).toEqual([invariant]);
  });
});

describe('what is allowed is not held against anybody', () => {
  test('a run may wait for a person as long as it takes', () => {
    expect(found({ readAt: 9e9, runs: [aRun({ status: 'waiting', finishedAt: null })] })).toEqual([]);
  });
  test('a target that ignores keys may see a step twice', () => {
    expect(found({ calls: [aCall({ honoursKeys: false }), aCall({ honoursKeys: false, at: 55 })] })).toEqual([]);
  });
  test('a late request whose key the target knew did nothing', () => {
    expect(found({ calls: [aCall(), aCall({ at: 2_000, carriedOut: false })] })).toEqual([]);
  });
  test('a run that is taken back, and says what it had to leave', () => {
    expect(found(undone)).toEqual([]);
    const stuck = { ...undone, ...without('reserve'), records: undone.records.slice(0, 3) };
    expect(found({ ...stuck, left: new Map([['r1', ['reserve']]]) })).toEqual([]);
  });
  test('an undo after the grace of a cancel', () => {
    const runs = [aRun({ status: 'cancelled', cancelAt: 0 })];
    expect(
      found({
        ...undone,
        runs,
        calls: undone.calls.map((one) => (one.step.endsWith(':c') ? { ...one, at: 20_000 } : one)),
        records: undone.records.map((one) => ({ ...one, at: 20_000 })),
      }),
    ).toEqual([]);
  });
  test('a replay is no second original', () => {
    const replay = aRun({ id: 'r2', replayOf: 'r1' });
    expect(found({ runs: [aRun(), replay], keyed: [] })).toEqual([]);
  });
});
