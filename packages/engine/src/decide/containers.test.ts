import type { ForEachNode } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { StepRecord } from '@patchbay/model/run';
import { describe, expect, test } from 'vitest';
import type { FlowPlan } from '../plan/index.ts';
import { begun, done, failed, planOf, record, state } from '../testing/recorded.ts';
import { decide } from './decide.ts';
import type { Decision, RunState } from './run-state.ts';
import { StepRecords } from './step-records.ts';

const word = (decision: Decision): string => {
  const why = 'error' in decision && decision.error !== null ? `: ${decision.error.message}` : '';
  switch (decision.type) {
    case 'run':
    case 'skip':
      return `${decision.type} ${decision.path}`;
    case 'beginTurn':
      return `begin ${decision.path}[${decision.turn}]`;
    case 'endTurn':
      return `end ${decision.path}[${decision.turn}]${why}`;
    case 'endContainer':
      return `end ${decision.path}${why}`;
    case 'undo':
      return `undo ${decision.done.path} #${decision.attempt}`;
    case 'beginUndo':
      return `begin undo, then ${decision.ending.status}`;
    case 'wait':
      return `wait for ${decision.held?.path ?? 'nothing'}`;
    case 'finish':
      return `${decision.status}${why}`;
  }
};
const decided = (plan: FlowPlan, records: StepRecord[], given: Partial<RunState> = {}): string[] =>
  decide(plan, state(records, given)).map(word);

const loop = (given: Partial<ForEachNode> = {}): FlowPlan =>
  planOf(
    aFlow()
      .withTrigger('start')
      .withForEach('loop', 'trigger.body', given)
      .withAction('send')
      .withMap('note')
      .withMap('after')
      .to('start', 'loop')
      .to('loop', 'send', 'each')
      .to('send', 'note')
      .to('loop', 'after')
      .build(),
  );
const entered = [done('start'), begun('loop', 4)];

describe('a loop', () => {
  test('begins as many turns as it may, and no more', () => {
    expect(decided(loop(), entered)).toEqual(['begin loop[0]']);
    expect(decided(loop({ concurrency: 3 }), entered)).toEqual(['begin loop[0]', 'begin loop[1]', 'begin loop[2]']);
    expect(decided(loop({ concurrency: 9 }), entered)).toHaveLength(4);
  });

  test('does the body of each open turn under its own paths', () => {
    const records = [...entered, begun('loop[0]'), begun('loop[1]'), done('loop[1]/send')];
    expect(decided(loop({ concurrency: 2 }), records)).toEqual(['run loop[0]/send', 'run loop[1]/note']);
  });

  test('ends a turn when its body is settled, then begins the next', () => {
    const turn = [...entered, begun('loop[0]'), done('loop[0]/send'), done('loop[0]/note')];
    expect(decided(loop(), turn)).toEqual(['end loop[0]']);
    expect(decided(loop(), [...turn, done('loop[0]')])).toEqual(['begin loop[1]']);
  });

  test('ends after its last turn, at once when there are none, and then the flow goes on', () => {
    const last = [0, 1, 2, 3].map((index) => done(`loop[${index}]`));
    expect(decided(loop(), [...entered, ...last])).toEqual(['end loop']);
    expect(decided(loop(), [done('start'), begun('loop', 0)])).toEqual(['end loop']);
    expect(decided(loop(), [done('start'), done('loop')])).toEqual(['run after']);
  });

  test('that stops begins nothing after a failure, lets what is under way finish, and fails with the turn', () => {
    const records = [...entered, begun('loop[0]'), begun('loop[1]'), done('loop[1]/send'), failed('loop[0]')];
    expect(decided(loop({ concurrency: 2 }), records, { inFlight: new Set(['loop[1]/note']) })).toEqual([]);
    expect(decided(loop({ concurrency: 2 }), records)).toEqual(['end loop: turn 1 of 4: No.']);
    expect(decided(loop(), [done('start'), failed('loop')])).toEqual(['failed: loop: No.']);
  });

  test.each(['skip', 'collect'] as const)('that is to %s failures goes on', (onFailure) => {
    const records = [...entered, begun('loop[0]'), failed('loop[0]/send')];
    expect(decided(loop({ onFailure }), records)).toEqual(['end loop[0]: send: No.']);
    expect(decided(loop({ onFailure }), [...records, failed('loop[0]')])).toEqual(['begin loop[1]']);
  });

  test('waits with its slots for a step in doubt and for retries, not for other turns', () => {
    const doubt = [...entered, begun('loop[0]'), record('loop[0]/send', 'unknown')];
    expect(decided(loop(), doubt)).toEqual(['wait for loop[0]/send']);
    expect(decided(loop({ concurrency: 2 }), doubt)).toEqual(['begin loop[1]']);
    const retry = record('loop[0]/send', 'waiting', { retryAt: '2026-03-29T00:00:09.000Z' });
    expect(decided(loop(), [...entered, begun('loop[0]'), retry])).toEqual(['wait for loop[0]/send']);
  });

  test('starts nothing after a cancel', () => {
    expect(decided(loop(), entered, { cancelRequested: true })).toEqual(['cancelled']);
  });

  test('a stop in its body ends the run', () => {
    const plan = planOf(
      aFlow()
        .withTrigger('start')
        .withForEach('loop', 'trigger.body')
        .withStop('enough')
        .to('start', 'loop')
        .to('loop', 'enough', 'each')
        .build(),
    );
    expect(decided(plan, [...entered, begun('loop[0]'), record('loop[0]/enough', 'succeeded')])).toEqual(['succeeded']);
  });
});

