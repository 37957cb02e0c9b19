// What is done again, and what is more than a chain: replays, versions, merges, bodies, and what was known when an effect came.
import { describe, expect, test } from 'vitest';
import { noEvidence, violationsOf } from './index.ts';
import type { Evidence, Graph, RunRow, StepRecordRow, StepRow, TargetCall } from './index.ts';

const run = (given: Partial<RunRow> = {}): RunRow => ({
  id: 'r1',
  flowId: 'f',
  versionId: 'v1',
  effectRoot: 'r1',
  replayOf: null,
  event: 'e1',
  status: 'succeeded',
  fence: 1,
  createdAt: 0,
  startedAt: 10,
  finishedAt: 100,
  wakeAt: null,
  cancelAt: null,
  ...given,
});
const step = (path: string, given: Partial<StepRow> = {}): StepRow => ({
  runId: 'r1',
  path,
  status: 'succeeded',
  ports: ['out'],
  output: null,
  ...given,
});
const skipped = (path: string): StepRow => step(path, { status: 'skipped', ports: [] });
const call = (given: Partial<TargetCall> = {}): TargetCall => ({
  event: 'e1',
  step: 'charge',
  key: 'K of r1',
  root: 'r1',
  at: 50,
  carriedOut: true,
  honoursKeys: true,
  used: {},
  ...given,
});
const charged = (runId: string, at: number): StepRecordRow => ({
  runId,
  path: 'charge',
  seq: 0,
  place: 1,
  at,
  status: 'succeeded',
});
const found = (evidence: Partial<Evidence>): string[] => [
  ...new Set(violationsOf({ ...noEvidence, readAt: 1_000, ...evidence }).map(({ invariant }) => invariant)),
];

/** A run, a replay of it as the same event, and one as a new event. */
const same = run({ id: 'r2', replayOf: 'r1' });
const anew = run({ id: 'r3', replayOf: 'r1', effectRoot: 'r3' });
const replayed = {
  runs: [run(), same, anew],
  steps: ['r1', 'r2', 'r3'].map((runId) => step('charge', { runId, output: { of: runId === 'r3' ? 3 : 1 } })),
  records: [charged('r1', 60), charged('r2', 560), charged('r3', 760)],
  calls: [
    call(),
    call({ at: 550, carriedOut: false }),
    call({ at: 750, key: 'K of r3', root: 'r3' }),
    call({ step: 'tell', key: 'T of r3', root: 'r3', at: 755, used: { charge: { of: 3 } } }),
  ],
  replays: [{ of: 'r1', least: 2, most: 2 }],
};
replayed.steps.push(step('tell', { runId: 'r3' }));

describe('replays', () => {
  test('under the keys of the original nothing happens again; as a new event it does', () => {
    expect(found(replayed)).toEqual([]);
  });
  test.each<[string, string, Partial<Evidence>]>([
    ['I1', 'one that was taken and is not there', { replays: [{ of: 'r1', least: 3, most: 3 }] }],
    ['I1', 'one that nobody asked for', { replays: [{ of: 'r1', least: 1, most: 1 }] }],
    ['I1', 'one with the effect root of another', { runs: [run(), { ...same, effectRoot: 'r9' }, anew] }],
    ['I4', 'the effect again at a replay of the same event', { calls: [call(), call({ at: 550, key: 'K of r2' })] }],
    ['I4', 'a key of nobody', { calls: [call(), call({ at: 750, key: 'K', root: null })] }],
    ['I5', 'an effect of a new event that is not recorded', { calls: [call({ step: 'tell' })] }],
    [
      'I6',
      'an effect when no run of its keys had it to do any more',
      { calls: [call(), call({ key: 'K of r3', root: 'r3', at: 2_000 })] },
    ],
    [
      'I7',
      'an output of the original in a replay as a new event',
      { calls: [...replayed.calls.slice(0, 3), { ...call(replayed.calls[3]), used: { charge: { of: 1 } } }] },
    ],
  ])('%s: %s', (invariant, _name, broken) => {
    expect(found({ ...replayed, ...broken })).toEqual([invariant]);
  });
});

