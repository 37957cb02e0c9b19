import { describe, expect, test } from 'vitest';
import { uuidV7 } from './uuid-v7.ts';

const many = (count: number, ms: number): string[] => Array.from({ length: count }, () => uuidV7(ms));
const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
const isSorted = (ids: readonly string[]): boolean => ids.every((id, at) => at === 0 || (ids[at - 1] ?? '') < id);

describe('a UUID of version 7', () => {
  test('has the form of RFC 9562, with its time in front', () => {
    const ms = Date.now() + 1_000;
    const id = uuidV7(ms);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(ms);
  });

  test('sorts by when it was made within a millisecond, however many are made', () => {
    const ms = Date.now() + 2_000;
    const ids = many(10_000, ms);
    expect(isSorted(ids)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    // When the counter is full the time goes ahead, by a few milliseconds at the most.
    expect(timeOf(ids.at(-1) ?? '') - ms).toBeLessThanOrEqual(5);
  });

  test('goes on when the clock was set back a little, and believes a clock that was set back far', () => {
    const ms = Date.now() + 3_000;
    const before = uuidV7(ms);
    const after = uuidV7(ms - 500);
    expect(isSorted([before, after])).toBe(true);
    expect(timeOf(after)).toBe(ms);
    expect(timeOf(uuidV7(ms - 3_600_000))).toBe(ms - 3_600_000);
  });
});
