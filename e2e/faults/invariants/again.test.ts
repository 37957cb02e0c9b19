// What is done again, and what is more than a chain: replays, versions, merges, bodies, and what was known when an effect came.
import { describe, expect, test } from 'vitest';
import { aCall, aRecord, aRun, aStep } from './evidence-rows.ts';
import { noEvidence, violationsOf } from './index.ts';
import type { Evidence, Graph, StepRecordRow, StepRow, TargetCall } from './index.ts';

const call = (given: Partial<TargetCall> = {}): TargetCall => aCall({ key: 'K of r1', root: 'r1', ...given });
const charged = (runId: string, at: number): StepRecordRow => aRecord({ runId, at });
const skipped = (path: string): StepRow => aStep(path, { status: 'skipped', ports: [] });
const found = (evidence: Partial<Evidence>): string[] => [
  ...new Set(violationsOf({ ...noEvidence, readAt: 1_000, ...evidence }).map(({ invariant }) => invariant)),
];

/** A run, a replay of it as the same event, and one as a new event. */
const same = aRun({ id: 'r2', replayOf: 'r1' });
const anew = aRun({ id: 'r3', replayOf: 'r1', effectRoot: 'r3' });
const replayed = {
  runs: [aRun(), same, anew],
  steps: ['r1', 'r2', 'r3'].map((runId) => aStep('charge', { runId, output: { of: runId === 'r3' ? 3 : 1 } })),
  records: [charged('r1', 60), charged('r2', 560), charged('r3', 760)],
  calls: [
    call(),
    call({ at: 550, carriedOut: false }),
    call({ at: 750, key: 'K of r3', root: 'r3' }),
    call({ step: 'tell', key: 'T of r3', root: 'r3', at: 755, used: { charge: { of: 3 } } }),
  ],
  replays: [{ of: 'r1', least: 2, most: 2 }],
};
replayed.steps.push(aStep('tell', { runId: 'r3' }));

describe('replays', () => {
  test('under the keys of the original nothing happens again; as a new event it does', () => {
    expect(found(replayed)).toEqual([]);
  });
  test.each<[string, string, Partial<Evidence>]>([
    ['I1', 'one that was taken and is not there', { replays: [{ of: 'r1', least: 3, most: 3 }] }],
    ['I1', 'one that nobody asked for', { replays: [{ of: 'r1', least: 1, most: 1 }] }],
    ['I1', 'one with the effect root of another', { runs: [aRun(), { ...same, effectRoot: 'r9' }, anew] }],
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
    expect(found({ runs: [aRun()], refused })).toEqual(['I1']);
    // Sent once more it was taken.
    expect(found({ runs: [aRun()], refused, accepted: refused })).toEqual([]);
    expect(found({ refused })).toEqual([]);
  });
  test('I5: an effect that came before its step was recorded as started', () => {
    const steps = [aStep('charge')];
    expect(found({ runs: [aRun()], steps, calls: [call({ wasKnown: true })] })).toEqual([]);
    expect(found({ runs: [aRun()], steps, calls: [call({ wasKnown: false })] })).toEqual(['I5']);
  });
  test('I7: a request that carries another body than was sent', () => {
    const carried = new Map([['e1', { length: 3 }]]);
    const given = { runs: [aRun()], steps: [aStep('charge')], carried };
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
    return found({ runs: [aRun()], steps, graphs: new Map([['f', graph]]) });
  };
  test('a merge of all ways', () => {
    expect(merging('all', [aStep('left'), aStep('right'), aStep('both')])).toEqual([]);
    expect(merging('all', [aStep('left'), skipped('right'), skipped('both')])).toEqual([]);
    expect(merging('all', [aStep('left'), skipped('right'), aStep('both')])).toEqual(['I9']);
    expect(merging('all', [aStep('left'), aStep('both')])).toEqual(['I9']);
  });
  test('a merge of any way', () => {
    expect(merging('any', [aStep('left'), aStep('both')])).toEqual([]);
    expect(merging('any', [skipped('left'), aStep('both')])).toEqual(['I9']);
    expect(merging('any', [aStep('left'), skipped('right'), skipped('both')])).toEqual(['I9']);
  });

  const loop = {
    nodes: [...nodes('in', 'deep'), { id: 'loop', kind: 'forEach' }],
    edges: [edge('loop', 'in', 'each'), edge('in', 'deep')],
  };
  const looping = (steps: StepRow[]): string[] =>
    found({ runs: [aRun()], steps: [aStep('loop'), ...steps], graphs: new Map([['f', loop]]) });
  test('steps of a turn follow the edges of their body', () => {
    const first = [
      aStep('loop[0]'),
      aStep('loop[0]:c'),
      aStep('loop[0]/in'),
      aStep('loop[0]/in:c'),
      aStep('loop[0]/deep'),
    ];
    expect(looping(first)).toEqual([]);
    expect(looping([...first, aStep('loop[1]/in', { ports: ['error'] }), skipped('loop[1]/deep')])).toEqual([]);
    expect(looping([...first, skipped('loop[1]/in')])).toEqual(['I9']);
    expect(looping([...first, aStep('loop[1]/deep')])).toEqual(['I9']);
  });

  test('a run does the steps of its own version', () => {
    const graphs = new Map([
      ['v1', { nodes: nodes('old'), edges: [] }],
      ['v2', { nodes: nodes('new'), edges: [] }],
    ]);
    expect(found({ runs: [aRun()], steps: [aStep('old'), aStep('old:c')], graphs: new Map() })).toEqual([]);
    expect(found({ runs: [aRun()], steps: [aStep('old')], graphs })).toEqual([]);
    expect(found({ runs: [aRun()], steps: [aStep('new')], graphs })).toEqual(['I9']);
  });
});