describe('what is told of an event', () => {
  test('I1: an event that was refused, and has a run', () => {
    const refused = [{ event: 'e1', flowId: 'f' }];
    expect(found({ runs: [run()], refused })).toEqual(['I1']);
    // Sent once more it was taken.
    expect(found({ runs: [run()], refused, accepted: refused })).toEqual([]);
    expect(found({ refused })).toEqual([]);
  });
  test('I5: an effect that came before its step was recorded as started', () => {
    const steps = [step('charge')];
    expect(found({ runs: [run()], steps, calls: [call({ wasKnown: true })] })).toEqual([]);
    expect(found({ runs: [run()], steps, calls: [call({ wasKnown: false })] })).toEqual(['I5']);
  });
  test('I7: a request that carries another body than was sent', () => {
    const carried = new Map([['e1', { length: 3 }]]);
    const given = { runs: [run()], steps: [step('charge')], carried };
    expect(found({ ...given, calls: [call({ carried: { length: 3 } })] })).toEqual([]);
    expect(found({ ...given, calls: [call({ carried: { length: 2 } })] })).toEqual(['I7']);
  });
});

const edge = (from: string, to: string, port = 'out'): Graph['edges'][number] => ({
  from: { node: from, port },
  to: { node: to },
});
const nodes = (...ids: string[]): Graph['nodes'][number][] => ids.map((id) => ({ id, kind: 'action' }));

describe('I9', () => {
  const merging = (mode: string, steps: StepRow[]): string[] => {
    const graph = {
      nodes: [...nodes('left', 'right'), { id: 'both', kind: 'merge', mode }],
      edges: [edge('left', 'both'), edge('right', 'both')],
    };
    return found({ runs: [run()], steps, graphs: new Map([['f', graph]]) });
  };
  test('a merge of all ways', () => {
    expect(merging('all', [step('left'), step('right'), step('both')])).toEqual([]);
    expect(merging('all', [step('left'), skipped('right'), skipped('both')])).toEqual([]);
    expect(merging('all', [step('left'), skipped('right'), step('both')])).toEqual(['I9']);
    expect(merging('all', [step('left'), step('both')])).toEqual(['I9']);
  });
  test('a merge of any way', () => {
    expect(merging('any', [step('left'), step('both')])).toEqual([]);
    expect(merging('any', [skipped('left'), step('both')])).toEqual(['I9']);
    expect(merging('any', [step('left'), skipped('right'), skipped('both')])).toEqual(['I9']);
  });

  const loop = {
    nodes: [...nodes('in', 'deep'), { id: 'loop', kind: 'forEach' }],
    edges: [edge('loop', 'in', 'each'), edge('in', 'deep')],
  };
  const looping = (steps: StepRow[]): string[] =>
    found({ runs: [run()], steps: [step('loop'), ...steps], graphs: new Map([['f', loop]]) });
  test('steps of a turn follow the edges of their body', () => {
    const first = [step('loop[0]'), step('loop[0]:c'), step('loop[0]/in'), step('loop[0]/in:c'), step('loop[0]/deep')];
    expect(looping(first)).toEqual([]);
    expect(looping([...first, step('loop[1]/in', { ports: ['error'] }), skipped('loop[1]/deep')])).toEqual([]);
    expect(looping([...first, skipped('loop[1]/in')])).toEqual(['I9']);
    expect(looping([...first, step('loop[1]/deep')])).toEqual(['I9']);
  });

  test('a run does the steps of its own version', () => {
    const graphs = new Map([
      ['v1', { nodes: nodes('old'), edges: [] }],
      ['v2', { nodes: nodes('new'), edges: [] }],
    ]);
    expect(found({ runs: [run()], steps: [step('old'), step('old:c')], graphs: new Map() })).toEqual([]);
    expect(found({ runs: [run()], steps: [step('old')], graphs })).toEqual([]);
    expect(found({ runs: [run()], steps: [step('new')], graphs })).toEqual(['I9']);
  });
});
