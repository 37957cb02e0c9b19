import { ConnectionLimits } from '@patchbay/model/connector';
import { expect, test } from 'vitest';
import { limitsDraft, limitsProblems, limitsSummary, limitsToSend } from './limits-draft.ts';

const all: ConnectionLimits = {
  rate: { calls: 1_000, per: 'minute' },
  concurrent: 5,
  breaker: { failurePercent: 50, minCalls: 10, windowMs: 60_000, pauseMs: 30_000 },
};

test('limits come back from the form as they went in, also when there are none', () => {
  expect(limitsToSend(limitsDraft(all))).toEqual(all);
  expect(limitsToSend(limitsDraft({}))).toEqual({});
});

test('a part that is switched on starts with values that hold', () => {
  const blank = limitsDraft({});
  const on = {
    rate: { ...blank.rate, on: true },
    concurrent: { ...blank.concurrent, on: true },
    breaker: { ...blank.breaker, on: true },
  };
  expect(limitsProblems(on).size).toBe(0);
  expect(ConnectionLimits.safeParse(limitsToSend(on)).success).toBe(true);
});

test('what is no whole number in range is said at its field, only where the part is on', () => {
  const draft = limitsDraft(all);
  const wrong = { ...draft, rate: { ...draft.rate, calls: '1.5' }, breaker: { ...draft.breaker, percent: '101' } };
  expect([...limitsProblems(wrong).keys()]).toEqual(['rate', 'percent']);
  expect(limitsProblems({ ...wrong, rate: { ...wrong.rate, on: false } }).has('rate')).toBe(false);
});

test('limits are said in a few words', () => {
  expect(limitsSummary(all)).toBe('1,000 a minute, 5 at once, pauses at 50 % failures');
  expect(limitsSummary({})).toBe('none');
});
