import { expect, it } from 'vitest';
import { fillHours } from './run-hours.ts';

it('fillHours › puts zero where the server tells of no hour', () => {
  const now = new Date('2026-03-29T12:30:00Z');
  const hours = [
    { at: '2026-03-28T10:00:00Z', runs: 9 },
    { at: '2026-03-28T13:00:00Z', runs: 2 },
    { at: '2026-03-29T12:00:00Z', runs: 5 },
  ];
  const filled = fillHours(hours, now, (hour) => hour.runs);
  expect(filled).toHaveLength(24);
  expect([filled[0], filled[1], filled[23]]).toEqual([2, 0, 5]);
  expect(fillHours([], now, () => 1)).toEqual([]);
});
