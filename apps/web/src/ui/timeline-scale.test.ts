import { describe, expect, it } from 'vitest';
import { barPlace, ticks, tickStep } from './timeline-scale.ts';

describe('ticks', () => {
  it.each([
    [9, 2],
    [40, 10],
    [480, 100],
    [10_000, 2_000],
    [14 * 60_000, 300_000],
    [30 * 86_400_000, 5 * 86_400_000],
  ])('of %d ms stand every %d ms', (span, step) => expect(tickStep(span)).toBe(step));
  it('say their time from the start', () => {
    expect(ticks(10_000).map((tick) => tick.words)).toEqual(['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']);
    expect(ticks(0)).toHaveLength(2);
  });
  it('say every time once, seconds and minutes with their rest', () => {
    const words = (spanMs: number) => ticks(spanMs).map((tick) => tick.words);
    expect(words(2_000)).toEqual(['0 ms', '500 ms', '1 s', '1.5 s', '2 s']);
    expect(words(170_000)).toEqual(['0 s', '30 s', '1 min', '1 min 30 s', '2 min', '2 min 30 s']);
    expect(words(5_400_000)).toEqual(['0 min', '15 min', '30 min', '45 min', '1 h', '1 h 15 min', '1 h 30 min']);
  });
});

describe('barPlace', () => {
  it('keeps a bar on the axis', () => {
    expect(barPlace({ fromMs: 250, toMs: 5_000 }, 1_000)).toEqual({ left: 'min(25%, 100% - 4px)', width: '75%' });
    expect(barPlace({ fromMs: -10, toMs: -5 }, 1_000)).toEqual({ left: 'min(0%, 100% - 4px)', width: '0%' });
  });
});
