import { describe, expect, test } from 'vitest';
import { meets, referenceEchoPerSecond, scaledFigure } from './scaled.ts';

const bar = { unit: 'requests', perSecond: 1_500, p99Ms: 80 };
const slow = { perSecond: 800, p99Ms: 120, failed: 0 };

describe('a figure scaled by the bare echo of the same run', () => {
  test('says what a machine with the echo of the bars might do, and that it was not measured', () => {
    expect(meets(bar, slow)).toBe(false);
    const figure = scaledFigure(bar, slow, referenceEchoPerSecond / 2);
    expect(figure).toMatchObject({ value: '1,600 requests/s, P99 60 ms, x 2.00', met: true, isGuess: true });
    expect(figure?.work).toContain('not measured');
  });

  test('misses where the ratio to the echo is too small, and where anything failed', () => {
    expect(scaledFigure(bar, slow, referenceEchoPerSecond)?.met).toBe(false);
    expect(scaledFigure(bar, { ...slow, failed: 1 }, referenceEchoPerSecond / 2)?.met).toBe(false);
  });

  test('is left out where no echo was measured', () => {
    expect(scaledFigure(bar, slow, Number.NaN)).toBeNull();
  });
});