describe('a try', () => {
  const plan = planOf(
    aFlow()
      .withTrigger('start')
      .withTry('try')
      .withAction('send')
      .withMap('fine')
      .withMap('mend')
      .to('start', 'try')
      .to('try', 'send', 'body')
      .to('try', 'fine')
      .to('try', 'mend', 'error')
      .build(),
  );

  test('does its body, then ends as it did', () => {
    const inside = [done('start'), begun('try')];
    expect(decided(plan, inside)).toEqual(['run try/send']);
    expect(decided(plan, [...inside, done('try/send')])).toEqual(['end try']);
    expect(decided(plan, [...inside, failed('try/send')])).toEqual(['end try: send: No.']);
  });

  test('leaves by its error port', () => {
    expect(decided(plan, [done('start'), failed('try')])).toEqual(['run mend', 'skip fine']);
  });
});

test('bodies that have ended are let go, nested ones too, and what they gave is kept until the loop ends', () => {
  const records = new StepRecords();
  const gone = [
    begun('outer', 2),
    begun('outer[0]'),
    begun('outer[0]/inner', 1),
    begun('outer[0]/inner[0]'),
    done('outer[0]/inner[0]/send'),
    done('outer[0]/inner[0]'),
    done('outer[0]/inner'),
    done('outer[0]'),
    begun('outer[1]'),
    begun('outer[1]/inner', 3),
    begun('outer[1]/inner[0]'),
    failed('outer[1]'),
    done('outer'),
  ].map((one) => records.set(one));
  expect(gone.filter((paths) => paths.length > 0).map((paths) => [...paths].sort())).toEqual([
    ['outer[0]/inner[0]/send'],
    ['outer[0]/inner[0]'],
    ['outer[0]/inner'],
    ['outer[1]/inner', 'outer[1]/inner[0]'],
    ['outer[0]', 'outer[1]'],
  ]);
  expect([...records.paths()]).toEqual(['outer']);
});

test('a decision costs no more after ten thousand turns: the work grows with the turns, not with their square', () => {
  const plan = loop();
  const looks = (count: number): number => {
    let reads = 0;
    class Counting extends StepRecords {
      override get(path: string): StepRecord | undefined {
        reads += 1;
        return super.get(path);
      }
    }
    const records = new Counting([done('start'), begun('loop', count)]);
    for (;;) {
      const [decision] = decide(plan, { ...state([]), records });
      if (decision === undefined || decision.type === 'finish' || decision.type === 'wait') return reads;
      if (decision.type === 'beginTurn') records.set(begun(`loop[${decision.turn}]`));
      else if (decision.type === 'endTurn') records.set(done(`loop[${decision.turn}]`));
      else if ('path' in decision) records.set(done(decision.path));
    }
  };
  expect(looks(10_000) / looks(1_000)).toBeLessThan(11);
});
