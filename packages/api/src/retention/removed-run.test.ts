import { expect, test } from 'vitest';
import { removedRun } from './removed-run.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 8, 30, 12);
const rule = { keepSucceededDays: 30, keepFailedDays: 90, keepDeadLetterDays: null };
const idOf = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8123-0123456789ab`;
};

test.each([
  ['a run of yesterday never was', idOf(now - day), [rule], null],
  ['an id that holds no time never was', '0192e4a0-0000-4abc-8123-0123456789ab', [rule], null],
  [
    'where runs are kept for ever none was removed',
    idOf(now - 9_000 * day),
    [{ keepSucceededDays: null, keepFailedDays: null, keepDeadLetterDays: null }],
    null,
  ],
  [
    'one of the shortest time was removed',
    idOf(now - 31 * day),
    [rule],
    /It began on 30 August 2026\. Runs that succeeded are kept for 30 days after their end, all others for 90 days\./,
  ],
  [
    'for ever is said',
    idOf(now - 31 * day),
    [{ ...rule, keepFailedDays: null }],
    /kept for 30 days after their end, all others for ever/,
  ],
  [
    'a flow with less counts',
    idOf(now - 3 * day),
    [rule, { ...rule, keepSucceededDays: 1 }],
    /for 30 days.*some flows keep theirs for less/,
  ],
  ['a time to come is none', idOf(now + day), [{ ...rule, keepSucceededDays: 1 }], null],
] as const)('%s', (_, id, rules, words) => {
  const error = removedRun(id, { rules, nowMs: now });
  if (words === null) expect(error).toBeNull();
  else expect(error).toMatchObject({ code: 'gone', userMessage: expect.stringMatching(words) });
});
