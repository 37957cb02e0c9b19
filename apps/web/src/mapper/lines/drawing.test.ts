import { describe, expect, it } from 'vitest';
import { drawWires as drawIndexed, labelPoint, wireAt } from './drawing.ts';
import type { Drawing, Emphasis } from './drawing.ts';
import { drawEdge } from './edges.ts';
import type { Viewport } from './viewport.ts';
import { WireRows } from './wire-rows.ts';
import { wiresOf } from './wire.ts';
import type { Relation, Wire } from './wire.ts';

const view: Viewport = { width: 200, height: 240, rowHeight: 24, pad: 4, sourceScroll: 0, targetScroll: 0 };
const wire = (from: number, to: number, kind: Wire['kind'] = 'direct'): Wire => ({
  source: `s${from}`,
  target: `/t${to}`,
  kind,
  from,
  to,
  count: 1,
});

const drawWires = (wires: readonly Wire[], at: Viewport, emphasisOf?: (wire: Wire) => Emphasis): Drawing =>
  drawIndexed(new WireRows(wires), at, emphasisOf);

describe('drawWires', () => {
  it('draws a curve from row to row, and two for a loop', () => {
    const { groups } = drawWires([wire(0, 1), wire(2, 2, 'loop')], view);
    expect(groups.get('direct plain')).toEqual(['M0 16C100 16 100 40 200 40']);
    expect(groups.get('loop plain')).toHaveLength(2);
  });

  it('follows each side’s own scrolling', () => {
    const { placed } = drawWires([wire(3, 0)], { ...view, sourceScroll: 24, targetScroll: 0 });
    expect(placed).toEqual([{ wire: wire(3, 0), y1: 64, y2: 16 }]);
  });

  it('turns lines with one end out of view into stubs, and counts them by where it is', () => {
    const wires = [wire(0, 50), wire(1, 51), wire(0, 0)];
    const below = drawWires(wires, view);
    expect(below.outside).toEqual({ sourceAbove: 0, sourceBelow: 0, targetAbove: 0, targetBelow: 2 });
    expect(below.placed).toHaveLength(1);
    expect(below.groups.get('stub plain')).toEqual([
      'M0 16C93 16 186 16 186 52',
      'M0 40C93 40 186 40 186 76',
      'M186 240V52',
    ]);
    const above = drawWires([wire(0, 0)], { ...view, sourceScroll: 100 });
    expect(above.outside.sourceAbove).toBe(1);
    expect(drawWires([wire(50, 50)], view).groups.size).toBe(0);
  });

  it('draws one stub for all lines that leave the view from one row the same way, and counts each of them', () => {
    const wires = [wire(0, 50), wire(0, 51), wire(0, 52), wire(60, 4)];
    const { groups, outside } = drawWires(wires, view);
    expect(outside).toEqual({ sourceAbove: 0, sourceBelow: 1, targetAbove: 0, targetBelow: 3 });
    expect(groups.get('stub plain')).toEqual([
      'M0 16C93 16 186 16 186 52',
      'M200 112C107 112 14 112 14 148',
      'M186 240V52',
      'M14 240V148',
    ]);
    const parted = drawWires(wires, view, ({ to }) => (to === 51 ? 'active' : 'plain'));
    expect(parted.groups.get('stub active')).toEqual(['M0 16C93 16 186 16 186 52', 'M186 240V52']);
  });

  it('cuts very many stubs short, at their rows: the same while only their own side scrolls', () => {
    const wires = Array.from({ length: 60 }, (_, at) => wire(at, 500 + at));
    const high = { ...view, height: 60 * 24 };
    const crowded = drawWires(wires, high, ({ from }) => (from === 7 ? 'active' : 'plain'));
    expect([...crowded.groups.keys()]).toEqual(['stub active']);
    expect(crowded.outside.targetBelow).toBe(60);
    expect(crowded.hooks.filter(({ side }) => side === 'source')).toHaveLength(59);
    expect(crowded.hooks[0]).toEqual({ side: 'source', row: 0, isAbove: false, emphasis: 'plain' });
    const scrolled = drawWires(wires, { ...high, sourceScroll: 48 }, ({ from }) => (from === 7 ? 'active' : 'plain'));
    expect(scrolled.hooks.filter(({ side }) => side === 'source')).toEqual(
      crowded.hooks.filter(({ side }) => side === 'source'),
    );
    expect(drawWires(wires.slice(0, 8), view).hooks).toEqual([]);
  });

  it('leaves hidden lines out and groups by emphasis', () => {
    const wires = [wire(0, 0), wire(1, 1), wire(2, 2)];
    const { groups, placed } = drawWires(wires, view, ({ from }) =>
      from === 0 ? 'active' : from === 1 ? 'hidden' : 'faded',
    );
    expect([...groups.keys()]).toEqual(['direct active', 'direct faded']);
    expect(placed).toHaveLength(2);
  });
});

