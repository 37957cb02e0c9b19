import { describe, expect, it } from 'vitest';
import { troubleOf, troublesOf } from './trigger-trouble.ts';

type Facts = Parameters<typeof troubleOf>[0];

const base = { nodeId: 'p', registeredAt: '', lastFireAt: null, nextExpectedAt: null, noNext: null, pausedAt: null };
const poll = (change: object): Facts =>
  ({ ...base, kind: 'poll', held: null, failure: null, lost: null, ...change }) as unknown as Facts;
const failure = { at: '2026-03-29T00:00:00Z', inARow: 2, message: 'no answer', next: null };

describe('troubleOf', () => {
  it.each([
    [poll({}), null],
    [poll({ held: 'overlap' }), null],
    [poll({ failure }), 'it could not look for news'],
    [poll({ failure, held: 'connection' }), 'it waits for its connection'],
    [poll({ lost: { count: 1, reason: 'too large' } }), '1 item started no run'],
    [poll({ lost: { count: 2_000, reason: 'too large' }, failure }), 'it could not look for news'],
    [poll({ lost: { count: 2_000, reason: 'too large' } }), '2,000 items started no run'],
    [poll({ failure, pausedAt: '2026-03-29T00:00:00Z' }), 'it is paused'],
    [{ ...base, kind: 'schedule', waits: true, misses: [] } as unknown as Facts, null],
  ])('says what stands in the way: %#', (facts, words) => {
    expect(troubleOf(facts)).toBe(words);
  });

  it('is told of each trigger that has some', () => {
    const quiet = { ...poll({}), nodeId: 'q' };
    expect([...troublesOf([poll({ failure }), quiet])]).toEqual([['p', 'it could not look for news']]);
  });
});
