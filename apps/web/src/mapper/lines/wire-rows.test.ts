import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithin, WireRows } from './wire-rows.ts';
import type { Wire } from './wire.ts';

const row = fc.integer({ min: 0, max: 40 });
const wire = fc
  .record({ from: row, to: row })
  .map(({ from, to }): Wire => ({ source: `s${from}`, target: `/t${to}`, kind: 'direct', from, to, count: 1 }));
const rows = fc.record({ first: fc.integer({ min: -5, max: 45 }), last: fc.integer({ min: -5, max: 45 }) });

it('finds the wires that a look at each of them finds, in their order', () => {
  fc.assert(
    fc.property(fc.array(wire), rows, rows, (wires, source, target) => {
      const byRow = new WireRows(wires);
      expect(byRow.touching(source, target)).toEqual(
        wires.filter(({ from, to }) => isWithin(from, source) || isWithin(to, target)),
      );
      expect(byRow.at('source', source)).toEqual(
        wires.filter(({ from }) => isWithin(from, source)).sort((one, other) => one.from - other.from),
      );
      expect(byRow.at('target', target)).toEqual(
        wires.filter(({ to }) => isWithin(to, target)).sort((one, other) => one.to - other.to),
      );
      expect(byRow.hasAt('target', target.first)).toBe(wires.some(({ to }) => to === target.first));
    }),
  );
});