describe('wireAt', () => {
  it('finds the line under the pointer, anywhere along it', () => {
    const drawing = drawWires([wire(0, 8), wire(8, 0)], view);
    expect(wireAt(drawing, { x: 1, y: 16 }, view)?.from).toBe(0);
    expect(wireAt(drawing, { x: 199, y: 16 }, view)?.from).toBe(8);
    const [first] = drawing.placed;
    for (const t of [0.2, 0.4, 0.8]) {
      const point = labelPoint(first as never, view, t);
      expect(wireAt(drawing, point, view)?.from).toBe(0);
    }
    expect(wireAt(drawing, { x: 100, y: 220 }, view)).toBeUndefined();
  });
});

describe('wiresOf', () => {
  const relation = (source: string, target: string, kind: Relation['kind'] = 'direct'): Relation => ({
    source,
    target,
    kind,
  });
  it('gathers relations that meet at the same closed row, and drops those without rows', () => {
    const rows = {
      a: { row: 0, isOwn: false },
      b: { row: 0, isOwn: false },
      c: { row: -1, isOwn: true },
      d: { row: 2, isOwn: true },
    };
    const wires = wiresOf(
      [relation('a', '/x'), relation('b', '/x', 'loop'), relation('c', '/x'), relation('d', '/x', 'loop')],
      { sourceEnd: (key) => rows[key as keyof typeof rows], targetEnd: () => ({ row: 5, isOwn: true }) },
    );
    expect(wires.map(({ from, to, kind, count, label }) => [from, to, kind, count, label])).toEqual([
      [0, 5, 'gathered', 2, '2 lines'],
      [2, 5, 'loop', 1, undefined],
    ]);
  });
});

describe('drawEdge', () => {
  const edge = { lookOf: (row: number) => (row === 3 ? 'none' : 'tied'), active: new Set([1]) } as const;
  const hooks = [{ side: 'source', row: 2, isAbove: true, emphasis: 'plain' }] as const;

  it('draws dots and short stubs where their rows are, however far they are scrolled', () => {
    const drawn = drawEdge(edge, hooks, { side: 'source', view });
    expect(drawn.get('dot active')).toBe('M-3.75 36a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0 -7.5 0Z');
    expect(drawn.get('dot tied')).toContain('M-3.75 12a');
    expect(drawn.get('dot tied')).not.toContain(`M-3.75 ${3.5 * 24}a`);
    expect(drawn.get('stub plain')).toBe('M0 60C12 60 24 60 24 52');
    expect(drawEdge(edge, hooks, { side: 'target', view }).has('stub plain')).toBe(false);
  });

  it('says the same for a block of rows', () => {
    const at = (sourceScroll: number) => drawEdge(edge, hooks, { side: 'source', view: { ...view, sourceScroll } });
    expect(at(24 * 3)).toEqual(at(24 * 2));
    expect(at(24 * 40)).not.toEqual(at(0));
  });
});
