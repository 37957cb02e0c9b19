import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { done, failed, planOf, record, recordedAt, state } from '../testing/recorded.ts';
import { decide } from './decide.ts';
import type { Decision, RunState } from './run-state.ts';

const words = (decisions: readonly Decision[]): string[] =>
  decisions.map((decision) => {
    switch (decision.type) {
      case 'run':
        return `run ${decision.path} #${decision.attempt}`;
      case 'beginTurn':
        return `begin ${decision.path}[${decision.turn}]`;
      case 'endTurn':
        return `end ${decision.path}[${decision.turn}]${decision.error === null ? '' : `: ${decision.error.message}`}`;
      case 'endContainer':
        return `end ${decision.path}${decision.error === null ? '' : `: ${decision.error.message}`}`;
      case 'skip':
        return `skip ${decision.path}`;
      case 'undo':
        return `undo ${decision.done.path} #${decision.attempt}`;
      case 'beginUndo':
        return `begin undo, then ${decision.ending.status}`;
      case 'wait':
        return decision.wakeAtMs === null ? 'wait for a person' : 'wait';
      case 'finish':
        return decision.error === null ? decision.status : `${decision.status}: ${decision.error.message}`;
    }
  });

const diamond = planOf(
  aFlow()
    .withTrigger('start')
    .withBranch('which', { left: 'true' })
    .withAction('a')
    .withAction('b')
    .withAction('join')
    .to('start', 'which')
    .to('which', 'a', 'left')
    .to('which', 'b', 'otherwise')
    .to('a', 'join')
    .to('b', 'join')
    .build(),
);
describe('decide', () => {
  const cases: [name: string, state: RunState, decisions: string[]][] = [
    ['runs what follows the trigger', state([done('start')]), ['run which #1']],
    [
      'runs the branch taken and skips the other',
      state([done('start'), done('which', 'left')]),
      ['run a #1', 'skip b'],
    ],
    [
      'waits for what is in flight',
      state([done('start'), done('which', 'left'), record('b', 'skipped')], { inFlight: new Set(['a']) }),
      [],
    ],
    [
      'runs a join when one edge is taken and the other skipped',
      state([done('start'), done('which', 'left'), done('a'), record('b', 'skipped')]),
      ['run join #1'],
    ],
    [
      'succeeds when all is settled',
      state([done('start'), done('which', 'left'), done('a'), record('b', 'skipped'), done('join')]),
      ['succeeded'],
    ],
    [
      'fails when a step failed and its error port is not connected',
      state([done('start'), done('which', 'left'), failed('a'), record('b', 'skipped')]),
      ['failed: a: No.'],
    ],
    [
      'starts nothing new once a step failed',
      state([done('start'), done('which', 'left', 'otherwise'), failed('a')]),
      ['failed: a: No.'],
    ],
    [
      'lets what is in flight finish before it fails',
      state([done('start'), done('which', 'left', 'otherwise'), failed('a')], { inFlight: new Set(['b']) }),
      [],
    ],
    [
      'waits for a person when a step is in doubt',
      state([done('start'), done('which', 'left'), record('a', 'unknown'), record('b', 'skipped')]),
      ['wait for a person'],
    ],
    [
      'waits until the retry is due',
      state([
        done('start'),
        done('which', 'left'),
        record('a', 'waiting', { retryAt: '2026-03-29T00:00:09.000Z' }),
        record('b', 'skipped'),
      ]),
      ['wait'],
    ],
    [
      'retries when it is due, with the next attempt',
      state([
        done('start'),
        done('which', 'left'),
        record('a', 'waiting', { retryAt: recordedAt, attempts: [{ number: 1, startedAt: recordedAt }] }),
        record('b', 'skipped'),
      ]),
      ['run a #2'],
    ],
    ['cancels when asked and nothing is in flight', state([done('start')], { cancelRequested: true }), ['cancelled']],
    [
      'starts nothing while a cancel waits for what is in flight',
      state([done('start')], { cancelRequested: true, inFlight: new Set(['which']) }),
      [],
    ],
  ];
  test.each(cases)('%s', (_name, given, expected) => expect(words(decide(diamond, given))).toEqual(expected));

  test('goes on by a connected error port, and skips the way out', () => {
    const plan = planOf(
      aFlow()
        .withTrigger('start')
        .withAction('a')
        .withAction('ok')
        .withAction('undo')
        .to('start', 'a')
        .to('a', 'ok')
        .to('a', 'undo', 'error')
        .build(),
    );
    expect(words(decide(plan, state([done('start'), failed('a')])))).toEqual(['run undo #1', 'skip ok']);
  });
});

