import { NodeId } from '@patchbay/model/flow';
import { nodeOfPath } from '@patchbay/model/run';
import type { StepRecord, StepStatus } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import { chosenTurns, pathInTurns, pathMeant, shownSteps, turnShown, turnsAround, turnWords } from './turns.ts';

const step = (path: string, status: StepStatus = 'succeeded', count?: number): StepRecord => ({
  path,
  nodeId: NodeId.parse(nodeOfPath(path)),
  status,
  ports: [],
  attempts: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  ...(count === undefined ? {} : { turns: { count } }),
});
const steps = [
  step('order'),
  step('loop', 'succeeded', 3),
  step('loop[0]'),
  step('loop[0]/send'),
  step('loop[1]', 'failed'),
  step('loop[1]/send', 'failed'),
  step('loop[2]'),
  step('loop[2]/send'),
];
const paths = (chosen?: string): string[] => shownSteps(steps, chosenTurns(steps, chosen)).map((one) => one.path);

describe('turns', () => {
  it('are found around a step, the outermost first', () => {
    expect(turnsAround('outer[1]/try/inner[12]/send')).toEqual([
      { container: 'outer', index: 1 },
      { container: 'outer[1]/try/inner', index: 12 },
    ]);
    expect(turnsAround('try/send')).toEqual([]);
  });

  it('show the one that failed, unless another was chosen', () => {
    expect(paths()).toEqual(['order', 'loop', 'loop[1]/send']);
    expect(paths('loop[2]/send')).toEqual(['order', 'loop', 'loop[2]/send']);
    expect(paths('loop[0]')).toEqual(['order', 'loop', 'loop[0]/send']);
  });

  it('are told at the loop and at each step inside', () => {
    const shown = { container: 'loop', index: 1, count: 3, concerning: [1] };
    expect(turnShown(steps, chosenTurns(steps), 'loop')).toEqual(shown);
    expect(turnShown(steps, chosenTurns(steps, 'loop[2]/send'), 'loop[2]/send')).toEqual({ ...shown, index: 2 });
    expect(turnShown(steps, chosenTurns(steps), 'order')).toBeNull();
    expect(turnWords(steps, chosenTurns(steps))).toEqual(new Map([['loop', '2 of 3']]));
  });

  it('are found for a step that is named without one: where it failed, else where it was reached first', () => {
    expect(pathMeant(steps, 'send')).toBe('loop[1]/send');
    const late = [step('loop', 'succeeded', 2), step('loop[0]'), step('loop[0]/a', 'skipped'), step('loop[1]/a')];
    expect(pathMeant(late, 'a')).toBe('loop[1]/a');
    expect(['order', 'loop', 'loop[2]/send', 'never'].map((path) => pathMeant(steps, path))).toEqual([
      'order',
      'loop',
      'loop[2]/send',
      'never',
    ]);
  });

  it('are kept where a step is chosen that they did not reach', () => {
    const nested = [step('outer[0]/inner[0]/send'), step('outer[1]/inner[2]'), step('order')];
    const turns = chosenTurns(nested, 'outer[1]/inner[2]');
    expect(pathInTurns(nested, turns, 'send')).toBe('outer[1]/inner[2]/send');
    expect(['order', 'never'].map((id) => pathInTurns(nested, turns, id))).toEqual(['order', 'never']);
  });

  it('that wait for a person count as concerning, what was caught inside does not', () => {
    const caught = [
      step('loop', 'started', 2),
      step('loop[0]'),
      step('loop[0]/a', 'failed'),
      step('loop[1]', 'started'),
    ];
    const waiting = [...caught, step('loop[1]/b', 'unknown')];
    expect(turnShown(caught, chosenTurns(caught), 'loop')?.concerning).toEqual([]);
    expect(turnShown(waiting, chosenTurns(waiting), 'loop')?.concerning).toEqual([1]);
  });
});
