import { NodeId } from '@patchbay/model/flow';
import { nodeOfPath } from '@patchbay/model/run';
import type { StepRecord, StepStatus } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import { boundedSteps } from './bounded-steps.ts';

const step = (path: string, status: StepStatus = 'succeeded', count?: number): StepRecord => ({
  path,
  nodeId: NodeId.parse(nodeOfPath(path)),
  status,
  ports: [],
  attempts: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  ...(count === undefined ? {} : { turns: { count } }),
});
const loop = (count: number, failed: readonly number[] = []): StepRecord[] => [
  step('order'),
  step('loop', 'succeeded', count),
  ...Array.from({ length: count }, (_, turn) => turn).flatMap((turn) => {
    const status = failed.includes(turn) ? 'failed' : 'succeeded';
    return [step(`loop[${turn}]`, status), step(`loop[${turn}]/send`, status)];
  }),
];
const turnsIn = (steps: readonly StepRecord[]): number[] =>
  steps.flatMap(({ path }) => (path.endsWith(']') ? [Number(path.slice(5, -1))] : []));

describe('boundedSteps', () => {
  it('leaves a run as it is when no loop is long', () => {
    expect(boundedSteps(loop(100))).toHaveLength(202);
  });

  it('keeps the first turns whole, those that failed, and the one that is asked for', () => {
    const steps = boundedSteps(loop(1_000, [500, 999]), 'loop[300]/send');
    expect(turnsIn(steps)).toEqual([...Array(100).keys(), 300, 500, 999]);
    expect(steps.some(({ path }) => path === 'loop[300]/send')).toBe(true);
    expect(steps.some(({ path }) => path === 'loop[301]/send')).toBe(false);
  });

  it('keeps so many failures and no more, and what is under way', () => {
    const all = loop(1_000, [...Array(1_000).keys()]);
    expect(turnsIn(boundedSteps(all))).toHaveLength(200);
    const open = [step('loop', 'started', 1_000), step('loop[700]', 'started'), step('loop[700]/send', 'started')];
    expect(boundedSteps(open)).toHaveLength(3);
  });

  it('bounds a long loop inside a turn of another', () => {
    const inner = [step('outer', 'succeeded', 2), step('outer[1]'), step('outer[1]/inner', 'succeeded', 300)];
    const turns = Array.from({ length: 300 }, (_, turn) => step(`outer[1]/inner[${turn}]`));
    expect(boundedSteps([...inner, ...turns])).toHaveLength(103);
  });
});