describe('decide, where ways meet and end', () => {
  const meeting = (mode: 'all' | 'any'): ReturnType<typeof planOf> =>
    planOf(
      aFlow()
        .withTrigger('start')
        .withAction('a')
        .withAction('b')
        .withMerge('join', mode)
        .withStop('over')
        .withAction('after')
        .to('start', 'a')
        .to('start', 'b')
        .to('a', 'join')
        .to('b', 'join')
        .to('join', 'over')
        .to('join', 'after')
        .build(),
    );
  const skipped = (path: string): StepRecord => record(path, 'skipped');

  test.each<[string, 'all' | 'any', StepRecord[], string[]]>([
    ['any goes on with the first way', 'any', [done('a')], ['run b #1', 'run join #1']],
    ['any is not reached by a way that was skipped', 'any', [skipped('a')], ['run b #1']],
    ['any is skipped when all ways are', 'any', [skipped('a'), skipped('b')], ['skip join']],
    ['all waits for the rest', 'all', [done('a')], ['run b #1']],
    ['all runs when every way was taken', 'all', [done('a'), done('b')], ['run join #1']],
    ['all is skipped when one way was not taken', 'all', [done('a'), skipped('b')], ['skip join']],
  ])('%s', (_name, mode, records, expected) => {
    expect(words(decide(meeting(mode), state([done('start'), ...records])))).toEqual(expected);
  });

  const reached = [done('start'), done('a'), done('b'), done('join')];
  test('a stop starts nothing new, lets what is under way finish, and the run has succeeded', () => {
    const plan = meeting('all');
    const stopped = [...reached, record('over', 'succeeded')];
    expect(words(decide(plan, state(reached)))).toEqual(['run after #1', 'run over #1']);
    expect(words(decide(plan, state(stopped)))).toEqual(['succeeded']);
    expect(words(decide(plan, state(stopped, { inFlight: new Set(['after']) })))).toEqual([]);
    expect(words(decide(plan, state([...stopped, record('after', 'waiting', { retryAt: recordedAt })])))).toEqual([
      'succeeded',
    ]);
    expect(words(decide(plan, state([...stopped, record('after', 'unknown')])))).toEqual(['wait for a person']);
    expect(words(decide(plan, state([...stopped, failed('after')])))).toEqual(['failed: after: No.']);
  });

  test('a stop may have what the run did taken back, once all that is under way has ended; the run has succeeded then', () => {
    const input = { of: { mode: 'mapped' as const, path: 'steps.a.id' } };
    const doc = aFlow()
      .withTrigger('start')
      .withAction('a', { compensate: { operation: 'http.request', input } })
      .withStop('over', { undo: true })
      .withStop('plain')
      .withAction('after')
      .to('start', 'a')
      .to('a', 'over')
      .to('a', 'plain')
      .to('a', 'after')
      .build();
    const plan = planOf(doc);
    const a = { ...done('a'), undo: { input: { of: 1 } } };
    const stopped = [done('start'), a, record('plain', 'succeeded'), record('over', 'succeeded')];
    expect(words(decide(plan, state(stopped, { inFlight: new Set(['after']) })))).toEqual([]);
    expect(words(decide(plan, state(stopped)))).toEqual(['begin undo, then succeeded']);
    expect(words(decide(plan, state([...stopped, failed('after')])))).toEqual(['begin undo, then failed']);
    const ending = { status: 'succeeded', error: null } as const;
    expect(words(decide(plan, state(stopped, { ending })))).toEqual(['undo a #1']);
    const undone = [...stopped, record('a:c', 'succeeded'), { ...a, status: 'compensated' as const }];
    expect(words(decide(plan, state(undone, { ending })))).toEqual(['succeeded']);
    // A stop of the plain kind leaves all as it is; and with nothing to take back there is no walk.
    expect(words(decide(plan, state(stopped.slice(0, 3))))).toEqual(['succeeded']);
    expect(words(decide(plan, state([done('start'), done('a'), ...stopped.slice(2)])))).toEqual(['succeeded']);
  });
});

