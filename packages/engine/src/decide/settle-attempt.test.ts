import { runRandom, runUuid } from '@patchbay/mapping';
import { describe, expect, test } from 'vitest';
import { settleFailedAttempt } from './settle-attempt.ts';
import type { AttemptTerms, FailedAttempt } from './settle-attempt.ts';

const terms: AttemptTerms = {
  sideEffect: 'keyed',
  retry: { maxAttempts: 4, firstDelayMs: 2_000, maxDelayMs: 60_000, deadlineMs: 600_000 },
  onUnknown: 'hold',
  attempt: 1,
  firstAttemptMs: 0,
  nowMs: 0,
  jitter: 0.5,
};
const failure = (given: Partial<FailedAttempt> = {}): FailedAttempt => ({
  error: {
    code: 'transient',
    message: 'No answer.',
  },
  retryable: true,
  effect: 'unknown',
  ...given,
});

describe('settleFailedAttempt', () => {
  test.each([
    ['a read in doubt', { sideEffect: 'read' as const }, {}, { type: 'retry', atMs: 1_000 }],
    ['a keyed write in doubt', {}, {}, { type: 'retry', atMs: 1_000 }],
    ['an unsafe write in doubt', { sideEffect: 'unsafe' as const }, {}, { type: 'hold' }],
    [
      'an unsafe write in doubt, to be retried',
      { sideEffect: 'unsafe' as const, onUnknown: 'retry' as const },
      {},
      { type: 'retry', atMs: 1_000 },
    ],
    [
      'an unsafe write in doubt, assumed done',
      { sideEffect: 'unsafe' as const, onUnknown: 'assumeDone' as const },
      {},
      { type: 'assumeDone' },
    ],
    [
      'an unsafe write that surely did not happen',
      { sideEffect: 'unsafe' as const },
      { effect: 'none' as const },
      { type: 'retry', atMs: 1_000 },
    ],
    ['the third delay grows fourfold twice', { attempt: 3 }, {}, { type: 'retry', atMs: 16_000 }],
    ['the last attempt', { attempt: 4 }, {}, { type: 'fail' }],
    ['an error that does not pass', {}, { retryable: false }, { type: 'fail' }],
    ['a retry beyond the deadline', { nowMs: 600_000 }, {}, { type: 'fail' }],
    [
      'Retry-After counts when it is longer',
      {},
      { error: { code: 'rateLimited', message: 'Slow.', retryAfterMs: 30_000 } },
      { type: 'retry', atMs: 30_000 },
    ],
  ] as const)('%s', (_name, change, given, verdict) => {
    expect(settleFailedAttempt(failure(given), { ...terms, ...change })).toEqual(verdict);
  });
});

describe('chance inside a run', () => {
  test('is the same for the same step and another for another', () => {
    const take = (root: string, path: string) => {
      const random = runRandom(root, path);
      return [random(), random(), runUuid(random)];
    };
    expect(take('a', 'map')).toEqual(take('a', 'map'));
    expect(take('a', 'map')).not.toEqual(take('a', 'send'));
    expect(take('a', 'map')).not.toEqual(take('b', 'map'));
  });

  test('is spread over [0, 1) and makes well-formed UUIDs', () => {
    const random = runRandom('root', 'path');
    const numbers = Array.from({ length: 10_000 }, random);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toBeCloseTo(0.5, 1);
    expect(runUuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
