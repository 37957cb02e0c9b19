import { describe, expect, it } from 'vitest';
import { nearestOutside } from './nearest-outside.ts';
import type { Viewport } from './viewport.ts';
import { WireRows } from './wire-rows.ts';
import type { Wire } from './wire.ts';

const wire = (from: number, to: number): Wire =>
  ({ from, to, source: `s${from}`, target: `/t${to}`, kind: 'direct', count: 1 }) as unknown as Wire;
/** Ten rows are in view at each side: 20 to 29 at the source, 50 to 59 at the target. */
const view: Viewport = { width: 100, height: 100, rowHeight: 10, pad: 0, sourceScroll: 200, targetScroll: 500 };

describe('nearestOutside', () => {
  const wires = new WireRows([
    wire(20, 3),
    wire(21, 44),
    wire(22, 90),
    wire(23, 71),
    wire(5, 52),
    wire(40, 53),
    wire(2, 99),
  ]);

  it('is the row nearest to the view at which a line out of it ends', () => {
    expect(nearestOutside(wires, view, { side: 'target', way: 'above' })).toBe(44);
    expect(nearestOutside(wires, view, { side: 'target', way: 'below' })).toBe(71);
    expect(nearestOutside(wires, view, { side: 'source', way: 'above' })).toBe(5);
    expect(nearestOutside(wires, view, { side: 'source', way: 'below' })).toBe(40);
  });

  it('leaves out lines that are not shown', () => {
    const isShown = ({ to }: Wire): boolean => to !== 44;
    expect(nearestOutside(wires, view, { side: 'target', way: 'above' }, isShown)).toBe(3);
  });

  it('is nothing where no line leaves that way', () => {
    expect(nearestOutside(new WireRows([wire(20, 50)]), view, { side: 'target', way: 'above' })).toBeUndefined();
  });
});
