import { expect, it } from 'vitest';
import type { PlacedWire } from './drawing.ts';
import { labelPlaces } from './label-places.ts';
import type { Viewport } from './viewport.ts';

const view: Viewport = { width: 240, height: 600, rowHeight: 24, pad: 4, sourceScroll: 0, targetScroll: 0 };
const line = (from: number, to: number, label: string | undefined = '2 lines'): PlacedWire => ({
  wire: {
    source: `s${from}`,
    target: `/t${to}`,
    kind: 'gathered',
    from,
    to,
    count: 2,
    ...(label === undefined ? {} : { label }),
  },
  y1: 16 + from * 24,
  y2: 16 + to * 24,
});

it('puts no label onto another as long as there is room', () => {
  // From one row to five: all would stand at the same share of their way.
  const places = labelPlaces([line(4, 1), line(4, 6), line(4, 11), line(4, 16), line(4, 21)], view);
  expect(places).toHaveLength(5);
  for (const [at, one] of places.entries()) {
    for (const other of places.slice(at + 1))
      expect(Math.abs(one.y - other.y) >= 20 || Math.abs(one.x - other.x) >= 60).toBe(true);
  }
});

it('lets neighbours begin at different places, and leaves a label where it wants to stand if nowhere is room', () => {
  const [first, second] = labelPlaces([line(0, 0), line(1, 1)], view);
  expect(first?.x).not.toBe(second?.x);
  const narrow = labelPlaces([line(0, 0), line(0, 0)], { ...view, width: 40 });
  expect(narrow[0]).toMatchObject({ x: narrow[1]?.x, y: narrow[1]?.y });
});

it('has none for lines without words', () => {
  expect(labelPlaces([{ ...line(0, 0), wire: { ...line(0, 0).wire, label: undefined } as never }], view)).toEqual([]);
});