/** The rule of the graph, written down once more and as plainly as can be. */
function interpret(doc: FlowDocument, portsOf: (name: string) => string[]): Map<string, 'ran' | 'skipped'> {
  const outcome = new Map<string, 'ran' | 'skipped'>();
  const settle = (name: string): 'ran' | 'skipped' => {
    const known = outcome.get(name);
    if (known !== undefined) return known;
    const incoming = doc.edges.filter((edge) => edge.to.node === name);
    const taken = incoming.filter(
      (edge) => settle(edge.from.node) === 'ran' && portsOf(edge.from.node).includes(edge.from.port),
    );
    const node = doc.nodes.find((other) => other.id === name);
    const wantsAll = node?.kind === 'merge' && node.mode === 'all';
    const isReached = taken.length > 0 && (!wantsAll || taken.length === incoming.length);
    const result = node?.kind === 'trigger' || isReached ? 'ran' : 'skipped';
    outcome.set(name, result);
    return result;
  };
  for (const node of doc.nodes) settle(node.id);
  return outcome;
}

const graph = fc
  .record({
    kinds: fc.array(fc.constantFrom('branch', 'map', 'all', 'any'), { minLength: 1, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.boolean()), { maxLength: 20 }),
    choices: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  })
  .map(({ kinds, links, choices }) => {
    const isBranchAt = (index: number): boolean => index > 0 && kinds[index - 1] === 'branch';
    const flow = aFlow().withTrigger('n0');
    kinds.forEach((kind, index) => {
      if (kind === 'branch') flow.withBranch(`n${index + 1}`, { yes: 'true' });
      else if (kind === 'map') flow.withMap(`n${index + 1}`);
      else flow.withMerge(`n${index + 1}`, kind);
    });
    const seen = new Set<string>();
    for (const [one, two, first] of links) {
      const [from, to] = [Math.min(one, two), Math.max(one, two)];
      if (from === to || to > kinds.length || seen.has(`${from}-${to}`)) continue;
      seen.add(`${from}-${to}`);
      flow.to(`n${from}`, `n${to}`, isBranchAt(from) ? (first ? 'yes' : 'otherwise') : 'out');
    }
    const portsOf = (name: string): string[] => {
      const index = Number(name.slice(1));
      return isBranchAt(index) ? [choices[index] === true ? 'yes' : 'otherwise'] : ['out'];
    };
    return { doc: flow.build(), portsOf };
  });

test('decide takes the paths of a plain interpreter, on random graphs', () => {
  fc.assert(
    fc.property(graph, ({ doc, portsOf }) => {
      const plan = planOf(doc);
      const records = new Map([['n0', done('n0')]]);
      for (let round = 0; round < 50; round += 1) {
        const decisions = decide(plan, state([...records.values()]));
        if (decisions[0]?.type === 'finish') break;
        for (const decision of decisions) {
          if (decision.type === 'run')
            records.set(decision.node.id, done(decision.node.id, ...portsOf(decision.node.id)));
          if (decision.type === 'skip') records.set(decision.node.id, record(decision.node.id, 'skipped'));
        }
      }
      const ran = new Map([...records].map(([path, one]) => [path, one.status === 'skipped' ? 'skipped' : 'ran']));
      expect(Object.fromEntries(ran)).toEqual(Object.fromEntries(interpret(doc, portsOf)));
    }),
    { numRuns: 300 },
  );
});
